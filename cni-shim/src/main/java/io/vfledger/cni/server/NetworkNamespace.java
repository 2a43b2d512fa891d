package io.vfledger.cni.server;

import io.vfledger.cni.server.jna.Descriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network namespace as the caller passed it. The server closes the descriptor when the handler has returned: a
 * handler that keeps it has to duplicate it.
 *
 * @param descriptor valid in this process, close-on-exec
 * @param device st_dev of the namespace's file
 * @param inode st_ino: with the device, the identity of the namespace while it lives
 */
public record NetworkNamespace(int descriptor, long device, long inode) {
    /** Looks at a received descriptor; one that is no network namespace is refused. */
    static NetworkNamespace of(int descriptor) throws IOException {
        Path path = Path.of("/proc/self/fd", Integer.toString(descriptor));
        if (!Descriptors.isNetworkNamespace(descriptor)) {
            throw new IOException(
                    "the descriptor is " + Files.readSymbolicLink(path) + ", which is not a network namespace");
        }
        return new NetworkNamespace(
                descriptor, (long) Files.getAttribute(path, "unix:dev"), (long) Files.getAttribute(path, "unix:ino"));
    }
}
