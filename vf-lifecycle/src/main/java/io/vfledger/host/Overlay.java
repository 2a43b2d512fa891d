package io.vfledger.host;

import io.vfledger.lifecycle.Decision;
import io.vfledger.lifecycle.DecisionTime;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The changes of one batch, over a base that they leave alone. */
final class Overlay {
    private final Function<NodeName, NodeSlot> base;
    private final LedgerEntryHash entryHash;
    private final String build;
    private final long nowMs;
    private final Map<NodeName, NodeSlot> slots = new LinkedHashMap<>();
    private final Map<VfKey, VfRecord> vfRecords = new LinkedHashMap<>();
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<CommandRecord> commands = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private PartitionHead head;

    Overlay(
            PartitionHead head,
            Function<NodeName, NodeSlot> base,
            LedgerEntryHash entryHash,
            String build,
            long nowMs) {
        this.head = head;
        this.base = base;
        this.entryHash = entryHash;
        this.build = build;
        this.nowMs = nowMs;
    }

    /** Decides a record, unless it was decided before. */
    void consume(InputRecord record) {
        long last = head.offsets().get(record.origin().topic()).orElse(-1L);
        if (record.origin().offset() <= last) {
            skipped.add(new Skipped(record, last));
            return;
        }
        decide(record.node(), record.origin(), record.input());
    }

    /** Fires a timer, unless something disarmed it meanwhile. */
    void fire(NodeName node, Input.TimerFired fired) {
        if (slot(node).isArmed(fired)) {
            decide(node, new Cause.Fired(fired.subject(), fired.timer()), fired);
        }
    }

    private void decide(NodeName node, Cause cause, Input input) {
        NodeSlot before = slot(node);
        DecisionTime time = new DecisionTime(
                Math.max(nowMs, head.decidedAtMs()), before.head().nodeSeq() + 1);
        Decision decision = VfLifecycle.decide(before.state(), input, time);
        StateHashes hashes = before.hashes().after(decision.after(), decision.transitions());
        LedgerEntry entry = new LedgerEntry(
                node,
                time.nodeSeq(),
                head.partitionSeq() + 1,
                before.head().entryHash(),
                cause,
                time.ms(),
                decision.after().policySeq(),
                build,
                decision.disposition(),
                decision.transitions(),
                decision.commands(),
                hashes.whole());
        Bytes hash = entryHash.of(entry);
        entries.add(entry);
        head = head.after(entry);
        slots.put(node, new NodeSlot(decision.after(), before.head().after(entry, hash), hashes));
        for (int i = 0; i < decision.commands().size(); i++) {
            commands.add(new CommandRecord(
                    node, time.nodeSeq(), i, time.ms(), decision.commands().get(i)));
        }
        recordVfs(before.state(), decision, time.nodeSeq(), hash);
    }

    private void recordVfs(NodeState before, Decision decision, long nodeSeq, Bytes hash) {
        for (Transition transition : decision.transitions()) {
            switch (transition) {
                case Transition.VfMoved moved ->
                    recordVf(decision.after(), moved.after().pci(), nodeSeq, hash);
                case Transition.PoolsSet _ -> recordPoolChanges(before, decision.after(), nodeSeq, hash);
                case Transition.PfsReported _,
                        Transition.PfOrdered _,
                        Transition.AgentKnown _,
                        Transition.RequestOpened _,
                        Transition.RequestClosed _,
                        Transition.SeqSeen _,
                        Transition.SilenceNoted _ -> {}
            }
        }
    }

    private void recordPoolChanges(NodeState before, NodeState after, long nodeSeq, Bytes hash) {
        for (PciAddress vf : after.vfs().keys()) {
            if (!before.poolOf(vf).equals(after.poolOf(vf))) {
                recordVf(after, vf, nodeSeq, hash);
            }
        }
    }

    private void recordVf(NodeState state, PciAddress pci, long nodeSeq, Bytes hash) {
        VfKey key = new VfKey(state.node(), pci);
        VfState vf = state.vfs().get(pci).orElseThrow();
        vfRecords.put(key, new VfRecord(key, vf, state.poolOf(pci), nodeSeq, hash));
    }

    NodeSlot slot(NodeName node) {
        NodeSlot changed = slots.get(node);
        return changed != null ? changed : base.apply(node);
    }

    PartitionHead head() {
        return head;
    }

    Map<NodeName, NodeSlot> slots() {
        return slots;
    }

    List<LedgerEntry> entries() {
        return entries;
    }

    List<CommandRecord> commands() {
        return commands;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    List<VfRecord> vfRecords() {
        return List.copyOf(vfRecords.values());
    }

    List<NodeRecord> nodeRecords() {
        List<NodeRecord> records = new ArrayList<>(slots.size());
        for (NodeSlot slot : slots.values()) {
            records.add(new NodeRecord(slot.head(), slot.state()));
        }
        return records;
    }
}
