package io.vfledger.schemas.wire;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro instantiate this project's generated records. Since 1.12.2 it refuses every class that it was not told to
 * trust; the system property {@code org.apache.avro.SERIALIZABLE_PACKAGES} would have to be on each command line.
 */
public final class AvroTrust {
    private static final String GENERATED = "io.vfledger.avro";

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> GENERATED.equals(type.getPackageName())));
        // A record of a few bytes can claim a string or a list of two billion; Avro allocates what is claimed.
        limit("org.apache.avro.limits.bytes.maxLength", WireFormat.MAX_BYTES);
        limit("org.apache.avro.limits.string.maxLength", WireFormat.MAX_BYTES);
        limit("org.apache.avro.limits.collectionItems.maxLength", WireFormat.MAX_ITEMS);
    }

    private AvroTrust() {}

    /** Runs the initializer above, once. */
    public static void establish() {}

    private static void limit(String property, int most) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(most));
        }
    }
}
