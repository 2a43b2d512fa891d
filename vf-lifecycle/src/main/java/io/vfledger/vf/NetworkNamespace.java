package io.vfledger.vf;

/**
 * A network namespace as its node knows it.
 *
 * @param path {@code CNI_NETNS} as given, for people only; empty where the runtime gave none
 * @param device {@code st_dev} of the nsfs file; 0 where it is not known
 * @param inode {@code st_ino}; with the device it is the namespace's identity while it lives; 0 where it is not known
 */
public record NetworkNamespace(String path, long device, long inode) {
    private static final int MAX_PATH = 4096;

    public NetworkNamespace {
        if (!path.isEmpty()) {
            Require.printable("namespace path", path, MAX_PATH);
        }
    }
}
