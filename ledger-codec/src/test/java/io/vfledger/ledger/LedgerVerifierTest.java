package io.vfledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.LedgerTransition;
import io.vfledger.avro.Phase;
import io.vfledger.avro.TransitionKind;
import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.InputRecord;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.Prepared;
import io.vfledger.host.Restore;
import io.vfledger.host.RestoreResult;
import io.vfledger.host.VfRecord;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class LedgerVerifierTest {
    private static final NodeName NODE = new NodeName(AvroInputs.NODE);
    private final AvroInputs avro = new AvroInputs();
    private final Map<String, Long> offsets = new HashMap<>();
    private final PartitionHost host = PartitionHost.empty(new AvroEntryHash(), "test");
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final Map<PciAddress, VfRecord> vfs = new LinkedHashMap<>();
    private Optional<NodeRecord> node = Optional.empty();

    /** A pod gets a function and gives it back; then a refusal and a fired timer. */
    private void tell() {
        run(avro.agentStarted(), 1000);
        run(avro.poolsChanged(), 1001);
        run(avro.inventory(2), 1002);
        run(avro.verified(0, 0, 1), 1003);
        run(avro.add("r1", 9000).build(), 1004);
        run(avro.attached(1, 2, "r1"), 1005);
        run(avro.released(1, 2), 1006);
        run(avro.add("r2", 10).build(), 1007);
        commit(host.prepare(List.of(), host.nextTimerDueMs().orElseThrow()));
    }

    private void run(SpecificRecord record, long nowMs) {
        Input input = InputCodec.decode(record);
        String topic = input.source().topic();
        Cause.Consumed origin = new Cause.Consumed(
                topic,
                0,
                offsets.merge(topic, 1L, Long::sum),
                AvroInputs.NODE,
                record.getSchema().getFullName(),
                Bytes.owned(WireFormat.fingerprint(record.getSchema())),
                Bytes.owned(WireFormat.body(record)),
                Bytes.EMPTY);
        commit(host.prepare(List.of(new InputRecord(NODE, origin, input)), nowMs));
    }

    private void commit(Prepared prepared) {
        prepared.entries().forEach(entry -> ledger.add(EntryCodec.encode(entry)));
        prepared.vfs().forEach(vf -> vfs.put(vf.key().pci(), StateCodec.decode(StateCodec.encode(vf))));
        prepared.nodes().forEach(record -> node = Optional.of(StateCodec.decode(StateCodec.encode(record))));
        host.commit(prepared);
    }

    private static Bytes hash(LedgerEntry entry) {
        return EntryCodec.hash(WireFormat.fingerprint(entry.getSchema()), WireFormat.body(entry));
    }

    private static Optional<LedgerVerifier.Fault> verify(List<LedgerEntry> entries) {
        LedgerVerifier verifier = new LedgerVerifier(3);
        long offset = 100;
        for (LedgerEntry entry : entries) {
            Optional<LedgerVerifier.Fault> fault = verifier.next(offset++, entry, hash(entry));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    @Test
    void findsNothingInAWholeLedger() {
        tell();
        assertThat(ledger).hasSize(9);
        assertThat(verify(ledger)).isEmpty();
        assertThat(host.state(NODE)
                        .vfs()
                        .get(new PciAddress(AvroInputs.pci(0)))
                        .orElseThrow()
                        .phase())
                .isEqualTo(VfPhase.FREE);
    }

    @Test
    void foldsToTheStateThatTheHostHas() {
        tell();
        LedgerVerifier verifier = new LedgerVerifier(0);
        ledger.forEach(entry -> assertThat(verifier.next(0, entry, hash(entry))).isEmpty());
        assertThat(verifier.state(NODE)).contains(host.state(NODE));
        assertThat(verifier.headHash(NODE)).contains(host.head(NODE).entryHash());
        assertThat(verifier.entries()).isEqualTo(9);
        assertThat(verifier.state(new NodeName("other"))).isEmpty();
    }

    @Test
    void whatIsWrittenRestoresThePartition() {
        tell();
        Restore restore = new Restore(new AvroEntryHash(), "test").node(node.orElseThrow());
        vfs.values().forEach(restore::vf);
        ledger.forEach(entry -> restore.entry(EntryCodec.decode(entry)));
        assertThat(restore.finish()).isInstanceOfSatisfying(RestoreResult.Restored.class, restored -> {
            assertThat(restored.host().state(NODE)).isEqualTo(host.state(NODE));
            assertThat(restored.host().head(NODE)).isEqualTo(host.head(NODE));
        });
    }

    private void assertFault(int at, UnaryOperator<LedgerEntry.Builder> change, String what) {
        tell();
        List<LedgerEntry> changed = new ArrayList<>(ledger);
        changed.set(at, change.apply(LedgerEntry.newBuilder(ledger.get(at))).build());
        LedgerVerifier.Fault fault = verify(changed).orElseThrow();
        assertThat(fault.what()).contains(what);
        assertThat(fault.partition()).isEqualTo(3);
        assertThat(fault.offset()).isEqualTo(100L + at);
        assertThat(fault.where()).contains("worker-1");
    }

    @Test
    void findsAMissingEntry() {
        tell();
        ledger.remove(4);
        assertThat(verify(ledger).orElseThrow().what()).contains("partition_seq is 5, but 4 must follow");
    }

    @Test
    void findsAWrongNodeSeq() {
        assertFault(4, entry -> entry.setNodeSeq(9), "node_seq is 9, but 5 must follow");
    }

    @Test
    void findsABrokenChain() {
        assertFault(4, entry -> entry.setPrevHash(Scalars.buffer(Bytes.ZERO_HASH)), "prev_hash");
    }

    @Test
    void findsAnEntryThatWasChangedByTheNextOnesChain() {
        tell();
        ledger.set(3, LedgerEntry.newBuilder(ledger.get(3)).setBuild("forged").build());
        LedgerVerifier.Fault fault = verify(ledger).orElseThrow();
        assertThat(fault.where()).contains("entry 5");
        assertThat(fault.what()).contains("prev_hash");
    }

    @Test
    void findsAStateThatIsNotTheFold() {
        assertFault(4, entry -> entry.setStateHash(Scalars.buffer(Bytes.ZERO_HASH)), "state_hash");
    }

    @Test
    void findsATransitionThatWasChanged() {
        assertFault(4, entry -> entry.setTransitions(with(entry, step -> step.setReason("because"))), "state_hash");
    }

    @Test
    void findsAnIllegalPhase() {
        assertFault(
                4,
                entry -> entry.setTransitions(with(entry, step -> step.setPhaseTo(Phase.DISCOVERED))),
                "LEGAL_PHASE");
    }

    @Test
    void findsAFenceThatFalls() {
        assertFault(
                5,
                entry -> entry.setTransitions(
                        with(entry, step -> step.setEpoch(0).setVersion(0))),
                "FENCE_NEVER_FALLS");
    }

    @Test
    void findsAClockThatRunsBackwards() {
        assertFault(4, entry -> entry.setDecidedAtMs(1), "before the previous entry's");
    }

    @Test
    void findsAnInputThatWasDecidedTwice() {
        assertFault(
                5,
                entry -> entry.setInput(io.vfledger.avro.LedgerInput.newBuilder(entry.getInput())
                        .setOffset(1)
                        .build()),
                "offset 1 of topic outcomes was decided before");
    }

    @Test
    void findsARefusalWithoutReason() {
        assertFault(7, entry -> entry.setReason(""), "refusal without a reason");
    }

    @Test
    void findsATimerThatFiredEarly() {
        assertFault(8, entry -> entry.setDecidedAtMs(1007), "fired at 1007");
    }

    @Test
    void findsWrongPools() {
        assertFault(4, entry -> entry.setPolicySeq(1), "policy_seq");
    }

    @Test
    void saysWhatCannotBeRead() {
        assertFault(
                4,
                entry -> entry.setTransitions(with(entry, step -> step.setPhaseTo(Phase.UNKNOWN))),
                "cannot be read");
    }

    private static List<LedgerTransition> with(
            LedgerEntry.Builder entry, UnaryOperator<LedgerTransition.Builder> change) {
        return entry.getTransitions().stream()
                .map(step -> step.getKind() == TransitionKind.VF
                        ? change.apply(LedgerTransition.newBuilder(step)).build()
                        : step)
                .toList();
    }
}
