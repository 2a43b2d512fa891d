package io.vfledger.host;

import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.vf.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The nodes of one partition. A batch is {@linkplain #prepare prepared} on an overlay; when its outputs are durable it is
 * {@linkplain #commit committed}, when they are surely not it is {@linkplain #abort aborted}. When that is not known,
 * throw the host away and restore another from what is durable. For one thread at a time.
 */
public final class PartitionHost {
    /** No more timers are fired in one batch; the others follow in the next. */
    public static final int MAX_TIMERS_PER_BATCH = 256;

    private final LedgerEntryHash entryHash;
    private final String build;
    private final Map<NodeName, NodeSlot> slots;
    private final TreeSet<NodeDue> timers = new TreeSet<>();
    private PartitionHead head;
    private Optional<Prepared> outstanding = Optional.empty();
    private long skippedTotal;

    private record NodeDue(long dueMs, NodeName node) implements Comparable<NodeDue> {
        @Override
        public int compareTo(NodeDue other) {
            int byDue = Long.compare(dueMs, other.dueMs);
            return byDue != 0 ? byDue : node.compareTo(other.node);
        }
    }

    PartitionHost(Map<NodeName, NodeSlot> slots, LedgerEntryHash entryHash, String build) {
        this.slots = new HashMap<>(slots);
        this.entryHash = entryHash;
        this.build = build;
        PartitionHead newest = PartitionHead.NONE;
        for (NodeSlot slot : slots.values()) {
            newest = newest.including(slot.head());
            arm(slot);
        }
        this.head = newest;
    }

    /**
     * A partition without any entry.
     *
     * @param build version of the decider, for the entries
     */
    public static PartitionHost empty(LedgerEntryHash entryHash, String build) {
        return new PartitionHost(Map.of(), entryHash, build);
    }

    /**
     * Decides the records in order, then fires what timers are due.
     *
     * @param batch records of the input topics, each topic in order of offset
     * @param nowMs the wall clock, milliseconds since 1970 UTC
     * @throws IllegalStateException when the batch before was neither committed nor aborted
     */
    public Prepared prepare(List<InputRecord> batch, long nowMs) {
        if (outstanding.isPresent()) {
            throw new IllegalStateException("the batch before was neither committed nor aborted");
        }
        Overlay overlay = new Overlay(head, this::slot, entryHash, build, nowMs);
        for (InputRecord record : batch) {
            overlay.consume(record);
        }
        fireTimers(overlay, nowMs);
        Prepared prepared = new Prepared(overlay);
        skippedTotal += prepared.skipped().size();
        outstanding = Optional.of(prepared);
        return prepared;
    }

    private void fireTimers(Overlay overlay, long nowMs) {
        Set<NodeName> nodes = new TreeSet<>(overlay.slots().keySet());
        for (NodeDue due : timers) {
            if (due.dueMs() > nowMs) {
                break;
            }
            nodes.add(due.node());
        }
        int fired = 0;
        for (NodeName node : nodes) {
            for (Input.TimerFired timer : overlay.slot(node).due(nowMs)) {
                if (fired == MAX_TIMERS_PER_BATCH) {
                    return;
                }
                overlay.fire(node, timer);
                fired++;
            }
        }
    }

    /** Adopts a batch whose outputs are durable. */
    public void commit(Prepared prepared) {
        settle(prepared);
        for (Map.Entry<NodeName, NodeSlot> changed : prepared.slots().entrySet()) {
            disarm(slot(changed.getKey()));
            slots.put(changed.getKey(), changed.getValue());
            arm(changed.getValue());
        }
        head = prepared.overlay().head();
    }

    /** Throws a batch away whose outputs are surely not durable. */
    public void abort(Prepared prepared) {
        settle(prepared);
    }

    private void settle(Prepared prepared) {
        if (outstanding.filter(expected -> expected == prepared).isEmpty()) {
            throw new IllegalStateException("this is not the batch that was prepared last");
        }
        outstanding = Optional.empty();
    }

    /** When the first timer is due, milliseconds since 1970 UTC; empty when none is armed. */
    public OptionalLong nextTimerDueMs() {
        return timers.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(timers.first().dueMs());
    }

    /** The present of a node, without what is prepared. */
    public NodeState state(NodeName node) {
        return slot(node).state();
    }

    /** How far the journal of a node has come, without what is prepared. */
    public NodeHead head(NodeName node) {
        return slot(node).head();
    }

    /** The nodes that have an entry, in the order of their names. */
    public List<NodeName> nodes() {
        List<NodeName> names = new ArrayList<>(slots.keySet());
        names.sort(null);
        return names;
    }

    /** partition_seq of the last entry; -1 before the first. */
    public long partitionSeq() {
        return head.partitionSeq();
    }

    /** The last offset consumed of an input topic. */
    public OptionalLong lastOffset(String topic) {
        return head.offsets().get(topic).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** How many records came that had been decided before; anything but 0 means that somebody's position was wrong. */
    public long skippedTotal() {
        return skippedTotal;
    }

    private NodeSlot slot(NodeName node) {
        NodeSlot known = slots.get(node);
        return known != null ? known : NodeSlot.unknown(node);
    }

    private void arm(NodeSlot slot) {
        slot.nextDueMs()
                .ifPresent(due -> timers.add(new NodeDue(due, slot.state().node())));
    }

    private void disarm(NodeSlot slot) {
        slot.nextDueMs()
                .ifPresent(due -> timers.remove(new NodeDue(due, slot.state().node())));
    }
}
