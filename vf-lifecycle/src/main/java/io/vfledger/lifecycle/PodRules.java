package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What the API server and kubelet say about pods. It makes and ends holds; it never detaches anything. */
final class PodRules {
    private PodRules() {}

    static Disposition deleted(Draft draft, PodIdentity pod) {
        return endHolds(draft, holder -> holder.equals(pod), "pod " + pod + " was deleted");
    }

    static Disposition snapshot(Draft draft, Input.NodePodsSnapshot snapshot) {
        Set<PodIdentity> alive = new HashSet<>(snapshot.pods());
        return endHolds(draft, holder -> !alive.contains(holder), "its pod is not on the node any more");
    }

    private static Disposition endHolds(Draft draft, Predicate<PodIdentity> ends, String why) {
        boolean any = false;
        for (VfState vf : draft.state().vfs().values()) {
            Optional<PodIdentity> pod = vf.owner().flatMap(Ownership::pod);
            if (vf.phase() == VfPhase.HELD && pod.filter(ends).isPresent()) {
                VfSteps.release(draft, vf, ReleaseCause.HOLD_EXPIRED, why);
                any = true;
            }
        }
        return any ? new Disposition.Applied() : new Disposition.Ignored("no hold ends by it");
    }

    /** Kubelet's choice is the hold. */
    static Disposition allocated(Draft draft, Outcome.DeviceAllocated allocated) {
        boolean any = false;
        for (PciAddress pci : allocated.vfs()) {
            Optional<VfState> free = draft.state().vfs().get(pci).filter(vf -> vf.phase() == VfPhase.FREE);
            if (free.isPresent()) {
                VfMove.of(draft, free.get())
                        .to(VfPhase.HELD, "kubelet gave it out of pool " + allocated.pool())
                        .nextEpoch()
                        .settled()
                        .owner(Ownership.heldFor(allocated.pod()))
                        .timerIn(LifecycleTimes.HOLD_MS)
                        .record();
                any = true;
            }
        }
        return any ? new Disposition.Applied() : new Disposition.Ignored("none of the devices is free");
    }
}
