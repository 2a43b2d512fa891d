package io.vfledger.executor.plan;

import io.vfledger.executor.plan.ObservedVf.Placed;
import java.util.List;

/** The way from how a VF is to how it shall be. */
public final class VfPlan {
    private VfPlan() {}

    /**
     * The steps in their order; empty when nothing differs.
     *
     * @throws IllegalArgumentException when a VF with an interface shall go to a pod, now or later, but none is in sight
     */
    public static List<Step> between(ObservedVf observed, Desired desired) {
        return switch (desired) {
            case Desired.InPod inPod -> new AttachPlan(inSight(observed), inPod).steps();
            case Desired.Held held -> HoldPlan.steps(held.withOwner() ? observed : inSight(observed), held);
            case Desired.Clean clean -> new ReleasePlan(observed, clean.baseline()).steps();
        };
    }

    private static ObservedVf inSight(ObservedVf observed) {
        if (observed.profile().hasNetdev() && observed.place().isEmpty()) {
            throw new IllegalArgumentException(
                    "VF " + observed.traits().pci() + " has no interface in sight, although its driver makes one");
        }
        return observed;
    }

    static boolean isOnHost(Placed placed) {
        return placed.place() == Place.HOST;
    }
}
