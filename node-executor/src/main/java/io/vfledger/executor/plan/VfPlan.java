package io.vfledger.executor.plan;

import io.vfledger.executor.plan.ObservedVf.Placed;
import java.util.List;

/** The way from how a VF is to how it shall be. */
public final class VfPlan {
    private VfPlan() {}

    /**
     * The steps in their order; empty when nothing differs.
     *
     * @throws IllegalArgumentException when a VF with an interface shall go to a pod but none is in sight
     */
    public static List<Step> between(ObservedVf observed, Desired desired) {
        return switch (desired) {
            case Desired.InPod inPod -> {
                if (observed.profile().hasNetdev() && observed.place().isEmpty()) {
                    throw new IllegalArgumentException("VF " + observed.traits().pci()
                            + " has no interface in sight, although its driver makes one");
                }
                yield new AttachPlan(observed, inPod).steps();
            }
            case Desired.Clean clean -> new ReleasePlan(observed, clean.baseline()).steps();
        };
    }

    static boolean isOnHost(Placed placed) {
        return placed.place() == Place.HOST;
    }
}
