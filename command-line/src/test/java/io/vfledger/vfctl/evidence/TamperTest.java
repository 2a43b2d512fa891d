package io.vfledger.vfctl.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.host.Bytes;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.Frontier;
import io.vfledger.ledger.proof.LedgerLeaf;
import io.vfledger.ledger.proof.NotePrivateKey;
import io.vfledger.ledger.proof.SignedNote;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.SchemaIds;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Whatever is done to a ledger is found by its entries and a head that was signed before, with nothing else. */
class TamperTest {
    private static final AvroReader READER = new AvroReader(new SchemaIds() {
        @Override
        public int idOf(Topic topic, Schema schema) {
            throw new IllegalStateException("no registry is asked");
        }

        @Override
        public Optional<Schema> schemaOf(int id) {
            throw new IllegalStateException("no registry is asked");
        }
    });

    private final List<RawEntry> ledger =
            new GeneratedLedger().up("worker-1").up("worker-2").life("worker-1").refusal("worker-2").entries;
    private final KnownHead head = head(ledger);

    private static KnownHead head(List<RawEntry> entries) {
        Frontier tree = new Frontier();
        entries.forEach(entry -> tree.append(entry.leaf().hash()));
        try {
            NotePrivateKey key = NotePrivateKey.of(
                    "t", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
            SignedNote note = new Checkpoint("t/0", tree.size(), tree.root()).sign(key);
            return KnownHead.of(note.toString(), "last-year.txt");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private Optional<Fault> audit(List<RawEntry> entries) {
        return audit(entries, head);
    }

    private static Optional<Fault> audit(List<RawEntry> entries, KnownHead head) {
        PartitionAudit audit = new PartitionAudit(0);
        audit.expect(head);
        for (RawEntry entry : entries) {
            Optional<Fault> fault = audit.next(entry);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return audit.end();
    }

    @Test
    void findsNothingInTheLedgerAsItWas() {
        assertThat(audit(ledger)).isEmpty();
    }

    @Test
    void findsEveryByteThatIsFlipped() {
        List<RawEntry> few = new GeneratedLedger().up("worker-1").refusal("worker-1").entries;
        KnownHead headOfFew = head(few);
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < few.size(); i++) {
            byte[] body = few.get(i).leaf().body().toArray();
            for (int at = 0; at < body.length; at++) {
                body[at] ^= 1;
                List<RawEntry> forged = new ArrayList<>(few);
                if (replace(forged, i, body) && audit(forged, headOfFew).isEmpty()) {
                    missed.add("entry " + i + " byte " + at);
                }
                body[at] ^= 1;
            }
        }

        assertThat(missed).isEmpty();
    }

    /** Whether what is there then can be read at all. */
    private static boolean replace(List<RawEntry> entries, int index, byte[] body) {
        RawEntry entry = entries.get(index);
        if (READER.readBody(Topic.LEDGER, LedgerEntry.getClassSchema(), body) instanceof Decoded.Value value) {
            LedgerLeaf leaf = new LedgerLeaf(entry.leaf().key(), entry.leaf().fingerprint(), Bytes.copyOf(body));
            entries.set(index, new RawEntry(entry.offset(), leaf, (LedgerEntry) value.record()));
            return true;
        }
        return false;
    }

    @Test
    void findsAnotherKeyAndAnotherSchema() {
        RawEntry last = ledger.getLast();
        LedgerLeaf leaf = last.leaf();
        List<LedgerLeaf> forgeries = List.of(
                new LedgerLeaf(Bytes.copyOf(new byte[] {'x'}), leaf.fingerprint(), leaf.body()),
                new LedgerLeaf(leaf.key(), Bytes.ZERO_HASH, leaf.body()));
        for (LedgerLeaf forged : forgeries) {
            List<RawEntry> entries = new ArrayList<>(ledger);
            entries.set(ledger.size() - 1, new RawEntry(last.offset(), forged, last.record()));
            assertThat(audit(entries)).isPresent();
        }
    }

    @Test
    void findsEveryEntryThatIsDropped() {
        for (int i = 0; i < ledger.size(); i++) {
            List<RawEntry> entries = new ArrayList<>(ledger);
            entries.remove(i);
            assertThat(audit(entries)).as("without entry " + i).isPresent();
        }
    }

    @Test
    void findsEveryTwoThatAreSwapped() {
        for (int i = 1; i < ledger.size(); i++) {
            List<RawEntry> entries = new ArrayList<>(ledger);
            entries.add(i - 1, entries.remove(i));
            assertThat(audit(entries))
                    .as("entry " + i + " before its predecessor")
                    .isPresent();
        }
    }

    @Test
    void findsEveryEntryThatIsInserted() {
        for (int i = 0; i <= ledger.size(); i++) {
            List<RawEntry> entries = new ArrayList<>(ledger);
            entries.add(i, ledger.get(Math.min(i, ledger.size() - 1)));
            assertThat(audit(entries)).as("one more at " + i).isPresent();
        }
    }

    @Test
    void findsEveryLengthToWhichItIsCut() {
        for (int length = 0; length < ledger.size(); length++) {
            int left = length;
            assertThat(audit(ledger.subList(0, length)))
                    .hasValueSatisfying(fault -> assertThat(fault.what())
                            .isEqualTo("the ledger ends after " + left + " entries, but last-year.txt has "
                                    + ledger.size() + ": entries are missing at its end"));
        }
    }

    @Test
    void findsALedgerThatWasWrittenAnewWithAllItsHashes() {
        List<RawEntry> other = new GeneratedLedger()
                .up("worker-1")
                .up("worker-2")
                .life("worker-2")
                .refusal("worker-2")
                .entries;

        assertThat(other).hasSameSizeAs(ledger);
        assertThat(audit(other))
                .hasValueSatisfying(fault -> assertThat(fault.what())
                        .contains("the tree of the first " + ledger.size(), "last-year.txt", "is not what it was"));
    }
}
