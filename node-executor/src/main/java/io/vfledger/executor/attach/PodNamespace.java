package io.vfledger.executor.attach;

import io.vfledger.avro.NetworkNamespace;
import io.vfledger.cni.protocol.Sandbox;

/**
 * A network namespace that the caller opened and passed on: it stays the same whatever happens to its path.
 *
 * @param descriptor of this process, open as long as the call lasts
 * @param identity path as given, and what the kernel says it is
 */
public record PodNamespace(int descriptor, NetworkNamespace identity) {
    static PodNamespace of(io.vfledger.cni.server.NetworkNamespace passed, Sandbox sandbox) {
        return new PodNamespace(
                passed.descriptor(),
                NetworkNamespace.newBuilder()
                        .setPath(sandbox.namespacePath().orElse(""))
                        .setInode(passed.inode())
                        .setDevice(passed.device())
                        .build());
    }
}
