package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfSettings;
import java.util.Optional;

/**
 * What a CNI ADD asks for.
 *
 * @param request names it
 * @param attachment the interface to be made
 * @param pod the pod, where the runtime told it
 * @param netns the namespace to put it into
 * @param pool the pool that the network names; empty means {@code default}
 * @param device the very function that is wanted; empty when the allocator shall choose
 * @param pf the PF, by the name of its interface, that the function has to be of or to be; empty: any
 * @param wholePf whether the PF itself is asked for, not one of its functions
 * @param settings what the network asks of the function
 * @param deadlineMs nobody waits for the answer after this, milliseconds since 1970 UTC
 */
public record AddAsk(
        RequestId request,
        Attachment attachment,
        Optional<PodIdentity> pod,
        NetworkNamespace netns,
        Optional<PoolName> pool,
        Optional<PciAddress> device,
        Optional<InterfaceName> pf,
        boolean wholePf,
        VfSettings settings,
        long deadlineMs) {
    /** The pool of a network that names none. */
    public static final PoolName DEFAULT_POOL = new PoolName("default");

    /** What this is for: the pod's demand where its UID is known, else the container's. */
    public Demand demand() {
        return pod.flatMap(PodIdentity::uid)
                .map(uid -> Demand.ofPod(uid, attachment.network(), attachment.ifname()))
                .orElseGet(() -> Demand.ofContainer(attachment));
    }

    /** For people: who asks. */
    public String asker() {
        return Ownership.of(this).holder();
    }
}
