package io.vfledger.host;

import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.Sample;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers records as a log would. */
final class Feed {
    /** Stands in for the hash over the serialized form. */
    static final LedgerEntryHash HASH = entry -> {
        CanonicalWriter out = new CanonicalWriter();
        out.text(1, entry.toString());
        return out.sha256();
    };

    private final Map<String, Long> offsets = new HashMap<>();
    private long seq;

    PartitionHost host() {
        return PartitionHost.empty(HASH, "test");
    }

    InputRecord record(NodeName node, Input input) {
        String topic = input.source().topic();
        long offset = offsets.merge(topic, 1L, Long::sum);
        byte[] body = input.toString().getBytes(StandardCharsets.UTF_8);
        return new InputRecord(
                node,
                new Cause.Consumed(
                        topic, 3, offset, node.value(), "test", Bytes.ZERO_HASH, Bytes.copyOf(body), Bytes.EMPTY),
                input);
    }

    AgentStamp stamp() {
        return Sample.stamp(1, ++seq);
    }

    /** Three records: the agent starts, pools come, that many VFs are discovered. */
    List<InputRecord> start(int vfCount) {
        List<VfInfo> vfs = new ArrayList<>();
        for (int i = 0; i < vfCount; i++) {
            vfs.add(Sample.info(i));
        }
        return List.of(
                record(Sample.NODE, new Input.AgentStarted(stamp(), false)),
                record(Sample.NODE, Sample.defaultPool()),
                record(
                        Sample.NODE,
                        new Input.NodeInventoryReported(stamp(), List.of(Sample.pf(Sample.PF_A, true)), vfs)));
    }

    InputRecord verified(PartitionHost host, int number) {
        Fence fence = host.state(Sample.NODE)
                .vfs()
                .get(Sample.vf(number))
                .map(VfState::fence)
                .orElse(Fence.ZERO);
        return record(
                Sample.NODE,
                new Outcome.VfVerified(
                        stamp(), Sample.vf(number), fence, true, Optional.empty(), List.of(), Sample.CLEAN, false));
    }
}
