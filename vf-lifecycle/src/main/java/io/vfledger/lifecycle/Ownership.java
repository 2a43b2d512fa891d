package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.IpAssignment;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfSettings;
import java.util.List;
import java.util.Optional;

/**
 * Whom a function is kept for or given to, and how it shall be set for them.
 *
 * @param attachment the interface it is or becomes; empty while it is only held
 * @param demand what it fulfils; empty where kubelet gave it and the network is not known yet
 * @param pod the pod, where it is known
 * @param netns the namespace; empty while it is only held
 * @param ips the addresses that IPAM gave; empty before it is attached
 * @param request the request that led to it; empty for a hold
 * @param settings what the network asks for
 * @param deadlineMs the request's deadline, milliseconds since 1970 UTC; 0 for a hold
 * @param adopted whether somebody other than this ledger gave it: it was found so
 * @param kept whether it is, or was, held ahead of time for a pod that is there still: comes an ADD to nothing, even once it
 *     is attached, it is held again
 */
public record Ownership(
        Optional<Attachment> attachment,
        Optional<Demand> demand,
        Optional<PodIdentity> pod,
        Optional<NetworkNamespace> netns,
        List<IpAssignment> ips,
        Optional<RequestId> request,
        VfSettings settings,
        long deadlineMs,
        boolean adopted,
        boolean kept) {
    public Ownership {
        ips = List.copyOf(ips);
    }

    static Ownership of(AddAsk ask) {
        return new Ownership(
                Optional.of(ask.attachment()),
                Optional.of(ask.demand()),
                ask.pod(),
                Optional.of(ask.netns()),
                List.of(),
                Optional.of(ask.request()),
                ask.settings(),
                ask.deadlineMs(),
                false,
                false);
    }

    static Ownership heldFor(Optional<PodIdentity> pod) {
        return new Ownership(
                Optional.empty(),
                Optional.empty(),
                pod,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                VfSettings.NONE,
                0,
                false,
                false);
    }

    /** Of a pod that will ask for what it is held for. */
    static Ownership heldFor(Demand demand, PodIdentity pod, VfSettings settings) {
        return new Ownership(
                Optional.empty(),
                Optional.of(demand),
                Optional.of(pod),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                settings,
                0,
                false,
                true);
    }

    /** Held again, after an ADD that came to nothing. */
    Ownership heldAgain() {
        return new Ownership(
                Optional.empty(),
                demand,
                pod,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                settings,
                0,
                adopted,
                kept);
    }

    Ownership withDemand(Optional<Demand> fulfilled) {
        return new Ownership(attachment, fulfilled, pod, netns, ips, request, settings, deadlineMs, adopted, kept);
    }

    Ownership withKept(boolean ahead) {
        return new Ownership(attachment, demand, pod, netns, ips, request, settings, deadlineMs, adopted, ahead);
    }

    /** Whether it is that pod's. */
    boolean isOfPod(PodIdentity other) {
        return pod.filter(other::isSameAs).isPresent();
    }

    /** Whether this is that attachment's. */
    public boolean isOf(Attachment other) {
        return attachment.isPresent() && attachment.get().equals(other);
    }

    /** Whether this fulfils that demand. */
    public boolean fulfils(Demand other) {
        return demand.isPresent() && demand.get().equals(other);
    }

    /** Whether this answers that request. */
    public boolean answers(RequestId other) {
        return request.isPresent() && request.get().equals(other);
    }

    /** For people: who it is. */
    public String holder() {
        String who =
                pod.map(p -> "pod " + p).or(() -> demand.map(Demand::owner)).orElse("an owner not known yet");
        return attachment
                .map(a -> who + " (container " + a.containerId() + ", network " + a.network() + ", " + a.ifname() + ")")
                .orElse(who);
    }
}
