package io.vfledger.simulation.allocator;

import io.vfledger.host.LedgerEntry;
import io.vfledger.host.LedgerEntryHash;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.Restore;
import io.vfledger.host.RestoreResult;
import io.vfledger.host.VfRecord;
import io.vfledger.simulation.log.Log;
import io.vfledger.simulation.log.Place;
import io.vfledger.simulation.log.Stored;
import io.vfledger.simulation.log.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an instance comes by the state of a partition. */
final class Restoring {
    private static final int TAIL = 64;

    private final Log log;
    private final LedgerEntryHash hash;

    Restoring(Log log, LedgerEntryHash hash) {
        this.log = log;
        this.hash = hash;
    }

    /** Whether everything that was written is either committed or aborted, so that what is read is all that counts. */
    boolean isSettled(int partition) {
        return log.isSettled(Topic.LEDGER, partition)
                && log.isSettled(Topic.VF_STATE, partition)
                && log.isSettled(Topic.NODE_STATE, partition);
    }

    /** What is kept, if the ledger still ends with it; else what the log has. */
    RestoreResult restore(int partition, Optional<PartitionHost> kept, Map<Place, Long> committed) {
        List<Stored> tail = log.readLast(Topic.LEDGER, partition, TAIL);
        return kept.filter(host -> endsWith(tail, host))
                .<RestoreResult>map(RestoreResult.Restored::new)
                .orElseGet(() -> crossChecked(build(partition, tail), partition, committed));
    }

    private boolean endsWith(List<Stored> tail, PartitionHost host) {
        if (tail.isEmpty()) {
            return host.partitionSeq() < 0;
        }
        LedgerEntry last = (LedgerEntry) tail.getLast().value();
        return host.partitionSeq() == last.partitionSeq()
                && host.head(last.node()).entryHash().equals(hash.of(last));
    }

    private RestoreResult build(int partition, List<Stored> tail) {
        Restore restore = new Restore(hash, "simulation");
        log.readAll(Topic.NODE_STATE, partition).forEach(stored -> restore.node((NodeRecord) stored.value()));
        log.readAll(Topic.VF_STATE, partition).forEach(stored -> restore.vf((VfRecord) stored.value()));
        tail.forEach(stored -> restore.entry((LedgerEntry) stored.value()));
        return restore.finish();
    }

    /** Offsets and state are of one transaction: where they differ, one of them was lost. */
    private RestoreResult crossChecked(RestoreResult result, int partition, Map<Place, Long> committed) {
        if (!(result instanceof RestoreResult.Restored(PartitionHost host))) {
            return result;
        }
        List<Stored> newest = log.readLast(Topic.LEDGER, partition, 1);
        long last = newest.isEmpty() ? -1 : ((LedgerEntry) newest.getFirst().value()).partitionSeq();
        if (host.partitionSeq() != last) {
            return new RestoreResult.Mismatch(
                    "partition " + partition,
                    "its state is of entry " + host.partitionSeq() + ", the ledger ends with " + last);
        }
        for (Topic topic : Topic.INPUTS) {
            long next = committed.getOrDefault(new Place(topic, partition), 0L);
            long decided = host.lastOffset(topic.text()).orElse(-1L) + 1;
            if (next != decided) {
                return new RestoreResult.Mismatch(
                        topic.text() + "-" + partition,
                        "the group has read up to " + next + ", the ledger has decided up to " + decided);
            }
        }
        return result;
    }
}
