package io.vfledger.vfctl.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.host.Bytes;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.EntryProof;
import io.vfledger.ledger.proof.Frontier;
import io.vfledger.ledger.proof.NotePrivateKey;
import io.vfledger.ledger.proof.NotePublicKey;
import io.vfledger.ledger.proof.ProofPlan;
import io.vfledger.vf.NodeName;
import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Vfctl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ArchiveTest {
    private static final NodeName WORKER_1 = new NodeName("worker-1");
    private static final PartitionExport.Range ALL = new PartitionExport.Range(0, Long.MAX_VALUE, List.of());

    /** The second and third entry of a VF's life: it is asked for, and attached. */
    private static final PartitionExport.Range INCIDENT =
            new PartitionExport.Range(GeneratedLedger.T0 + 70, GeneratedLedger.T0 + 80, List.of(WORKER_1));

    private final List<RawEntry> ledger =
            new GeneratedLedger().up("worker-1").up("worker-2").life("worker-1").refusal("worker-2").entries;
    private NotePublicKey key = new NotePublicKey("none", Bytes.ZERO_HASH);
    private List<KnownHead> heads = List.of();

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void sign() throws GeneralSecurityException {
        NotePrivateKey signer =
                NotePrivateKey.of("t", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        key = signer.publicKey();
        heads = List.of(head(signer, 5), head(signer, 11));
    }

    private KnownHead head(NotePrivateKey signer, int size) {
        Frontier tree = new Frontier();
        ledger.subList(0, size).forEach(entry -> tree.append(entry.leaf().hash()));
        return KnownHead.of(
                new Checkpoint("t/0", size, tree.root()).sign(signer).toString(), "the head of " + size);
    }

    private Path export(PartitionExport.Range range) throws IOException {
        Path file = directory.resolve("a.vfa");
        try (ArchiveWriter archive = new ArchiveWriter(Files.newOutputStream(file))) {
            PartitionExport export = new PartitionExport(0, range, heads, archive);
            ledger.forEach(entry -> assertThat(export.next(entry)).isEmpty());
            archive.finish(new Manifest(
                    range.fromMs(),
                    range.toMs(),
                    List.of(),
                    List.of(export.finish().orElseThrow()),
                    Map.of()));
        }
        return file;
    }

    private Optional<Fault> audit(Path file) {
        try (ArchiveFile archive = new ArchiveFile(file)) {
            return new ArchiveAudit(archive, Optional.of(key), List.of())
                    .run((_, _) -> {})
                    .fault();
        }
    }

    private static String run(int code, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine vfctl = Vfctl.commandLine();
        vfctl.setOut(new PrintWriter(out));
        vfctl.setErr(new PrintWriter(out));
        assertThat(vfctl.execute(arguments)).as(out::toString).isEqualTo(code);
        return out.toString();
    }

    @Test
    void theWholeLedgerIsVerifiedAndToldFromTheArchive() throws IOException {
        Path file = export(ALL);

        assertThat(run(0, "verify", file.toString(), "--key", key.toString()))
                .contains("11 entries of 2 nodes, 4 VFs, 2 signed heads: nothing wrong");
        assertThat(run(0, "replay", file.toString()))
                .contains(
                        "worker-1/5  AddRequested: applied, 0000:01:10.0 FREE>ATTACHING prod/a -> AssignVf",
                        "worker-1/7  VfReleased: applied, 0000:01:10.0 ATTACHED>FREE",
                        "worker-2/4  AddRequested: refused",
                        "worker-1/0000:01:10.0  FREE\n");
        assertThat(run(0, "replay", file.toString(), "--until", "worker-1/6"))
                .contains("worker-1/0000:01:10.0  ATTACHED  prod/a\n")
                .doesNotContain("worker-1/7");
        assertThat(run(0, "replay", file.toString(), "--until", "2020-01-01T00:00Z"))
                .isEmpty();
        assertThat(run(0, "replay", file.toString(), "--json").lines())
                .hasSize(11)
                .allSatisfy(line -> assertThat(line).startsWith("{\"node\":\"worker-"));
    }

    @Test
    void tellsFromTheArchiveWhatIsOtherwiseAtALaterInstant() throws IOException {
        String file = export(ALL).toString();
        String seen = Instant.ofEpochMilli(GeneratedLedger.T0 + 65).toString();
        String attached = Instant.ofEpochMilli(GeneratedLedger.T0 + 85).toString();

        assertThat(run(0, "diff", file, "--from", seen, "--to", attached, "--utc"))
                .containsPattern("worker-1/0000:01:10.0 +phase +FREE +ATTACHED +6 .* VfAttached")
                .containsPattern("worker-1/0000:01:10.0 +owner +- +prod/a +6 ")
                .containsPattern("worker-1/0000:01:10.0 +settings +- +mac 02:00:00:00:00:01, vlan 100 +6 ")
                .doesNotContain("0000:01:10.1", "worker-2");
        assertThat(run(0, "diff", file, "--from", seen)).contains("Nothing is otherwise.", "1 functions changed");
        assertThat(run(0, "diff", file, "--from", seen, "--to", attached, "--node", "worker-2"))
                .contains("Nothing is otherwise.");
        assertThat(run(0, "diff", file, "--from", seen, "--to", attached, "--json"))
                .contains("\"differences\" : [ {", "\"container_id\" : \"c-a\"");
        assertThat(run(1, "diff", file, "--from", attached, "--to", seen)).contains("is not after --from");
        assertThat(run(1, "diff", export(INCIDENT).toString(), "--from", "2020-01-01T00:00Z", "--to", attached))
                .contains("the archive tells of 2025-10-09T");
    }

    @Test
    void showsThatTheNewestHeadExtendsAKeptOne() throws IOException {
        Path kept = directory.resolve("kept.txt");
        Files.writeString(kept, heads.getFirst().note().toString());
        String archive = export(ALL).toString();

        assertThat(run(0, "verify", archive, "--key", key.toString(), "--checkpoint", kept.toString()))
                .contains("the head of 11 entries in the archive (11 entries) extends " + kept
                        + " (5 entries), shown by 5 hashes");
        assertThat(run(0, "verify", archive, "--checkpoint", kept.toString(), "--json"))
                .contains("\"extensions\" : [ {", "\"path\" : [ \"");
        assertThat(run(0, "verify", archive)).doesNotContain("extends");
    }

    @Test
    void partitionsAreToldMergedByDecisionTime() throws IOException {
        List<RawEntry> other = new GeneratedLedger().up("worker-3").life("worker-3").entries;
        Path file = directory.resolve("two.vfa");
        try (ArchiveWriter archive = new ArchiveWriter(Files.newOutputStream(file))) {
            PartitionExport first = new PartitionExport(0, ALL, heads, archive);
            ledger.forEach(entry -> assertThat(first.next(entry)).isEmpty());
            Manifest.PartitionPart one = first.finish().orElseThrow();
            PartitionExport second = new PartitionExport(1, ALL, List.of(), archive);
            other.forEach(entry -> assertThat(second.next(entry)).isEmpty());
            Manifest.PartitionPart two = second.finish().orElseThrow();
            archive.finish(new Manifest(0, Long.MAX_VALUE, List.of(), List.of(one, two), Map.of()));
        }

        List<String> told = run(0, "replay", file.toString())
                .lines()
                .filter(line -> line.startsWith("2025-"))
                .toList();

        assertThat(told).hasSize(18);
        assertThat(told.stream().map(line -> Instant.parse(line.substring(0, line.indexOf(' ')))))
                .isSorted();
        assertThat(told.subList(0, 4).stream().map(line -> line.substring(line.indexOf("worker-"), line.indexOf("  "))))
                .containsExactly("worker-1/1", "worker-3/1", "worker-1/2", "worker-3/2");
    }

    private Path pools(String text) throws IOException {
        return Files.writeString(directory.resolve("pools.yaml"), text);
    }

    @Test
    void theSamePoolsDecideTheSame() throws IOException {
        Path same = pools("pools:\n  - name: default\n");

        assertThat(run(0, "replay", export(ALL).toString(), "--decide", "--pools", same.toString()))
                .isEqualTo("replay: 11 decisions, 0 would differ with these pools\n");
    }

    @Test
    void showsEachDecisionThatOtherPoolsWouldHaveMadeOtherwise() throws IOException {
        Path none = pools("pools: []\n");

        assertThat(run(1, "replay", export(ALL).toString(), "--decide", "--pools", none.toString()))
                .contains(
                        "recorded  2025-10-09T08:53:20.070Z worker-1/5  AddRequested: applied",
                        "would be  2025-10-09T08:53:20.070Z worker-1/5  AddRequested: refused",
                        "11 decisions, ")
                .doesNotContain("AgentStarted");
    }

    @Test
    void refusesAPoolsFileThatIsNone() throws IOException {
        String archive = export(ALL).toString();

        assertThat(run(
                        1,
                        "replay",
                        archive,
                        "--decide",
                        "--pools",
                        pools("pools: 7\n").toString()))
                .contains("pools.yaml");
        assertThat(run(1, "replay", archive, "--decide", "--pools", "none.yaml"))
                .contains("none.yaml");
        assertThat(run(2, "replay", archive, "--pools", "none.yaml")).contains("--decide");
    }

    @Test
    void theSameCodeDecidesTheSameByteForByte() throws IOException {
        assertThat(run(0, "replay", export(ALL).toString(), "--decide")).isEqualTo("replay: 11 decisions, 0 differ\n");
        assertThat(run(0, "replay", export(INCIDENT).toString(), "--decide"))
                .isEqualTo("replay: 2 decisions, 0 differ\n");
    }

    @Test
    void aPartBeginsWithTheStateBeforeItAndReachesToTheNextSignedHead() throws IOException {
        Path file = export(INCIDENT);

        try (ArchiveFile archive = new ArchiveFile(file)) {
            Manifest.PartitionPart part = archive.manifest().partitions().getFirst();
            assertThat(part.first()).isEqualTo(7);
            assertThat(part.entries()).isEqualTo(2);
            assertThat(part.leaves()).isEqualTo(4);
            assertThat(archive.manifest().files()).hasSizeGreaterThan(6).containsKeys("ledger/0.avro", "base/0.avro");
        }
        assertThat(run(0, "verify", file.toString(), "--key", key.toString()))
                .contains("4 entries of 1 nodes", "1 signed heads: nothing wrong");
        assertThat(run(0, "replay", file.toString()))
                .contains("worker-1/5  AddRequested", "worker-1/0000:01:10.0  ATTACHED  prod/a")
                .doesNotContain("worker-2");
    }

    @Test
    void aKeptHeadIsComparedAndOneThatDoesNotFitIsRefused() throws IOException {
        Path kept = directory.resolve("kept.txt");
        Path file = export(INCIDENT);

        Files.writeString(kept, heads.get(1).note().toString());
        assertThat(run(0, "verify", file.toString(), "--checkpoint", kept.toString()))
                .contains("2 signed heads");
        Files.writeString(kept, heads.get(0).note().toString());
        assertThat(run(1, "verify", file.toString(), "--checkpoint", kept.toString()))
                .contains("does not have what it can be compared with");
        Files.writeString(kept, "nothing");
        assertThat(run(1, "verify", file.toString(), "--checkpoint", kept.toString()))
                .contains("is no checkpoint");
    }

    /** Writes the archive anew with a manifest that fits, as a forger would. */
    private Path forged(Path file, String changedFile, UnaryOperator<ArchivedRecord> change) throws IOException {
        Path forged = directory.resolve("forged.vfa");
        try (ArchiveFile archive = new ArchiveFile(file);
                ArchiveWriter writer = new ArchiveWriter(Files.newOutputStream(forged))) {
            for (String name : List.of("ledger/0.avro", "base/0.avro")) {
                try (ArchiveWriter.Container container = writer.container(name)) {
                    archive.records(name, record -> {
                        try {
                            container.add(name.equals(changedFile) ? change.apply(record) : record);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                        return true;
                    });
                }
            }
            writer.finish(archive.manifest());
        }
        return forged;
    }

    private static ArchivedRecord with(ArchivedRecord record, Bytes body, Bytes leafHash) {
        return new ArchivedRecord(
                record.partitionSeq(),
                record.offset(),
                record.key(),
                record.recordType(),
                record.fingerprint(),
                body,
                leafHash);
    }

    private static Bytes replaced(Bytes bytes, String from, String to) {
        String text = new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
        return Bytes.owned(text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aForgedArchiveIsFoundThoughItsManifestFits() throws IOException {
        Path file = export(INCIDENT);

        assertThat(audit(forged(file, "none", record -> record))).isEmpty();
        assertThat(audit(forged(
                        file,
                        "ledger/0.avro",
                        record -> with(record, replaced(record.body(), "uid-a", "uid-b"), record.leafHash()))))
                .isPresent();
        assertThat(audit(forged(
                        file,
                        "ledger/0.avro",
                        record -> record.isHash() ? with(record, Bytes.EMPTY, Bytes.ZERO_HASH) : record)))
                .hasValueSatisfying(fault -> assertThat(fault.what()).contains("the head of 11 entries"));
        assertThat(audit(forged(
                        file,
                        "base/0.avro",
                        record -> record.recordType().endsWith("VfState")
                                ? with(record, replaced(record.body(), "igbvf", "other"), record.leafHash())
                                : record)))
                .hasValueSatisfying(
                        fault -> assertThat(fault.what()).contains("not the one that its entry has the hash of"));
        assertThat(audit(forged(
                        file,
                        "base/0.avro",
                        record -> record.recordType().endsWith("TreeHead")
                                ? with(record, replaced(record.body(), "t/0\n11\n", "u/0\n11\n"), record.leafHash())
                                : record)))
                .hasValueSatisfying(fault -> assertThat(fault.what()).contains("not of the ledger t"));
    }

    @Test
    void anArchiveThatWasCutShortOrDamagedIsAnsweredClearly() throws IOException {
        byte[] whole = Files.readAllBytes(export(INCIDENT));
        Path damaged = directory.resolve("damaged.vfa");
        for (int length = 0; length < whole.length; length += 211) {
            Files.write(damaged, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> audit(damaged)).isInstanceOf(Refusal.class);
        }
        for (int at = 0; at < whole.length; at += 211) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(damaged, flipped);
            // What nobody reads, a date in the ZIP file, may be otherwise; in all else a fault is found, or it is
            // refused.
            try {
                audit(damaged).ifPresent(fault -> assertThat(fault.what()).isNotEmpty());
            } catch (Refusal refusal) {
                assertThat(refusal.getMessage()).contains("damaged.vfa");
            }
        }
    }

    @Test
    void noLengthInAFileMakesItTakeMemory() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(DataFileConstants.MAGIC);
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(file, null);
        out.writeMapStart();
        out.setItemCount(1);
        out.startItem();
        out.writeString("avro.schema");
        out.writeString(ArchivedRecord.SCHEMA.toString());
        out.writeMapEnd();
        out.writeFixed(new byte[16]);
        out.writeLong(1);
        out.writeLong(1L << 40);
        ContainerReader reader = new ContainerReader(new ByteArrayInputStream(file.toByteArray()));

        assertThatThrownBy(reader::next).hasMessageContaining("a length of 1099511627776 bytes");
    }

    @Test
    void anEntryIsProvedByItsProofAndTheKeyAlone() throws IOException {
        ProofPlan plan = ProofPlan.inclusion(7, 11);
        for (int i = 0; i < 11; i++) {
            plan.leaf(i, ledger.get(i).leaf().hash());
        }
        EntryProof proof = new EntryProof(
                ledger.get(7).leaf(), 7, plan.path(), heads.get(1).note());
        Path file = directory.resolve("entry.tlog-proof");
        Path other = directory.resolve("other.key");
        Files.writeString(file, proof.toString());

        assertThat(run(0, "prove", "--check", file.toString(), "--key", key.toString()))
                .contains("worker-1/5  AddRequested: applied", "proved: it is entry 7 of the first 11 of t/0");
        run(0, "key", "create", other.toString(), "--ledger", "t");
        assertThat(run(1, "prove", "--check", file.toString(), "--key", other + ".pub"))
                .contains("proves nothing: the checkpoint is not signed by t");
        Files.writeString(file, proof.toString().replace("index 7", "index 8"));
        assertThat(run(1, "prove", "--check", file.toString(), "--key", key.toString()))
                .contains("one of them was changed");
        Files.writeString(file, "nonsense");
        assertThat(run(1, "prove", "--check", file.toString(), "--key", key.toString()))
                .contains("is no proof");
        run(2, "prove", "--check", file.toString());
        assertThat(run(1, "prove", "worker-1")).contains("allowed is NODE/NUMBER");
    }

    @Test
    void aKeyIsForItsOwnerAndIsNeverOverwritten() throws IOException {
        Path file = directory.resolve("checkpoint.key");

        String shown = run(0, "key", "create", file.toString(), "--ledger", "ledger.example.com/prod");

        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(Files.readString(KeyFiles.publicFile(file))).isEqualTo(shown);
        assertThat(run(0, "key", "show", file.toString())).isEqualTo(shown);
        assertThat(run(0, "key", "show", file + ".pub", "--partition", "3")).startsWith("ledger.example.com/prod/3+");
        assertThat(run(1, "key", "create", file.toString())).contains("is there already and is kept");
        assertThat(run(1, "key", "create", directory.resolve("b").toString(), "--ledger", "a b"))
                .contains("key name 'a b' is not valid");
        assertThat(run(1, "key", "show", directory.resolve("none").toString())).contains("cannot be read");
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        Path file = directory.resolve("x");
        assertThat(run(1, "replay", file.toString())).contains("cannot be read as an archive");
        try (OutputStream out = Files.newOutputStream(file);
                ArchiveWriter archive = new ArchiveWriter(out)) {
            archive.container("ledger/0.avro").close();
        }
        assertThat(run(1, "verify", file.toString())).contains("it has no file manifest.json");
    }
}
