package io.vfledger.vf;

/**
 * The number of a VF on its PF, as rtnetlink counts ({@code ip link set PF vf N}).
 *
 * @param value 0 to 255
 */
public record VfIndex(int value) implements Comparable<VfIndex> {
    /** The greatest index: a PF has at most 256 VFs here. */
    public static final int MAX = 255;

    public VfIndex {
        Require.inRange("VF index", value, 0, MAX);
    }

    @Override
    public int compareTo(VfIndex other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
