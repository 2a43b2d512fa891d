package io.vfledger.vf;

import java.util.Optional;

/**
 * The pod behind a request, as far as the runtime tells.
 *
 * @param namespace its namespace, 1 to 63 characters
 * @param name its name, 1 to 253 characters
 * @param uid its UID; empty where the runtime does not pass one
 */
public record PodIdentity(String namespace, String name, Optional<PodUid> uid) {
    public PodIdentity {
        Require.printable("pod namespace", namespace, 63);
        Require.printable("pod name", name, 253);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
