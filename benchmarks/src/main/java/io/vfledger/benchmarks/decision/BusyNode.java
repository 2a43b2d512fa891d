package io.vfledger.benchmarks.decision;

import io.vfledger.benchmarks.node.NodeInputs;
import io.vfledger.host.InputRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.ledger.AvroEntryHash;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import java.util.HashMap;
import java.util.List;

/** A node whose VFs are verified and free, in a partition that was led there by its inputs. */
final class BusyNode {
    static final NodeName NAME = new NodeName("worker-1");
    static final long NOW_MS = NodeInputs.NOW_MS;

    private final PartitionHost host = PartitionHost.empty(new AvroEntryHash(), "benchmark");
    private final NodeInputs inputs = new NodeInputs(NAME, new HashMap<>());

    BusyNode(int vfs) {
        enter(inputs.joining(vfs));
        for (VfState vf : host.state(NAME).vfs().values()) {
            enter(List.of(inputs.verified(vf)));
        }
    }

    PartitionHost host() {
        return host;
    }

    NodeState state() {
        return host.state(NAME);
    }

    private void enter(List<InputRecord> records) {
        host.commit(host.prepare(records, NOW_MS));
    }

    InputRecord record(Input input) {
        return inputs.record(input);
    }

    Input.AddRequested add(int number) {
        return inputs.add(number);
    }
}
