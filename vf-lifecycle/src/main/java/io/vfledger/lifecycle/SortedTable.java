package io.vfledger.lifecycle;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A small map that never changes; {@link #with} and {@link #without} give a changed copy. Kept as a sorted array, since
 * copying a few hundred references costs less than any tree, and the order of iteration is the same everywhere.
 */
public final class SortedTable<K extends Comparable<K>, V> {
    private static final SortedTable<?, ?> EMPTY = new SortedTable<>(new Object[0], new Object[0]);

    private final Object[] keys;
    private final Object[] values;

    private SortedTable(Object[] keys, Object[] values) {
        this.keys = keys;
        this.values = values;
    }

    /** The table without entries. */
    @SuppressWarnings("unchecked") // it holds neither keys nor values
    public static <K extends Comparable<K>, V> SortedTable<K, V> empty() {
        return (SortedTable<K, V>) EMPTY;
    }

    public int size() {
        return keys.length;
    }

    public boolean isEmpty() {
        return keys.length == 0;
    }

    public boolean containsKey(K key) {
        return find(key) >= 0;
    }

    public Optional<V> get(K key) {
        int at = find(key);
        return at < 0 ? Optional.empty() : Optional.of(valueAt(at));
    }

    /** A table that also holds this entry, in place of one with the same key. */
    public SortedTable<K, V> with(K key, V value) {
        int at = find(key);
        if (at >= 0) {
            Object[] changed = values.clone();
            changed[at] = value;
            return new SortedTable<>(keys, changed);
        }
        int gap = -at - 1;
        return new SortedTable<>(opened(keys, gap, key), opened(values, gap, value));
    }

    /** A table that holds no entry with this key. */
    public SortedTable<K, V> without(K key) {
        int at = find(key);
        return at < 0 ? this : new SortedTable<>(closed(keys, at), closed(values, at));
    }

    /** The keys in rising order. */
    public List<K> keys() {
        return new AbstractList<>() {
            @Override
            public K get(int index) {
                return keyAt(index);
            }

            @Override
            public int size() {
                return keys.length;
            }
        };
    }

    /** The values in the order of their keys. */
    public List<V> values() {
        return new AbstractList<>() {
            @Override
            public V get(int index) {
                return valueAt(index);
            }

            @Override
            public int size() {
                return values.length;
            }
        };
    }

    private int find(K key) {
        int low = 0;
        int high = keys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = keyAt(middle).compareTo(key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    @SuppressWarnings("unchecked") // only with() fills the array, with K
    private K keyAt(int index) {
        return (K) keys[index];
    }

    @SuppressWarnings("unchecked") // only with() fills the array, with V
    private V valueAt(int index) {
        return (V) values[index];
    }

    private static Object[] opened(Object[] from, int gap, Object value) {
        Object[] to = new Object[from.length + 1];
        System.arraycopy(from, 0, to, 0, gap);
        to[gap] = value;
        System.arraycopy(from, gap, to, gap + 1, from.length - gap);
        return to;
    }

    private static Object[] closed(Object[] from, int gap) {
        Object[] to = new Object[from.length - 1];
        System.arraycopy(from, 0, to, 0, gap);
        System.arraycopy(from, gap + 1, to, gap, to.length - gap);
        return to;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SortedTable<?, ?> table
                && Arrays.equals(keys, table.keys)
                && Arrays.equals(values, table.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < keys.length; i++) {
            out.append(i == 0 ? "" : ", ").append(keys[i]).append('=').append(values[i]);
        }
        return out.append('}').toString();
    }
}
