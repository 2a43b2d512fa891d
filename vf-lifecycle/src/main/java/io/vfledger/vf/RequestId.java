package io.vfledger.vf;

/**
 * Names one request of a CNI call; the same request sent twice has the same id.
 *
 * @param value printable text, 1 to 128 characters
 */
public record RequestId(String value) implements Comparable<RequestId> {
    public RequestId {
        Require.printable("request id", value, 128);
    }

    @Override
    public int compareTo(RequestId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
