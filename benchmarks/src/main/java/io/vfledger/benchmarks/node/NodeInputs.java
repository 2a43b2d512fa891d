package io.vfledger.benchmarks.node;

import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.InputRecord;
import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import io.vfledger.vf.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the agent of one node with one PF says, and what is told of the node. */
public final class NodeInputs {
    /** Any moment; decisions know no clock. */
    public static final long NOW_MS = 1_800_000_000_000L;

    private static final PciAddress PF = new PciAddress("0000:01:00.0");
    private static final VfAttributes CLEAN =
            VfAttributes.builder().vlan(Vlan.UNTAGGED).spoofchk(true).mtu(1500).build();
    private static final Bytes FINGERPRINT = Bytes.copyOf(new byte[32]);
    private static final Bytes BODY = Bytes.copyOf(new byte[600]);
    private static final Bytes SIGNATURE = Bytes.copyOf(new byte[64]);
    private static final int FUNCTIONS = 8;
    /** A PCI device number has five bits; the bus goes on from there. */
    private static final int DEVICES = 32;

    private final NodeName node;
    private final Map<String, Long> offsets;
    private long seq;

    /** @param offsets last one of each topic of the node's partition, shared by its nodes */
    public NodeInputs(NodeName node, Map<String, Long> offsets) {
        this.node = node;
        this.offsets = offsets;
    }

    /** As it would come from its topic next. */
    public InputRecord record(Input input) {
        String topic = input.source().topic();
        long offset = offsets.merge(topic, 1L, Long::sum);
        return new InputRecord(
                node,
                new Cause.Consumed(topic, 0, offset, node.value(), "AddRequested", FINGERPRINT, BODY, SIGNATURE),
                input);
    }

    /** A life of the agent, a pool of all VFs, and that many VFs. */
    public List<InputRecord> joining(int vfs) {
        List<VfInfo> functions = new ArrayList<>();
        for (int index = 0; index < vfs; index++) {
            functions.add(info(index));
        }
        Pool pool = new Pool(
                new PoolName("default"), Chooser.ALLOCATOR, 0, PoolSelectors.ALL, Optional.empty(), Placement.DEFAULT);
        return List.of(
                record(new Input.AgentStarted(stamp(), false)),
                record(new Input.NodePoolsChanged(List.of(pool))),
                record(new Input.NodeInventoryReported(stamp(), List.of(pf(vfs)), functions)));
    }

    /** A function was found clean. */
    public InputRecord verified(VfState vf) {
        return record(
                new Outcome.VfVerified(stamp(), vf.pci(), vf.fence(), true, Optional.empty(), List.of(), CLEAN, false));
    }

    /** A pod asks for a VF. */
    public Input.AddRequested add(int number) {
        return new Input.AddRequested(
                stamp(),
                new AddAsk(
                        new RequestId(node + "/1/" + number),
                        Attachment.of("blue", "container-" + number, "net1"),
                        Optional.of(new PodIdentity("prod", "web-" + number, Optional.of(new PodUid("uid-" + number)))),
                        new NetworkNamespace("/run/netns/" + number, 1000 + number, 4),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        VfSettings.builder().vlan(new Vlan(100)).build(),
                        NOW_MS + 60_000));
    }

    /** The function that an ADD was given is with its pod. */
    public InputRecord attached(VfState vf, AddAsk ask) {
        return record(new Outcome.VfAttached(
                stamp(),
                vf.pci(),
                vf.fence(),
                Optional.of(ask.request()),
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                CLEAN,
                List.of(),
                false));
    }

    private AgentStamp stamp() {
        return new AgentStamp(new Incarnation(1, "boot-1", "machine-1", ""), ++seq, OptionalLong.empty(), NOW_MS);
    }

    private static PfInfo pf(int vfs) {
        return new PfInfo(
                PF,
                Optional.of(new InterfaceName("ens1")),
                new PfInfo.Hardware(new PciId("8086"), new PciId("10c9"), "Intel", "82576", -1, vfs),
                new PfInfo.Driver("igb", "6.12", "1.0"),
                new PfInfo.Link(Optional.empty(), 1500, true, "up", Optional.of(1000)),
                vfs,
                Optional.empty(),
                Optional.empty());
    }

    private static VfInfo info(int index) {
        int device = index / FUNCTIONS;
        VfTraits traits = new VfTraits(
                new PciAddress(
                        "0000:%02x:%02x.%d".formatted(2 + device / DEVICES, device % DEVICES, index % FUNCTIONS)),
                PF,
                Optional.of(new InterfaceName("ens1")),
                new VfIndex(index),
                new PciId("8086"),
                new PciId("10ca"),
                Optional.of("igbvf"));
        return new VfInfo(traits, CLEAN, true, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
