package io.vfledger.inventory.app;

import io.vfledger.ledger.proof.NotePrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;

/** The file with the key that signs the ledger's heads. */
final class CheckpointKeyFile {
    private static final long MOST_BYTES = 4_096;
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private CheckpointKeyFile() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it cannot be read, more than its owner may use it, or it is no key
     */
    static NotePrivateKey read(Path file) {
        String named = "VFL_CHECKPOINT_KEY names '" + file + "'";
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
            if (isOpen(attributes.permissions(), attributes.owner().getName())) {
                throw new IllegalArgumentException(named + ", which others may use as well; allowed is mode 0600"
                        + " (chmod 600), or 0640 where it is root's");
            }
            if (attributes.size() > MOST_BYTES) {
                throw new IllegalArgumentException(named + ", which is no key: it is larger than 4096 bytes");
            }
            return parse(named, Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(named + ", which cannot be read; make one with vfctl key create", e);
        }
    }

    /** Kubernetes gives a pod's group the files of a Secret, which are root's (fsGroup): no other mode can be had there. */
    static boolean isOpen(Set<PosixFilePermission> permissions, String owner) {
        Set<PosixFilePermission> others = new HashSet<>(permissions);
        others.removeAll(OWNER);
        if (owner.equals("root")) {
            others.remove(PosixFilePermission.GROUP_READ);
        }
        return !others.isEmpty();
    }

    private static NotePrivateKey parse(String named, String text) {
        try {
            return NotePrivateKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named + ": " + e.getMessage(), e);
        }
    }
}
