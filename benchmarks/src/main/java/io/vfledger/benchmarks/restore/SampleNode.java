package io.vfledger.benchmarks.restore;

import io.vfledger.benchmarks.node.NodeInputs;
import io.vfledger.host.InputRecord;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.NodeHead;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.Prepared;
import io.vfledger.host.StateHashes;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.AvroEntryHash;
import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A node whose VFs were all verified, and every second one given to a pod: decided once, and told under any name. */
final class SampleNode {
    private final NodeName name;
    private final PartitionHost host = PartitionHost.empty(new AvroEntryHash(), "benchmark");
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<VfRecord> vfs = new ArrayList<>();

    SampleNode(NodeName name, int count) {
        this.name = name;
        NodeInputs inputs = new NodeInputs(name, new HashMap<>());
        enter(inputs.joining(count));
        vfs.addAll(enter(host.state(name).vfs().values().stream()
                        .map(inputs::verified)
                        .toList())
                .vfs());
        List<AddAsk> asks = new ArrayList<>();
        List<InputRecord> adds = new ArrayList<>();
        for (int number = 0; number < count / 2; number++) {
            Input.AddRequested add = inputs.add(number);
            asks.add(add.ask());
            adds.add(inputs.record(add));
        }
        enter(adds);
        List<InputRecord> attached = new ArrayList<>();
        for (AddAsk ask : asks) {
            VfState given = host.state(name).vfOf(ask.attachment()).orElseThrow();
            attached.add(inputs.attached(given, ask));
        }
        vfs.addAll(enter(attached).vfs());
    }

    private Prepared enter(List<InputRecord> records) {
        Prepared prepared = host.prepare(records, NodeInputs.NOW_MS);
        host.commit(prepared);
        entries.addAll(prepared.entries());
        return prepared;
    }

    /** Its whole ledger. */
    List<LedgerEntry> entries() {
        return entries;
    }

    /** As if it had that name: its state beside its VFs. */
    NodeRecord node(NodeName other) {
        NodeState state = NodeState.unknown(other);
        for (Transition step : steps()) {
            state = VfLifecycle.evolve(state, step);
        }
        NodeHead head = host.head(name);
        return new NodeRecord(
                new NodeHead(
                        head.nodeSeq(),
                        head.partitionSeq(),
                        head.entryHash(),
                        StateHashes.of(state).whole(),
                        head.decidedAtMs(),
                        head.offsets()),
                state);
    }

    private List<Transition> steps() {
        Stream<Transition> beside = entries.stream()
                .flatMap(entry -> entry.transitions().stream())
                .filter(step -> !(step instanceof Transition.VfMoved));
        Stream<Transition> functions =
                host.state(name).vfs().values().stream().map(vf -> new Transition.VfMoved(Optional.of(vf.phase()), vf));
        return Stream.concat(beside, functions).toList();
    }

    /**
     * As if it had that name: the states of its VFs. That of a VF with a pod follows its earlier one, which stays in the
     * log beside it until that is compacted.
     */
    List<VfRecord> vfs(NodeName other) {
        return vfs.stream()
                .map(vf -> new VfRecord(
                        new VfKey(other, vf.key().pci()), vf.state(), vf.pool(), vf.nodeSeq(), vf.entryHash()))
                .toList();
    }
}
