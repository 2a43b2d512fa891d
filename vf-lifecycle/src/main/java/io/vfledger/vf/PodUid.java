package io.vfledger.vf;

/**
 * What tells one pod from every other, also from a later one of the same name.
 *
 * @param value printable text as the API server gives it, 1 to 128 characters
 */
public record PodUid(String value) implements Comparable<PodUid> {
    public PodUid {
        Require.printable("pod UID", value, 128);
    }

    @Override
    public int compareTo(PodUid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
