package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.NamespaceIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the network namespaces of a node by what keeps them alive: processes and mounts. */
final class NamespaceScan {
    /** More distinct namespaces than a node has pods; a bound on the time that a scan takes. */
    private static final int MOST = 4096;

    private final Path processes;
    private final Path mounts;

    NamespaceScan(Path processes, Path mounts) {
        this.processes = processes;
        this.mounts = mounts;
    }

    static NamespaceScan ofThisNode() {
        return new NamespaceScan(Path.of("/proc"), Path.of("/run/netns"));
    }

    /** Each namespace once, with a path that opens it. */
    Map<NamespaceIdentity, Path> all() throws KernelException {
        Map<NamespaceIdentity, Path> found = new HashMap<>();
        collect(found, mounts, "*", "");
        collect(found, processes, "[0-9]*", "ns/net");
        return found;
    }

    private static void collect(Map<NamespaceIdentity, Path> found, Path directory, String glob, String file)
            throws KernelException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            for (Path entry : entries) {
                Path path = file.isEmpty() ? entry : entry.resolve(file);
                if (found.size() < MOST) {
                    identity(path).ifPresent(identity -> found.putIfAbsent(identity, path));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return;
        } catch (IOException e) {
            throw new KernelException("list " + directory, e);
        }
    }

    private static Optional<NamespaceIdentity> identity(Path path) {
        try {
            return Optional.of(NamespaceIdentity.of(path));
        } catch (NetlinkException e) {
            // The process or the mount went while the list was read.
            return Optional.empty();
        }
    }
}
