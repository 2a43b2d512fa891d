package io.vfledger.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The key of a record: {@code node}, or {@code node/pci} where the record is about one function; plain UTF-8. */
public final class RecordKey {
    private RecordKey() {}

    /** The key of a record about a function of a node. */
    public static String of(String node, String pci) {
        return node + "/" + pci;
    }

    /** The node's name: the key up to its first slash, or all of it. */
    public static String nodeOf(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    /** The PCI address: the key after its first slash. */
    public static Optional<String> pciOf(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(key.substring(slash + 1));
    }

    public static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether a key is of that node; told from the bytes, so that a reader can skip foreign records undecoded.
     *
     * @param key the key as it came
     * @param node UTF-8 bytes of the node's name
     */
    public static boolean isOf(byte[] key, byte[] node) {
        return key.length >= node.length
                && Arrays.mismatch(key, 0, node.length, node, 0, node.length) < 0
                && (key.length == node.length || key[node.length] == '/');
    }
}
