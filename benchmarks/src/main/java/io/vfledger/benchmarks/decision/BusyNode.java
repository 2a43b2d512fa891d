package io.vfledger.benchmarks.decision;

import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.InputRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.ledger.AvroEntryHash;
import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A node whose VFs are verified and free, in a partition that was led there by its inputs. */
final class BusyNode {
    static final NodeName NAME = new NodeName("worker-1");
    /** Any moment; decisions know no clock. */
    static final long NOW_MS = 1_800_000_000_000L;

    private static final PciAddress PF = new PciAddress("0000:01:00.0");
    private static final VfAttributes CLEAN =
            VfAttributes.builder().vlan(Vlan.UNTAGGED).spoofchk(true).mtu(1500).build();
    private static final Bytes FINGERPRINT = Bytes.copyOf(new byte[32]);
    private static final Bytes BODY = Bytes.copyOf(new byte[600]);
    private static final Bytes SIGNATURE = Bytes.copyOf(new byte[64]);
    private static final int FUNCTIONS = 8;

    private final PartitionHost host = PartitionHost.empty(new AvroEntryHash(), "benchmark");
    private final Map<String, Long> offsets = new HashMap<>();
    private long seq;

    BusyNode(int vfs) {
        enter(new Input.AgentStarted(stamp(), false));
        enter(new Input.NodePoolsChanged(List.of(new Pool(
                new PoolName("default"),
                Chooser.ALLOCATOR,
                0,
                PoolSelectors.ALL,
                Optional.empty(),
                Placement.DEFAULT))));
        List<VfInfo> functions = new ArrayList<>();
        for (int index = 0; index < vfs; index++) {
            functions.add(info(index));
        }
        enter(new Input.NodeInventoryReported(stamp(), List.of(pf(vfs)), functions));
        for (VfState vf : host.state(NAME).vfs().values()) {
            enter(new Outcome.VfVerified(
                    stamp(), vf.pci(), vf.fence(), true, Optional.empty(), List.of(), CLEAN, false));
        }
    }

    PartitionHost host() {
        return host;
    }

    NodeState state() {
        return host.state(NAME);
    }

    private void enter(Input input) {
        host.commit(host.prepare(List.of(record(input)), NOW_MS));
    }

    /** As it would come from its topic next. */
    InputRecord record(Input input) {
        String topic = input.source().topic();
        long offset = offsets.merge(topic, 1L, Long::sum);
        return new InputRecord(
                NAME,
                new Cause.Consumed(topic, 0, offset, NAME.value(), "AddRequested", FINGERPRINT, BODY, SIGNATURE),
                input);
    }

    /** A pod asks for a VF. */
    Input.AddRequested add(int number) {
        return new Input.AddRequested(
                stamp(),
                new AddAsk(
                        new RequestId("worker-1/1/" + number),
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
        VfTraits traits = new VfTraits(
                new PciAddress("0000:01:%02x.%d".formatted(0x10 + index / FUNCTIONS, index % FUNCTIONS)),
                PF,
                Optional.of(new InterfaceName("ens1")),
                new VfIndex(index),
                new PciId("8086"),
                new PciId("10ca"),
                Optional.of("igbvf"));
        return new VfInfo(traits, CLEAN, true, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
