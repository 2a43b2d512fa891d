package io.vfledger.executor.plan;

import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.VfAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps on the PF, the address apart: only what differs, and only what the wanted side tells. */
final class AdminSteps {
    private AdminSteps() {}

    static List<Step> between(VfAttributes now, VfAttributes wanted) {
        List<Step> steps = new ArrayList<>();
        if (wanted.vlan().isPresent()) {
            add(steps, AdminSetting.Tag.of(now), AdminSetting.Tag.of(wanted));
        }
        if (wanted.minTxRateMbps().isPresent() || wanted.maxTxRateMbps().isPresent()) {
            add(steps, AdminSetting.Rates.of(now), AdminSetting.Rates.of(wanted));
        }
        wanted.spoofchk()
                .ifPresent(on -> add(
                        steps,
                        new AdminSetting.SpoofCheck(now.spoofchk().orElse(!on)),
                        new AdminSetting.SpoofCheck(on)));
        wanted.trust()
                .ifPresent(
                        on -> add(steps, new AdminSetting.Trust(now.trust().orElse(!on)), new AdminSetting.Trust(on)));
        wanted.linkState()
                .filter(policy -> !now.linkState().equals(Optional.of(policy)))
                .ifPresent(policy -> add(
                        steps,
                        new AdminSetting.LinkState(now.linkState().orElse(LinkStatePolicy.AUTO)),
                        new AdminSetting.LinkState(policy)));
        return steps;
    }

    private static void add(List<Step> steps, AdminSetting before, AdminSetting after) {
        if (!before.equals(after)) {
            steps.add(new Step.Administer(before, after));
        }
    }
}
