package io.vfledger.executor.plan;

import java.util.ArrayList;
import java.util.List;

/** What can be done for a pod before it asks: the VF stays on the host, only its PF is told. */
final class HoldPlan {
    private HoldPlan() {}

    static List<Step> steps(ObservedVf observed, Desired.Held desired) {
        List<Step> steps = new ArrayList<>(AdminSteps.between(
                observed.administrative(),
                AdminSteps.asked(desired.baseline(), desired.settings()).build()));
        steps.addAll(desired.settings()
                .mac()
                .map(mac -> MacSteps.toAsked(observed, mac))
                .orElseGet(() -> MacSteps.toBaseline(observed, desired.baseline())));
        return List.copyOf(steps);
    }
}
