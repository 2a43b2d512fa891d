package io.vfledger.inventory.projection;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/** Keys in memory. */
public final class MemoryKeys implements SortedKeys {
    private final ConcurrentSkipListSet<byte[]> keys = new ConcurrentSkipListSet<>(Arrays::compareUnsigned);

    @Override
    public void add(Collection<byte[]> added) {
        keys.addAll(added);
    }

    @Override
    public List<byte[]> first(byte[] from, byte[] to, int most) {
        return Arrays.compareUnsigned(from, to) >= 0
                ? List.of()
                : keys.subSet(from, to).stream().limit(most).toList();
    }

    @Override
    public List<byte[]> last(byte[] from, byte[] to, int most) {
        return Arrays.compareUnsigned(from, to) >= 0
                ? List.of()
                : keys.subSet(from, to).descendingSet().stream().limit(most).toList();
    }

    @Override
    public boolean has(byte[] key) {
        return keys.contains(key);
    }
}
