package io.vfledger.vf;

/**
 * What tells one pod from every other, also from a later one of the same name.
 *
 * @param value printable text as the API server gives it, 1 to 128 characters
 */
public record PodUid(String value) {
    public PodUid {
        Require.printable("pod UID", value, 128);
    }

    @Override
    public String toString() {
        return value;
    }
}
