package io.vfledger.inventory.app;

import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.Disposition;
import io.vfledger.avro.InputKind;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.LedgerInput;
import io.vfledger.avro.LedgerTransition;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.NodeState;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.Phase;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.PoolDefinition;
import io.vfledger.avro.TransitionKind;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfState;
import io.vfledger.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Records as agent and allocator would write them: one function on a node, given to a pod and taken back. */
final class Records {
    static final String PCI = "0000:01:10.0";
    static final long T0 = 1_760_000_000_000L;
    private static final Attachment ATTACHMENT = Attachment.newBuilder()
            .setNetwork("blue")
            .setContainerId("c0ffee")
            .setIfname("net1")
            .build();
    private static final PodIdentity POD = PodIdentity.newBuilder()
            .setNamespace("default")
            .setName("web-0")
            .setUid("u1")
            .build();

    private final String node;

    Records(String node) {
        this.node = node;
    }

    private static AgentStamp stamp(long seq) {
        return AgentStamp.newBuilder()
                .setIncarnation(1)
                .setBootId("boot")
                .setMachineId("machine")
                .setAgentSeq(seq)
                .setOccurredAtMs(T0 + seq)
                .setBuild("test")
                .build();
    }

    AgentStarted started() {
        return AgentStarted.newBuilder()
                .setNode(node)
                .setAgent(stamp(1))
                .setKernelRelease("6.12")
                .build();
    }

    NodeInventory inventory() {
        PfDescription pf = PfDescription.newBuilder()
                .setPci("0000:01:00.0")
                .setNetdev("ens1")
                .setDriver("igb")
                .setTotalVfs(7)
                .setConfiguredVfs(1)
                .build();
        return NodeInventory.newBuilder()
                .setNode(node)
                .setAgent(stamp(2))
                .setPfs(List.of(pf))
                .build();
    }

    NodeState nodeState(long seq, List<PoolDefinition> pools) {
        return NodeState.newBuilder()
                .setNode(node)
                .setNodeSeq(seq)
                .setDecidedAtMs(T0 + seq)
                .setPools(pools)
                .build();
    }

    VfState vfState(Phase phase, long seq) {
        return VfState.newBuilder()
                .setNode(node)
                .setPci(PCI)
                .setPhase(phase)
                .setEpoch(1)
                .setNodeSeq(seq)
                .setSinceMs(T0 + seq)
                .setPfPci("0000:01:00.0")
                .setPfNetdev("ens1")
                .setPool("default")
                .build();
    }

    /** Discovered, verified, given, attached, and released by a read-back that was clean. */
    List<LedgerEntry> life() {
        return List.of(
                entry(1, 0, Phase.UNKNOWN, Phase.DISCOVERED, 0, false, inventory()),
                entry(2, 1_000, Phase.DISCOVERED, Phase.FREE, 0, false, null),
                entry(3, 2_000, Phase.FREE, Phase.ATTACHING, 1, true, null),
                entry(4, 2_050, Phase.ATTACHING, Phase.ATTACHED, 1, true, null),
                entry(5, 9_000, Phase.ATTACHED, Phase.FREE, 1, false, released()));
    }

    private VfReleased released() {
        return VfReleased.newBuilder()
                .setNode(node)
                .setAgent(stamp(8_990))
                .setPci(PCI)
                .setClean(true)
                .build();
    }

    private LedgerEntry entry(
            long seq, long ms, Phase from, Phase to, long epoch, boolean owned, @Nullable SpecificRecord input) {
        LedgerTransition transition = LedgerTransition.newBuilder()
                .setKind(TransitionKind.VF)
                .setPci(PCI)
                .setPhaseFrom(from)
                .setPhaseTo(to)
                .setEpoch(epoch)
                .setVersion(seq)
                .setAttachment(owned ? ATTACHMENT : null)
                .setPod(owned ? POD : null)
                .setSettings(
                        owned
                                ? VfSettings.newBuilder()
                                        .setMac("02:00:00:00:00:01")
                                        .setVlan(100)
                                        .build()
                                : null)
                .build();
        return LedgerEntry.newBuilder()
                .setNode(node)
                .setNodeSeq(seq)
                .setPartitionSeq(seq - 1)
                .setInputKind(InputKind.RECORD)
                .setInput(input == null ? LedgerInput.newBuilder().build() : input(input))
                .setDecidedAtMs(T0 + ms)
                .setDisposition(Disposition.APPLIED)
                .setTransitions(List.of(transition))
                .build();
    }

    private LedgerInput input(SpecificRecord record) {
        return LedgerInput.newBuilder()
                .setTopic(record instanceof VfReleased ? "outcomes" : "inventory")
                .setKey(node)
                .setRecordType(record.getSchema().getFullName())
                .setSchemaFingerprint(ByteBuffer.wrap(WireFormat.fingerprint(record.getSchema())))
                .setValue(ByteBuffer.wrap(WireFormat.body(record)))
                .build();
    }
}
