package io.vfledger.vfctl.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.PoolChooser;
import io.vfledger.avro.PoolDefinition;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.InputRecord;
import io.vfledger.host.NodeHead;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.Prepared;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.AvroEntryHash;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.InputCodec;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.StateCodec;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionAuditTest {
    private static final NodeName NODE = new NodeName("worker-1");

    private final PartitionHost host = PartitionHost.empty(new AvroEntryHash(), "test");
    private final Map<String, Long> offsets = new HashMap<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final Map<PciAddress, VfRecord> vfs = new LinkedHashMap<>();
    private Optional<NodeRecord> node = Optional.empty();
    private long agentSeq;

    @BeforeEach
    void decideAnInventory() {
        AvroTrust.establish();
        decide(AgentStarted.newBuilder().setNode(NODE.value()).setAgent(stamp()).build());
        decide(NodePoolsChanged.newBuilder()
                .setNode(NODE.value())
                .setPools(List.of(PoolDefinition.newBuilder()
                        .setName("default")
                        .setChooser(PoolChooser.ALLOCATOR)
                        .build()))
                .setDigest("d")
                .build());
        decide(NodeInventory.newBuilder()
                .setNode(NODE.value())
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
                .setAttributes(VfAttributes.newBuilder().setVlan(0).build())
                .build();
    }

    /** What the allocator does with an input, and what then lies in the topics. */
    private void decide(SpecificRecord record) {
        Input input = InputCodec.decode(record);
        String topic = input.source().topic();
        Cause.Consumed origin = new Cause.Consumed(
                topic,
                0,
                offsets.merge(topic, 1L, Long::sum),
                NODE.value(),
                record.getSchema().getFullName(),
                Bytes.owned(WireFormat.fingerprint(record.getSchema())),
                Bytes.owned(WireFormat.body(record)),
                Bytes.EMPTY);
        Prepared prepared = host.prepare(List.of(new InputRecord(NODE, origin, input)), 1_000 + ledger.size());
        prepared.entries().forEach(entry -> ledger.add(EntryCodec.encode(entry)));
        prepared.vfs().forEach(vf -> vfs.put(vf.key().pci(), StateCodec.decode(StateCodec.encode(vf))));
        prepared.nodes().forEach(kept -> node = Optional.of(StateCodec.decode(StateCodec.encode(kept))));
        host.commit(prepared);
    }

    private Optional<Fault> audit() {
        return audit(new PartitionAudit(0));
    }

    private Optional<Fault> audit(PartitionAudit audit) {
        node.ifPresent(audit::expect);
        vfs.values().forEach(audit::expect);
        for (int i = 0; i < ledger.size(); i++) {
            LedgerEntry entry = ledger.get(i);
            Bytes hash = EntryCodec.hash(WireFormat.fingerprint(entry.getSchema()), WireFormat.body(entry));
            Optional<Fault> fault = audit.next(i, entry, hash);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return audit.end();
    }

    private VfRecord firstVf() {
        return vfs.values().iterator().next();
    }

    @Test
    void findsNothingWrongAndCounts() {
        PartitionAudit audit = new PartitionAudit(0);

        assertThat(audit(audit)).isEmpty();
        assertThat(VerifyCommand.asText(new LedgerTopics.Result(List.of(audit), Optional.empty())))
                .isEqualTo("verify: 3 entries of 1 nodes, 2 VFs: nothing wrong");
    }

    @Test
    void findsAStateThatIsNotTheFold() {
        VfRecord record = firstVf();
        VfState s = record.state();
        VfState freed = new VfState(
                s.pci(),
                VfPhase.FREE,
                s.fence(),
                s.pending(),
                s.owner(),
                s.cause(),
                s.timer(),
                s.attempts(),
                s.prepared(),
                s.reason(),
                s.sinceMs(),
                s.facts());
        vfs.put(s.pci(), new VfRecord(record.key(), freed, record.pool(), record.nodeSeq(), record.entryHash()));

        assertThat(audit()).hasValueSatisfying(fault -> {
            assertThat(fault.where()).isEqualTo("node worker-1 entry 3");
            assertThat(fault.what()).contains("worker-1/0000:01:10.0", "is not the fold");
        });
    }

    @Test
    void findsAStateThatNamesAnotherEntrysHash() {
        VfRecord record = firstVf();
        vfs.put(
                record.key().pci(),
                new VfRecord(record.key(), record.state(), record.pool(), record.nodeSeq(), Bytes.ZERO_HASH));

        assertThat(audit()).hasValueSatisfying(fault -> assertThat(fault.what()).contains("entry hash 0000"));
    }

    @Test
    void findsAFunctionWithoutARecord() {
        vfs.remove(firstVf().key().pci());

        assertThat(audit()).hasValueSatisfying(fault -> assertThat(fault.what()).contains("no record of 0000:01:10.0"));
    }

    @Test
    void findsStateOfAnEntryThatTheLedgerLost() {
        ledger.removeLast();

        assertThat(audit())
                .hasValueSatisfying(
                        fault -> assertThat(fault.what()).contains("names entry 3", "which the ledger does not have"));
    }

    @Test
    void findsANodeStateThatIsNotTheFold() {
        NodeRecord kept = node.orElseThrow();
        NodeHead head = kept.head();
        node = Optional.of(new NodeRecord(
                new NodeHead(2, head.partitionSeq(), hashOf(1), head.stateHash(), head.decidedAtMs(), head.offsets()),
                kept.state()));

        assertThat(audit())
                .hasValueSatisfying(fault -> assertThat(fault.what()).startsWith("node-state is not the fold"));
    }

    private Bytes hashOf(int index) {
        LedgerEntry entry = ledger.get(index);
        return EntryCodec.hash(WireFormat.fingerprint(entry.getSchema()), WireFormat.body(entry));
    }

    @Test
    void findsAnEntryThatWasChanged() {
        LedgerEntry entry = ledger.getFirst();
        ledger.set(
                0,
                LedgerEntry.newBuilder(entry)
                        .setDecidedAtMs(entry.getDecidedAtMs() - 1)
                        .build());

        assertThat(audit()).hasValueSatisfying(fault -> assertThat(fault.what()).startsWith("prev_hash"));
    }
}
