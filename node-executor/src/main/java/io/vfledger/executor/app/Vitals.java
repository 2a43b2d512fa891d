package io.vfledger.executor.app;

import io.vfledger.executor.attach.InventoryWatch;
import io.vfledger.executor.journal.VfMemory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * How the agent is, at one moment.
 *
 * @param node its name
 * @param outboxRecords that wait for Kafka
 * @param outboxBytes of its file
 * @param oldestWait of them
 * @param hasRoom ADDs are not refused for a full outbox
 * @param openIntents operations on the kernel that are under way
 * @param journalBytes of its file
 * @param spooledDels DELs that the CNI binary left while no agent was there
 * @param brokerTrouble why Kafka cannot be reached; empty while it can
 * @param compareEvery between whole comparisons of the NICs
 * @param sight what the NICs looked like last
 * @param memory of every function
 */
record Vitals(
        String node,
        int outboxRecords,
        long outboxBytes,
        Duration oldestWait,
        boolean hasRoom,
        int openIntents,
        long journalBytes,
        int spooledDels,
        Optional<String> brokerTrouble,
        Duration compareEvery,
        InventoryWatch.Sight sight,
        Collection<VfMemory> memory) {

    /** Why the agent does not do its work; empty while it does. */
    Optional<String> sick(long nowMillis) {
        long agoMs = nowMillis - sight.atMillis();
        long limitMs = compareEvery.multipliedBy(3).plusSeconds(10).toMillis();
        return agoMs > limitMs
                ? Optional.of(
                        "the NICs were looked at " + agoMs / 1000 + " s ago, expected is at most " + limitMs / 1000)
                : Optional.empty();
    }

    /** Why an ADD would be refused; empty while it would not. */
    Optional<String> notReady() {
        return brokerTrouble.isPresent() || hasRoom
                ? brokerTrouble
                : Optional.of("the outbox is full: " + outboxRecords + " records wait for Kafka");
    }
}
