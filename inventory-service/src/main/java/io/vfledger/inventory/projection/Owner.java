package io.vfledger.inventory.projection;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.PodIdentity;
import java.util.List;
import java.util.Optional;

/**
 * Whom a function is kept for or given to.
 *
 * @param attachment the interface that it is or becomes; empty while it is only held
 * @param pod the pod, where the runtime or the API server told it
 * @param demand what it fulfils, in words; empty where it is not known
 * @param requestId the request that led to it; empty for a hold
 * @param netns path of the namespace; empty where it is not known
 * @param ips addresses with prefix length, as IPAM gave them
 */
public record Owner(
        Optional<Attachment> attachment,
        Optional<PodIdentity> pod,
        Optional<String> demand,
        Optional<String> requestId,
        Optional<String> netns,
        List<String> ips) {
    /** Nobody. */
    public static final Owner NOBODY = new Owner(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Owner {
        ips = List.copyOf(ips);
    }

    /** This, with what it leaves open taken from what was known before of the same term. */
    public Owner over(Owner before) {
        return new Owner(
                attachment.or(before::attachment),
                pod.or(before::pod),
                demand.or(before::demand),
                requestId.or(before::requestId),
                netns.or(before::netns),
                ips.isEmpty() ? before.ips : ips);
    }
}
