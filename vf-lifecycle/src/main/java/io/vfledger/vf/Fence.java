package io.vfledger.vf;

/**
 * What orders the commands and outcomes of one VF: first by epoch, then by version.
 *
 * @param epoch the ownership term
 * @param version the command within it
 */
public record Fence(Epoch epoch, Version version) implements Comparable<Fence> {
    /** Before any command. */
    public static final Fence ZERO = new Fence(Epoch.ZERO, Version.ZERO);

    /** The fence of a further command in the same ownership term. */
    public Fence nextVersion() {
        return new Fence(epoch, version.next());
    }

    /** The fence of the first command of a new ownership term. */
    public Fence nextEpoch() {
        return new Fence(epoch.next(), version.next());
    }

    @Override
    public int compareTo(Fence other) {
        int byEpoch = epoch.compareTo(other.epoch);
        return byEpoch != 0 ? byEpoch : version.compareTo(other.version);
    }

    @Override
    public String toString() {
        return epoch + "." + version;
    }
}
