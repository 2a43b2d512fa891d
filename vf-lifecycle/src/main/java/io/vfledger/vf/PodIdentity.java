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

    /** Whether both are the same pod: by UID where both have one, else by name. */
    public boolean isSameAs(PodIdentity other) {
        return (uid.isPresent() && other.uid.isPresent())
                ? uid.equals(other.uid)
                : namespace.equals(other.namespace) && name.equals(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
