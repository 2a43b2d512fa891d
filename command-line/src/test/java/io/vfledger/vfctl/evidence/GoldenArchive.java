package io.vfledger.vfctl.evidence;

import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.Frontier;
import io.vfledger.ledger.proof.NotePrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;

/**
 * Writes the archive that each later build has to read, tell and decide as this one does: {@code
 * command-line/golden-archive VERSION} starts it.
 */
final class GoldenArchive {
    private static final PartitionExport.Range ALL = new PartitionExport.Range(0, Long.MAX_VALUE, List.of());

    private GoldenArchive() {}

    /**
     * Writes {@code VERSION.vfa} and {@code VERSION.key.pub}.
     *
     * @param arguments directory and version
     */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path directory = Path.of(arguments[0]);
        List<RawEntry> ledger = ledger();
        NotePrivateKey key = NotePrivateKey.of(
                "golden", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        write(
                directory.resolve(arguments[1] + ".vfa"),
                ledger,
                List.of(head(key, ledger, 5), head(key, ledger, ledger.size())));
        Files.writeString(directory.resolve(arguments[1] + ".key.pub"), key.publicKey() + "\n");
    }

    /** Two nodes come up, a VF is given, taken back and given again, and a request is refused. */
    static List<RawEntry> ledger() {
        return new GeneratedLedger()
                .up("worker-1")
                .up("worker-2")
                .life("worker-1")
                .refusal("worker-2")
                .life("worker-2")
                .entries;
    }

    private static KnownHead head(NotePrivateKey key, List<RawEntry> ledger, int size) {
        Frontier tree = new Frontier();
        ledger.subList(0, size).forEach(entry -> tree.append(entry.leaf().hash()));
        return KnownHead.of(
                new Checkpoint("golden/0", size, tree.root()).sign(key).toString(), "the head of " + size);
    }

    private static void write(Path file, List<RawEntry> ledger, List<KnownHead> heads) throws IOException {
        try (ArchiveWriter archive = new ArchiveWriter(Files.newOutputStream(file))) {
            PartitionExport export = new PartitionExport(0, ALL, heads, archive);
            for (RawEntry entry : ledger) {
                export.next(entry).ifPresent(fault -> {
                    throw new IllegalStateException(fault.toString());
                });
            }
            archive.finish(new Manifest(
                    ALL.fromMs(), ALL.toMs(), List.of(), List.of(export.finish().orElseThrow()), Map.of()));
        }
    }
}
