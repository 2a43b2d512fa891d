package io.vfledger.inventory.scheduling;

import io.vfledger.vf.NodeName;
import java.util.Optional;

/**
 * What matters of a pod that is bound to a node.
 *
 * @param key its namespace and name
 * @param uid as the API server gave it
 * @param configHash of a mirror pod, the hash of the static pod's configuration, which the runtime tells as its UID;
 *     empty of any other pod
 * @param node where it is bound to
 * @param stage how far it has come
 * @param networks text of the annotation {@code k8s.v1.cni.cncf.io/networks}; empty where there is none
 * @param defaultNetwork text of the annotation {@code v1.multus-cni.io/default-network}; empty where there is none
 */
public record PodSource(
        ObjectKey key,
        String uid,
        String configHash,
        NodeName node,
        Stage stage,
        Optional<String> networks,
        Optional<String> defaultNetwork) {
    /** How far a pod has come. */
    public enum Stage {
        /** Its interfaces are still to be made. */
        PENDING,
        /** Its interfaces are there: nothing has to be held for it. */
        RUNNING,
        /** It has ended, whether well or not, and will not run again: its interfaces are gone. */
        COMPLETED
    }

    /** Whether it asks for any network beside the cluster's own. */
    public boolean asksForNetworks() {
        return networks.filter(text -> !text.isBlank()).isPresent()
                || defaultNetwork.filter(text -> !text.isBlank()).isPresent();
    }
}
