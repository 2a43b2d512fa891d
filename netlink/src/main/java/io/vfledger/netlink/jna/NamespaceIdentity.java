package io.vfledger.netlink.jna;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.wire.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells one live namespace from another. Inode numbers are used again once a namespace has gone.
 *
 * @param device device number of the nsfs file system
 * @param inode inode number in it
 */
public record NamespaceIdentity(long device, long inode) {
    /** The identity of the namespace behind a path; ENOENT when there is no such file. */
    public static NamespaceIdentity of(Path path) throws NetlinkException {
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino");
            return new NamespaceIdentity(
                    ((Number) found.getOrDefault("dev", 0L)).longValue(),
                    ((Number) found.getOrDefault("ino", 0L)).longValue());
        } catch (IOException e) {
            NetlinkException failure = new NetlinkException("stat namespace " + path, Errno.ENOENT);
            failure.initCause(e);
            throw failure;
        }
    }

    /** The namespace that this process's threads are in. */
    public static NamespaceIdentity ofThisProcess() throws NetlinkException {
        return of(Path.of("/proc/self/ns/net"));
    }
}
