package io.vfledger.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.wire.RecordSignature.Signed;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSignatureTest {
    private static final Signed RECORD =
            new Signed("inventory", RecordKey.bytes("worker-1"), new byte[32], new byte[] {1, 2, 3});

    @Test
    void provesWhoWroteARecord() throws NoSuchAlgorithmException {
        KeyPair worker = pair("Ed25519");

        byte[] signature = RecordSignature.sign(worker.getPrivate(), RECORD);

        assertThat(signature).hasSize(64);
        assertThat(RecordSignature.verify(worker.getPublic(), RECORD, signature))
                .isTrue();
        assertThat(RecordSignature.verify(pair("Ed25519").getPublic(), RECORD, signature))
                .isFalse();
    }

    @Test
    void coversTopicKeySchemaAndBody() throws NoSuchAlgorithmException {
        KeyPair worker = pair("Ed25519");
        byte[] signature = RecordSignature.sign(worker.getPrivate(), RECORD);
        byte[] otherSchema = new byte[32];
        otherSchema[0] = 1;

        assertThat(List.of(
                        new Signed("outcomes", RECORD.key(), RECORD.fingerprint(), RECORD.body()),
                        new Signed("inventory", RecordKey.bytes("worker-2"), RECORD.fingerprint(), RECORD.body()),
                        new Signed("inventory", RECORD.key(), otherSchema, RECORD.body()),
                        new Signed("inventory", RECORD.key(), RECORD.fingerprint(), new byte[] {1, 2, 4}),
                        // The same bytes in a row, cut elsewhere.
                        new Signed("inventoryw", RecordKey.bytes("orker-1"), RECORD.fingerprint(), RECORD.body())))
                .noneMatch(forged -> RecordSignature.verify(worker.getPublic(), forged, signature));
    }

    @Test
    void isNotAnErrorWhereItIsMalformed() throws NoSuchAlgorithmException {
        KeyPair worker = pair("Ed25519");

        assertThat(RecordSignature.verify(worker.getPublic(), RECORD, new byte[0]))
                .isFalse();
        assertThat(RecordSignature.verify(worker.getPublic(), RECORD, new byte[64]))
                .isFalse();
        assertThat(RecordSignature.verify(worker.getPublic(), RECORD, new byte[65]))
                .isFalse();
    }

    @Test
    void refusesAKeyOfAnotherKind() throws NoSuchAlgorithmException {
        KeyPair curve = pair("EC");

        assertThatThrownBy(() -> RecordSignature.sign(curve.getPrivate(), RECORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EC");
    }

    private static KeyPair pair(String algorithm) throws NoSuchAlgorithmException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }
}
