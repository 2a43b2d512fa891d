package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import java.util.Optional;
import java.util.function.Predicate;

/** What the API server and kubelet say about pods. It makes and ends holds; it never detaches anything by itself. */
final class PodRules {
    private PodRules() {}

    static Disposition deleted(Draft draft, PodIdentity pod) {
        return gone(draft, holder -> holder.isSameAs(pod), "pod " + pod + " was deleted");
    }

    static Disposition snapshot(Draft draft, Input.NodePodsSnapshot snapshot) {
        return gone(
                draft,
                holder -> snapshot.pods().stream().noneMatch(holder::isSameAs),
                "its pod is not on the node any more");
    }

    private static Disposition gone(Draft draft, Predicate<PodIdentity> isGone, String why) {
        boolean any = false;
        for (VfState vf : draft.state().vfs().values()) {
            if (vf.owner().flatMap(Ownership::pod).filter(isGone).isPresent()) {
                any |= gone(draft, vf, vf.owner().orElseThrow(), why);
            }
        }
        return any
                ? new Disposition.Applied()
                : new Disposition.Ignored("no hold ends by it, and no VF is asked about");
    }

    private static boolean gone(Draft draft, VfState vf, Ownership owner, String why) {
        return switch (vf.phase()) {
            case HELD -> {
                VfSteps.release(draft, vf, ReleaseCause.HOLD_EXPIRED, why);
                yield true;
            }
            case ATTACHING, RELEASING -> {
                if (owner.kept()) {
                    VfMove.of(draft, vf).owner(owner.withKept(false)).record();
                }
                yield owner.kept();
            }
            // It is no evidence: the node is asked a while later, if no DEL has come by then.
            case ATTACHED -> {
                boolean unasked = vf.timer().isEmpty() || DriftRules.isAtWork(vf);
                if (unasked) {
                    VfMove.of(draft, vf)
                            .settled()
                            .attempts(0)
                            .owner(owner.withKept(false))
                            .because(why + "; its node will be asked whether its namespace lives")
                            .timerIn(LifecycleTimes.GONE_POD_CHECK_MS)
                            .record();
                }
                yield unasked;
            }
            case DISCOVERED, RESERVED, FREE, QUARANTINED, LOST, GONE -> false;
        };
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
