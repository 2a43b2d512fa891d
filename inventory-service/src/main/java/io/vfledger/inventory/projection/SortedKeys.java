package io.vfledger.inventory.projection;

import java.util.Collection;
import java.util.List;

/**
 * Keys in the order of their bytes, unsigned: what the index of the ledger is kept in. One writer, many readers, who do
 * not wait for each other.
 */
public interface SortedKeys {
    /**
     * Adds keys; one that is there already stays.
     *
     * @throws KeysUnavailable when they cannot be written
     */
    void add(Collection<byte[]> keys);

    /**
     * The first keys of a range, in order.
     *
     * @param from included
     * @param to excluded
     * @param most 1 or more
     * @throws KeysUnavailable when they cannot be read
     */
    List<byte[]> first(byte[] from, byte[] to, int most);

    /**
     * The last keys of a range, the last one first.
     *
     * @param from included
     * @param to excluded
     * @param most 1 or more
     * @throws KeysUnavailable when they cannot be read
     */
    List<byte[]> last(byte[] from, byte[] to, int most);

    /**
     * Whether that key is there.
     *
     * @throws KeysUnavailable when that cannot be read
     */
    boolean has(byte[] key);

    /** The store of the keys refuses: the disk is full, or its files are gone. */
    final class KeysUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says which operation failed, and why. */
        public KeysUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
