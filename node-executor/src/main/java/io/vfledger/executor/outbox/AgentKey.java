package io.vfledger.executor.outbox;

import io.vfledger.executor.journal.DurableFile;
import io.vfledger.executor.journal.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** The agent's Ed25519 key (RFC 8032), made at its first start and kept 0600 in its data directory. */
public final class AgentKey {
    private static final String ALGORITHM = "Ed25519";

    private AgentKey() {}

    /**
     * Reads the key, or makes one: PKCS#8 in {@code private}, X.509 in {@code public} for enrolment.
     *
     * @throws StorageException when the files cannot be read or written
     */
    public static PrivateKey in(Path privateFile, Path publicFile) {
        try {
            if (Files.exists(privateFile)) {
                return KeyFactory.getInstance(ALGORITHM)
                        .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(privateFile)));
            }
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            DurableFile.replace(publicFile, pair.getPublic().getEncoded());
            DurableFile.replace(privateFile, pair.getPrivate().getEncoded());
            return pair.getPrivate();
        } catch (IOException | GeneralSecurityException e) {
            throw new StorageException("cannot read the agent's key " + privateFile, e);
        }
    }
}
