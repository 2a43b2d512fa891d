package io.vfledger.vfctl.evidence;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.PoolChooser;
import io.vfledger.avro.PoolDefinition;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.InputRecord;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.Prepared;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.AvroEntryHash;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.InputCodec;
import io.vfledger.ledger.StateCodec;
import io.vfledger.ledger.proof.LedgerLeaf;
import io.vfledger.lifecycle.Input;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** A ledger partition as the allocator writes it from what agents tell, a decision every 10 ms, so that no timer is due. */
final class GeneratedLedger {
    static final long T0 = 1_760_000_000_000L;

    final List<RawEntry> entries = new ArrayList<>();
    final Map<VfKey, VfRecord> vfs = new LinkedHashMap<>();
    final Map<NodeName, NodeRecord> nodes = new LinkedHashMap<>();
    private final PartitionHost host = PartitionHost.empty(new AvroEntryHash(), "test");
    private final Map<String, Long> offsets = new HashMap<>();
    private long agentSeq;

    GeneratedLedger() {
        AvroTrust.establish();
    }

    /** A node with two functions comes up. */
    GeneratedLedger up(String node) {
        decide(node, AgentStarted.newBuilder().setNode(node).setAgent(stamp()).build());
        decide(
                node,
                NodePoolsChanged.newBuilder()
                        .setNode(node)
                        .setPools(List.of(PoolDefinition.newBuilder()
                                .setName("default")
                                .setChooser(PoolChooser.ALLOCATOR)
                                .build()))
                        .setDigest("d")
                        .build());
        decide(
                node,
                NodeInventory.newBuilder()
                        .setNode(node)
                        .setAgent(stamp())
                        .setPfs(List.of(PfDescription.newBuilder()
                                .setPci("0000:01:00.0")
                                .setNetdev("ens1")
                                .setVendorId("8086")
                                .setDeviceId("10c9")
                                .setTotalVfs(7)
                                .setConfiguredVfs(2)
                                .setMac("52:54:00:00:00:01")
                                .build()))
                        .setVfs(List.of(vf(0), vf(1)))
                        .build());
        return this;
    }

    /** Its first function is verified, given to a pod and taken back. */
    GeneratedLedger life(String node) {
        decide(
                node,
                VfVerified.newBuilder()
                        .setNode(node)
                        .setAgent(stamp())
                        .setPci("0000:01:10.0")
                        .setVersion(1)
                        .setClean(true)
                        .setAttributes(attributes())
                        .build());
        decide(
                node,
                AddRequested.newBuilder()
                        .setNode(node)
                        .setAgent(stamp())
                        .setRequestId("r1")
                        .setAttachment(attachment())
                        .setPod(pod())
                        .setNetns(netns())
                        .setSettings(VfSettings.newBuilder()
                                .setMac("02:00:00:00:00:01")
                                .setVlan(100)
                                .build())
                        .setDeadlineMs(T0 + 3_600_000)
                        .build());
        decide(
                node,
                VfAttached.newBuilder()
                        .setNode(node)
                        .setAgent(stamp())
                        .setPci("0000:01:10.0")
                        .setEpoch(1)
                        .setVersion(2)
                        .setRequestId("r1")
                        .setAttachment(attachment())
                        .setPod(pod())
                        .setNetns(netns())
                        .setAttributes(attributes())
                        .build());
        decide(
                node,
                VfReleased.newBuilder()
                        .setNode(node)
                        .setAgent(stamp())
                        .setPci("0000:01:10.0")
                        .setEpoch(1)
                        .setVersion(2)
                        .setAttachment(attachment())
                        .setCause(ReleaseCause.CNI_DEL)
                        .setClean(true)
                        .setAttributes(attributes())
                        .build());
        return this;
    }

    /** A request that came too late is refused. */
    GeneratedLedger refusal(String node) {
        decide(
                node,
                AddRequested.newBuilder()
                        .setNode(node)
                        .setAgent(stamp())
                        .setRequestId("r2")
                        .setAttachment(attachment())
                        .setPod(pod())
                        .setNetns(netns())
                        .setDeadlineMs(10)
                        .build());
        return this;
    }

    private AgentStamp stamp() {
        return AgentStamp.newBuilder()
                .setIncarnation(1)
                .setBootId("boot")
                .setMachineId("machine")
                .setAgentSeq(++agentSeq)
                .build();
    }

    private static VfDescription vf(int index) {
        return VfDescription.newBuilder()
                .setPci("0000:01:10." + index)
                .setPfPci("0000:01:00.0")
                .setPfNetdev("ens1")
                .setIndex(index)
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

    /** What the allocator does with an input, and what then lies in the topics. */
    private void decide(String name, SpecificRecord record) {
        NodeName node = new NodeName(name);
        Input input = InputCodec.decode(record);
        String topic = input.source().topic();
        Cause.Consumed origin = new Cause.Consumed(
                topic,
                0,
                offsets.merge(topic, 1L, Long::sum),
                name,
                record.getSchema().getFullName(),
                Bytes.owned(WireFormat.fingerprint(record.getSchema())),
                Bytes.owned(WireFormat.body(record)),
                Bytes.EMPTY);
        Prepared prepared = host.prepare(List.of(new InputRecord(node, origin, input)), T0 + 10L * entries.size());
        prepared.entries().forEach(entry -> entries.add(raw(2L * entries.size(), EntryCodec.encode(entry))));
        prepared.vfs().forEach(vf -> vfs.put(vf.key(), StateCodec.decode(StateCodec.encode(vf))));
        prepared.nodes().forEach(kept -> nodes.put(kept.state().node(), StateCodec.decode(StateCodec.encode(kept))));
        host.commit(prepared);
    }

    /** An entry as it lies in the topic. */
    static RawEntry raw(long offset, LedgerEntry entry) {
        LedgerLeaf leaf = new LedgerLeaf(
                Bytes.owned(RecordKey.bytes(entry.getNode())),
                Bytes.owned(WireFormat.fingerprint(entry.getSchema())),
                Bytes.owned(WireFormat.body(entry)));
        return new RawEntry(offset, leaf, entry);
    }
}
