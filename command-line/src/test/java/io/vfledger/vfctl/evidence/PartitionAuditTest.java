package io.vfledger.vfctl.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.host.Bytes;
import io.vfledger.host.NodeHead;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionAuditTest {
    private static final NodeName NODE = new NodeName("worker-1");

    private final GeneratedLedger generated = new GeneratedLedger().up(NODE.value());
    private final List<RawEntry> ledger = generated.entries;
    private final Map<VfKey, VfRecord> vfs = generated.vfs;
    private NodeRecord node = generated.nodes.values().iterator().next();

    private Optional<Fault> audit() {
        return audit(new PartitionAudit(0));
    }

    private Optional<Fault> audit(PartitionAudit audit) {
        audit.expect(node);
        vfs.values().forEach(audit::expect);
        for (RawEntry entry : ledger) {
            Optional<Fault> fault = audit.next(entry);
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
        assertThat(VerifyCommand.asText(new LedgerAudit.Result(List.of(audit), Optional.empty())))
                .isEqualTo("verify: 3 entries of 1 nodes, 2 VFs, 0 signed heads: nothing wrong");
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
        vfs.put(record.key(), new VfRecord(record.key(), freed, record.pool(), record.nodeSeq(), record.entryHash()));

        assertThat(audit()).hasValueSatisfying(fault -> {
            assertThat(fault.where()).isEqualTo("node worker-1 entry 3");
            assertThat(fault.what()).contains("worker-1/0000:01:10.0", "is not the fold");
        });
    }

    @Test
    void findsAStateThatNamesAnotherEntrysHash() {
        VfRecord record = firstVf();
        vfs.put(
                record.key(),
                new VfRecord(record.key(), record.state(), record.pool(), record.nodeSeq(), Bytes.ZERO_HASH));

        assertThat(audit()).hasValueSatisfying(fault -> assertThat(fault.what()).contains("entry hash 0000"));
    }

    @Test
    void findsAFunctionWithoutARecord() {
        vfs.remove(firstVf().key());

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
        NodeRecord kept = node;
        NodeHead head = kept.head();
        node = new NodeRecord(
                new NodeHead(
                        2,
                        head.partitionSeq(),
                        ledger.get(1).hash(),
                        head.stateHash(),
                        head.decidedAtMs(),
                        head.offsets()),
                kept.state());

        assertThat(audit())
                .hasValueSatisfying(fault -> assertThat(fault.what()).startsWith("node-state is not the fold"));
    }

    @Test
    void findsAnEntryThatWasChanged() {
        LedgerEntry entry = ledger.getFirst().record();
        ledger.set(
                0,
                GeneratedLedger.raw(
                        0,
                        LedgerEntry.newBuilder(entry)
                                .setDecidedAtMs(entry.getDecidedAtMs() - 1)
                                .build()));

        assertThat(audit()).hasValueSatisfying(fault -> assertThat(fault.what()).startsWith("prev_hash"));
    }
}
