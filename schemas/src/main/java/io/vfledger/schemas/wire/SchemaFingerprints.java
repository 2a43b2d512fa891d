package io.vfledger.schemas.wire;

import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Remembers the fingerprint of each schema: working one out costs about a millisecond. */
final class SchemaFingerprints {
    private static final Map<Schema, byte[]> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private SchemaFingerprints() {}

    static byte[] of(Schema schema) {
        return KNOWN.computeIfAbsent(schema, SchemaFingerprints::workOut).clone();
    }

    private static byte[] workOut(Schema schema) {
        try {
            return SchemaNormalization.parsingFingerprint("SHA-256", schema);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
