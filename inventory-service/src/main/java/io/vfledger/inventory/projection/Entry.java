package io.vfledger.inventory.projection;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.time.Instant;
import java.util.List;

/**
 * One entry of the ledger, as it is shown.
 *
 * @param position where it lies
 * @param node whose it is
 * @param nodeSeq dense per node from 1
 * @param partitionSeq dense per ledger partition from 0
 * @param decidedAt the allocator's decision time
 * @param cause what it was made for
 * @param disposition what became of that, in one word: applied, duplicate, refused, ignored
 * @param reason why, where it was not applied
 * @param changes transitions in order
 * @param commands short names of the commands given, in order
 * @param build version of the decider
 * @param hashes of the chain, in hex
 */
public record Entry(
        Position position,
        NodeName node,
        long nodeSeq,
        long partitionSeq,
        Instant decidedAt,
        Cause cause,
        String disposition,
        String reason,
        List<Change> changes,
        List<Command> commands,
        String build,
        Hashes hashes) {
    public Entry {
        changes = List.copyOf(changes);
        commands = List.copyOf(commands);
    }

    /**
     * A command that the entry gave.
     *
     * @param type short name of the Avro record
     * @param key its key: {@code node} or {@code node/pci}
     */
    public record Command(String type, String key) {}

    /**
     * The chain, in hex.
     *
     * @param entry of this entry
     * @param previous of the node's entry before
     * @param state of the node's state after
     */
    public record Hashes(String entry, String previous, String state) {}

    /** The steps of that function in this entry, in order. */
    public List<Change.Moved> movesOf(PciAddress pci) {
        return changes.stream()
                .filter(Change.Moved.class::isInstance)
                .map(Change.Moved.class::cast)
                .filter(move -> move.pci().equals(pci))
                .toList();
    }
}
