package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.HolderEvidence;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import io.vfledger.vf.Vlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Plain values for tests: a node with two PFs, whose VFs are numbered through. */
public final class Sample {
    public static final NodeName NODE = new NodeName("worker-1");
    public static final PciAddress PF_A = new PciAddress("0000:01:00.0");
    public static final PciAddress PF_B = new PciAddress("0000:02:00.0");
    public static final PoolName POOL = new PoolName("default");
    public static final VfAttributes CLEAN =
            VfAttributes.builder().vlan(Vlan.UNTAGGED).spoofchk(true).mtu(1500).build();
    /** As another plugin has kept it. */
    public static final VfAttributes KEPT =
            VfAttributes.builder().vlan(Vlan.UNTAGGED).trust(false).mtu(1500).build();

    public static final String BOOT = "boot-1";
    public static final String MACHINE = "machine-1";

    private Sample() {}

    /** VF 0 to 7 are on PF A, from 8 on PF B. */
    public static PciAddress vf(int number) {
        return new PciAddress(String.format("0000:%02x:10.%d", number / 8 + 1, number % 8));
    }

    public static VfInfo info(int number) {
        return info(number, true, Optional.empty());
    }

    public static VfInfo info(int number, boolean inHost, Optional<String> hostUse) {
        VfTraits traits = new VfTraits(
                vf(number),
                number < 8 ? PF_A : PF_B,
                Optional.of(new InterfaceName(number < 8 ? "ens1" : "ens2")),
                new VfIndex(number % 8),
                new PciId("8086"),
                new PciId("10ca"),
                Optional.of("igbvf"));
        return new VfInfo(traits, CLEAN, inHost, hostUse, Optional.empty(), Optional.empty());
    }

    public static VfInfo infoIn(int number, NetworkNamespace netns) {
        VfInfo info = info(number, false, Optional.empty());
        return new VfInfo(
                info.traits(), info.attributes(), false, Optional.empty(), Optional.of(netns), Optional.empty());
    }

    /** Out of sight, and somebody is known to have it. */
    public static VfInfo infoOf(int number, HolderEvidence evidence) {
        VfInfo info = info(number, false, Optional.empty());
        return new VfInfo(
                info.traits(), info.attributes(), false, Optional.empty(), evidence.netns(), Optional.of(evidence));
    }

    /** What sriov-cni has written down about the pod of that name. */
    public static HolderEvidence evidence(String name) {
        return new HolderEvidence(
                "sriov-cni",
                Optional.of(attachment(name)),
                Optional.of(pod(name)),
                Optional.of(netns(name)),
                Optional.of(new Baseline(KEPT)));
    }

    /** What the kernel alone tells. */
    public static HolderEvidence kernelEvidence(String name) {
        return new HolderEvidence(
                "kernel", Optional.empty(), Optional.empty(), Optional.of(netns(name)), Optional.empty());
    }

    public static PfInfo pf(PciAddress pci, boolean carrier) {
        return new PfInfo(
                pci,
                Optional.of(new InterfaceName(pci.equals(PF_A) ? "ens1" : "ens2")),
                new PfInfo.Hardware(new PciId("8086"), new PciId("10c9"), "Intel", "82576", -1, 7),
                new PfInfo.Driver("igb", "6.12", "1.0"),
                new PfInfo.Link(
                        Optional.of(MacAddress.parse("52:54:00:00:00:01")), 1500, carrier, "up", Optional.of(1000)),
                7,
                Optional.empty(),
                Optional.empty());
    }

    public static AgentStamp stamp(long counter, long seq) {
        return stamp(counter, BOOT, MACHINE, seq);
    }

    /** Of an agent that draws no life id. */
    public static AgentStamp stamp(long counter, String boot, String machine, long seq) {
        return stamp(counter, boot, machine, "", seq);
    }

    public static AgentStamp stamp(long counter, String boot, String machine, String life, long seq) {
        return new AgentStamp(new Incarnation(counter, boot, machine, life), seq, OptionalLong.empty(), 0);
    }

    public static PodIdentity pod(String name) {
        return new PodIdentity("prod", name, Optional.of(new PodUid("uid-" + name)));
    }

    public static Attachment attachment(String name) {
        return Attachment.of("blue", "c-" + name, "net1");
    }

    /** What the pod of that name asks for. */
    public static AddAsk ask(String request, String name, long deadlineMs) {
        return new AddAsk(
                new RequestId(request),
                attachment(name),
                Optional.of(pod(name)),
                netns(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                VfSettings.builder().vlan(new Vlan(100)).build(),
                deadlineMs);
    }

    public static AddAsk naming(AddAsk ask, PciAddress device) {
        return new AddAsk(
                ask.request(),
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                ask.pool(),
                Optional.of(device),
                ask.pf(),
                ask.wholePf(),
                ask.settings(),
                ask.deadlineMs());
    }

    public static AddAsk ofPf(AddAsk ask, String pf, boolean whole) {
        return new AddAsk(
                ask.request(),
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                ask.pool(),
                ask.device(),
                Optional.of(new InterfaceName(pf)),
                whole,
                ask.settings(),
                ask.deadlineMs());
    }

    public static AddAsk withSettings(AddAsk ask, VfSettings settings) {
        return new AddAsk(
                ask.request(),
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                ask.pool(),
                ask.device(),
                ask.pf(),
                ask.wholePf(),
                settings,
                ask.deadlineMs());
    }

    public static AddAsk inPool(AddAsk ask, String pool) {
        return new AddAsk(
                ask.request(),
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                Optional.of(new PoolName(pool)),
                ask.device(),
                ask.pf(),
                ask.wholePf(),
                ask.settings(),
                ask.deadlineMs());
    }

    /** A network that a pod will ask for. */
    public static PodNetwork network(String slot) {
        return new PodNetwork(
                new NetworkName("blue"),
                slot,
                Optional.empty(),
                Optional.empty(),
                VfSettings.builder().vlan(new Vlan(100)).build());
    }

    public static PodNetwork naming(PodNetwork network, PciAddress device) {
        return new PodNetwork(
                network.network(), network.slot(), network.pool(), Optional.of(device), network.settings());
    }

    public static NetworkNamespace netns(String name) {
        return new NetworkNamespace("/run/netns/" + name, 4, 1000L + name.hashCode() % 997);
    }

    public static Pool pool(String name, Chooser chooser, int priority, PoolSelectors selectors) {
        return new Pool(new PoolName(name), chooser, priority, selectors, Optional.empty(), Placement.DEFAULT);
    }

    public static Input.NodePoolsChanged defaultPool(Placement placement) {
        return new Input.NodePoolsChanged(
                List.of(new Pool(POOL, Chooser.ALLOCATOR, 0, PoolSelectors.ALL, Optional.empty(), placement)));
    }

    public static Input.NodePoolsChanged defaultPool(ReleaseMode release) {
        return new Input.NodePoolsChanged(List.of(
                new Pool(POOL, Chooser.ALLOCATOR, 0, PoolSelectors.ALL, Optional.of(release), Placement.DEFAULT)));
    }

    public static Input.NodePoolsChanged defaultPool(DriftPolicy drift) {
        return new Input.NodePoolsChanged(List.of(
                new Pool(POOL, Chooser.ALLOCATOR, 0, PoolSelectors.ALL, Optional.empty(), Placement.DEFAULT, drift)));
    }

    public static Input.NodePoolsChanged defaultPool() {
        return new Input.NodePoolsChanged(List.of(pool("default", Chooser.ALLOCATOR, 0, PoolSelectors.ALL)));
    }
}
