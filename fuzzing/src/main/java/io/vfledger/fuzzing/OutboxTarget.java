package io.vfledger.fuzzing;

import io.vfledger.avro.VfReleased;
import io.vfledger.executor.journal.AgentLife;
import io.vfledger.executor.journal.RecordLog;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.executor.outbox.Draft;
import io.vfledger.executor.outbox.Outbox;
import io.vfledger.schemas.Topic;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The outbox file, as a crash or a hand may have left it. */
final class OutboxTarget implements Target {
    private static final AgentLife LIFE = new AgentLife(2, "boot", "machine", "build", "name", Optional.empty());

    private final Scratch scratch;
    private final PrivateKey key = key();

    OutboxTarget(Path directory) {
        scratch = new Scratch(directory);
    }

    @Override
    public void feed(byte[] input) {
        scratch.empty();
        try (Outbox outbox = open(scratch.recordLog("outbox", input))) {
            outbox.fill();
        } catch (StorageException e) {
            // the declared refusal
        }
    }

    private Outbox open(Path file) {
        return Outbox.open(file, LIFE, key, Outbox.Limits.DEFAULT, InstantSource.system());
    }

    @Override
    public List<byte[]> seeds() {
        scratch.empty();
        Path file = scratch.directory().resolve("outbox");
        try (Outbox outbox = open(file)) {
            for (String pci : List.of("0000:01:10.0", "0000:01:10.1")) {
                var _ = outbox.keep(new Draft(
                        Topic.OUTCOMES,
                        "node/" + pci,
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        stamp -> VfReleased.newBuilder()
                                .setAgent(stamp)
                                .setPci(pci)
                                .build()));
            }
            outbox.acknowledged(1);
        }
        RecordLog.Opened written = RecordLog.open(file);
        written.log().close();
        return List.of(Scratch.ofRecords(written.payloads()));
    }

    private static PrivateKey key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }
}
