package io.vfledger.executor.app;

import io.vfledger.executor.metrics.Exposition;
import io.vfledger.executor.metrics.Family;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything that the agent tells Prometheus. Read at most once a second, however many ask. */
final class AgentMetrics {
    private static final long FRESH_NANOS = 1_000_000_000;
    private static final double MILLIS = 1000;

    private final Supplier<Vitals> vitals;
    private final Supplier<List<Family>> calls;
    private final VfMetrics vfs;
    private final InstantSource clock;
    private Optional<Page> last = Optional.empty();

    private record Page(String text, long nanos) {}

    /**
     * Wires them.
     *
     * @param vitals how the agent is now
     * @param calls what is counted of CNI calls and outcomes
     * @param vfs of PFs and VFs
     */
    AgentMetrics(Supplier<Vitals> vitals, Supplier<List<Family>> calls, VfMetrics vfs, InstantSource clock) {
        this.vitals = vitals;
        this.calls = calls;
        this.vfs = vfs;
        this.clock = clock;
    }

    synchronized String page() {
        long now = System.nanoTime();
        if (last.isEmpty() || now - last.get().nanos() > FRESH_NANOS) {
            last = Optional.of(new Page(Exposition.write(families(vitals.get())), System.nanoTime()));
        }
        return last.get().text();
    }

    Optional<String> sick() {
        return vitals.get().sick(clock.millis());
    }

    Optional<String> notReady() {
        return vitals.get().notReady();
    }

    private List<Family> families(Vitals now) {
        List<Family> families = new ArrayList<>(List.of(
                Family.gauge("vfledger_agent_ready", "1 while an ADD would not be refused.", flag(now.notReady())),
                Family.gauge(
                        "vfledger_agent_broker_reachable", "1 while Kafka can be reached.", flag(now.brokerTrouble())),
                Family.gauge("vfledger_agent_outbox_records", "Records that wait for Kafka.", now.outboxRecords()),
                Family.gauge(
                        "vfledger_agent_outbox_oldest_wait_seconds",
                        "How long the oldest of them has been waiting.",
                        now.oldestWait().toMillis() / MILLIS),
                Family.gauge("vfledger_agent_outbox_bytes", "Size of the outbox on disk.", (double) now.outboxBytes()),
                Family.gauge(
                        "vfledger_agent_journal_bytes", "Size of the journal on disk.", (double) now.journalBytes()),
                Family.gauge("vfledger_agent_open_intents", "Operations on VFs that are under way.", now.openIntents()),
                Family.gauge(
                        "vfledger_agent_spooled_dels",
                        "DELs that were left while no agent was there.",
                        now.spooledDels()),
                Family.gauge(
                        "vfledger_agent_last_inventory_timestamp_seconds",
                        "When the NICs were looked at last, Unix time.",
                        now.sight().atMillis() / MILLIS)));
        families.addAll(calls.get());
        families.addAll(vfs.families(now));
        return families;
    }

    private static double flag(Optional<String> trouble) {
        return trouble.isEmpty() ? 1 : 0;
    }
}
