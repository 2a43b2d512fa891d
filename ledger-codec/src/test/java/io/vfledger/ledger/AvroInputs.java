package io.vfledger.ledger;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.DelRequested;
import io.vfledger.avro.DeviceAllocated;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.NodePodsSnapshot;
import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.avro.NodeRemoved;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.PfConfigured;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.PodDeleted;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.PodScheduled;
import io.vfledger.avro.PoolChooser;
import io.vfledger.avro.PoolDefinition;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfHeld;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfRecovered;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import java.util.ArrayList;
import java.util.List;

/** Records as a node agent and the inventory service write them. */
final class AvroInputs {
    static final String NODE = "worker-1";
    private long seq;

    static String pci(int number) {
        return "0000:01:10." + number;
    }

    private AgentStamp stamp() {
        return AgentStamp.newBuilder()
                .setIncarnation(1)
                .setBootId("boot-1")
                .setMachineId("machine-1")
                .setAgentSeq(++seq)
                .build();
    }

    private static PfDescription pf() {
        return PfDescription.newBuilder()
                .setPci("0000:01:00.0")
                .setNetdev("ens1")
                .setVendorId("8086")
                .setDeviceId("10c9")
                .setTotalVfs(7)
                .setConfiguredVfs(2)
                .setCarrier(true)
                .setMac("52:54:00:00:00:01")
                .build();
    }

    private static VfDescription vf(int number) {
        return VfDescription.newBuilder()
                .setPci(pci(number))
                .setPfPci("0000:01:00.0")
                .setPfNetdev("ens1")
                .setIndex(number)
                .setVendorId("8086")
                .setDeviceId("10ca")
                .setDriver("igbvf")
                .setAttributes(attributes())
                .build();
    }

    private static VfAttributes attributes() {
        return VfAttributes.newBuilder()
                .setVlan(0)
                .setSpoofchk(true)
                .setMac("02:00:00:00:00:0a")
                .build();
    }

    private static Attachment attachment() {
        return Attachment.newBuilder()
                .setNetwork("blue")
                .setContainerId("c-a")
                .setIfname("net1")
                .build();
    }

    private static PodIdentity pod() {
        return PodIdentity.newBuilder()
                .setNamespace("prod")
                .setName("a")
                .setUid("uid-a")
                .build();
    }

    private static NetworkNamespace netns() {
        return NetworkNamespace.newBuilder()
                .setPath("/run/netns/a")
                .setDevice(4)
                .setInode(77)
                .build();
    }

    AgentStarted agentStarted() {
        return AgentStarted.newBuilder().setNode(NODE).setAgent(stamp()).build();
    }

    NodeInventory inventory(int vfs) {
        List<VfDescription> all = new ArrayList<>();
        for (int i = 0; i < vfs; i++) {
            all.add(vf(i));
        }
        return NodeInventory.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPfs(List.of(pf()))
                .setVfs(all)
                .build();
    }

    PfChanged pfChanged() {
        return PfChanged.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPf(pf())
                .build();
    }

    VfChanged vfChanged() {
        return VfChanged.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setVf(vf(0))
                .build();
    }

    VfGone vfGone() {
        return VfGone.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPci(pci(0))
                .setCause("numvfs lowered")
                .build();
    }

    VfObserved vfObserved() {
        return VfObserved.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setVf(vf(0))
                .setExpected("free")
                .build();
    }

    PodScheduled podScheduled() {
        return PodScheduled.newBuilder().setNode(NODE).setPod(pod()).build();
    }

    PodDeleted podDeleted() {
        return PodDeleted.newBuilder().setNode(NODE).setPod(pod()).build();
    }

    NodePodsSnapshot podsSnapshot() {
        return NodePodsSnapshot.newBuilder()
                .setNode(NODE)
                .setPods(List.of(pod()))
                .build();
    }

    NodePoolsChanged poolsChanged() {
        return NodePoolsChanged.newBuilder()
                .setNode(NODE)
                .setPools(List.of(PoolDefinition.newBuilder()
                        .setName("default")
                        .setChooser(PoolChooser.ALLOCATOR)
                        .setPfNames(List.of("ens1#0-3"))
                        .build()))
                .build();
    }

    NodeRemoved nodeRemoved() {
        return NodeRemoved.newBuilder().setNode(NODE).setCause("scaled down").build();
    }

    AddRequested.Builder add(String request, long deadlineMs) {
        return AddRequested.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setRequestId(request)
                .setAttachment(attachment())
                .setPod(pod())
                .setNetns(netns())
                .setSettings(VfSettings.newBuilder()
                        .setMac("02:00:00:00:00:01")
                        .setVlan(100)
                        .build())
                .setDeadlineMs(deadlineMs);
    }

    DelRequested delRequested() {
        return DelRequested.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setRequestId("d1")
                .setAttachment(attachment())
                .build();
    }

    VfHeld vfHeld() {
        return VfHeld.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPci(pci(0))
                .setEpoch(1)
                .setVersion(2)
                .build();
    }

    VfAttached attached(long epoch, long version, String request) {
        return VfAttached.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPci(pci(0))
                .setEpoch(epoch)
                .setVersion(version)
                .setRequestId(request)
                .setAttachment(attachment())
                .setPod(pod())
                .setNetns(netns())
                .setAttributes(attributes())
                .build();
    }

    VfReleased released(long epoch, long version) {
        return VfReleased.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPci(pci(0))
                .setEpoch(epoch)
                .setVersion(version)
                .setAttachment(attachment())
                .setCause(ReleaseCause.CNI_DEL)
                .setClean(true)
                .setAttributes(attributes())
                .build();
    }

    VfVerified verified(int number, long epoch, long version) {
        return VfVerified.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPci(pci(number))
                .setEpoch(epoch)
                .setVersion(version)
                .setClean(true)
                .setAttributes(attributes())
                .build();
    }

    VfRecovered vfRecovered() {
        return VfRecovered.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPci(pci(0))
                .setEpoch(1)
                .setVersion(2)
                .build();
    }

    PfConfigured pfConfigured() {
        return PfConfigured.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setVersion(1)
                .setPf(pf())
                .build();
    }

    DeviceAllocated deviceAllocated() {
        return DeviceAllocated.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPool("default")
                .setPcis(List.of(pci(0)))
                .setPod(pod())
                .build();
    }

    CommandFailed failed(FailureReason reason) {
        return CommandFailed.newBuilder()
                .setNode(NODE)
                .setAgent(stamp())
                .setPci(pci(0))
                .setEpoch(1)
                .setVersion(2)
                .setReason(reason)
                .setMessage("it did not work")
                .build();
    }
}
