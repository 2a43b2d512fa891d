package io.vfledger.ledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.host.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proved here is proved to somebody who has nothing of ours: hashes by Python, signatures by OpenSSL. */
class IndependentVerifierIT {
    private static final Path SCRIPT = Path.of("src/test/resources/check-proof.py");

    @TempDir
    private Path directory = Path.of("");

    private record Outcome(int code, String out) {}

    private Outcome check(String proof, NotePublicKey key) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("proof"), proof);
        Process process = new ProcessBuilder("python3", SCRIPT.toString(), file.toString(), key.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out.strip());
    }

    private static LedgerLeaf leaf(int number) {
        return new LedgerLeaf(
                Bytes.owned("worker-1".getBytes(StandardCharsets.UTF_8)),
                TreeHash.EMPTY,
                Bytes.owned(new byte[] {(byte) number, 7}));
    }

    private static EntryProof proof(int index, int size, NotePrivateKey key) {
        ProofPlan plan = ProofPlan.inclusion(index, size);
        Frontier tree = new Frontier();
        for (int i = 0; i < size; i++) {
            plan.leaf(i, leaf(i).hash());
            tree.append(leaf(i).hash());
        }
        SignedNote note = new Checkpoint("ledger.example/a/3", size, tree.root()).sign(key);
        return new EntryProof(leaf(index), index, plan.path(), note);
    }

    @Test
    void agreesOnWhatIsProvedAndOnWhatIsNot() throws IOException, InterruptedException, GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
        NotePrivateKey key = NotePrivateKey.of("ledger.example/a", keys.generateKeyPair());
        NotePrivateKey other = NotePrivateKey.of("ledger.example/a", keys.generateKeyPair());
        EntryProof proof = proof(9, 13, key);

        assertThat(check(proof.toString(), key.publicKey()))
                .isEqualTo(new Outcome(0, "entry 9 of 13 of ledger.example/a/3, key worker-1"));
        assertThat(check(proof.toString(), other.publicKey()))
                .isEqualTo(new Outcome(1, "proves nothing: not signed by that key"));
        assertThat(check(new EntryProof(leaf(8), 9, proof.path(), proof.note()).toString(), key.publicKey()))
                .isEqualTo(new Outcome(1, "proves nothing: another root"));
    }
}
