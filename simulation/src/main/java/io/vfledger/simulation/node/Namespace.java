package io.vfledger.simulation.node;

import io.vfledger.vf.NetworkNamespace;

/** A network namespace of a pod, or of somebody else. */
final class Namespace {
    final NetworkNamespace identity;
    final boolean isPods;
    boolean lives = true;

    Namespace(String name, long inode, boolean isPods) {
        this.isPods = isPods;
        identity = new NetworkNamespace("/run/netns/" + name, 4, inode);
    }

    @Override
    public String toString() {
        return identity.path();
    }
}
