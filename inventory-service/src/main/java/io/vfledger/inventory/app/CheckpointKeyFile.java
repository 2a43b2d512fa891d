package io.vfledger.inventory.app;

import io.vfledger.ledger.proof.NotePrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The file with the key that signs the ledger's heads. */
final class CheckpointKeyFile {
    private static final long MOST_BYTES = 4_096;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private CheckpointKeyFile() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it cannot be read, others than its owner may read it, or it is no key
     */
    static NotePrivateKey read(Path file) {
        try {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.removeAll(OWNER);
            if (!permissions.isEmpty()) {
                throw new IllegalArgumentException("VFL_CHECKPOINT_KEY names '" + file
                        + "', which others may use as well; allowed is mode 0600 (chmod 600)");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "VFL_CHECKPOINT_KEY names '" + file + "', which is no key: it is larger than 4096 bytes");
            }
            return NotePrivateKey.parse(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "VFL_CHECKPOINT_KEY names '" + file + "', which cannot be read; make one with vfctl key create", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("VFL_CHECKPOINT_KEY names '" + file + "': " + e.getMessage(), e);
        }
    }
}
