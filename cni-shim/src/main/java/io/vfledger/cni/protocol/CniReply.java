package io.vfledger.cni.protocol;

/**
 * What the CNI binary prints and exits with.
 *
 * @param exitStatus 0 to 255
 * @param stdout the JSON to print, or nothing
 */
public record CniReply(int exitStatus, String stdout) {
    /** Success of DEL, CHECK, STATUS or GC, which print nothing. */
    public static final CniReply DONE = new CniReply(0, "");

    public CniReply {
        if (exitStatus < 0 || exitStatus > 255) {
            throw new IllegalArgumentException("exit status " + exitStatus + " is outside 0 to 255");
        }
    }

    /** Success of an ADD. */
    public static CniReply result(CniVersion version, CniResult result) {
        return new CniReply(0, ResultRenderer.render(version, result) + "\n");
    }

    public static CniReply error(CniVersion version, CniError error) {
        return new CniReply(1, error.toJson(version) + "\n");
    }

    public boolean succeeded() {
        return exitStatus == 0;
    }
}
