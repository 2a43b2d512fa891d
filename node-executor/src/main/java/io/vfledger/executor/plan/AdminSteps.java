package io.vfledger.executor.plan;

import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps on the PF, the address apart: only what differs, and only what the wanted side tells. */
final class AdminSteps {
    private AdminSteps() {}

    static List<Step> between(VfAttributes now, VfAttributes wanted) {
        List<Step> steps = new ArrayList<>();
        if (wanted.vlan().isPresent()) {
            add(steps, tag(now), tag(wanted));
        }
        if (wanted.minTxRateMbps().isPresent() || wanted.maxTxRateMbps().isPresent()) {
            add(steps, rates(now), rates(wanted));
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

    private static AdminSetting.Tag tag(VfAttributes attributes) {
        return new AdminSetting.Tag(
                attributes.vlan().orElse(Vlan.UNTAGGED),
                attributes.vlanQos().orElse(0),
                attributes.vlanProto().orElse(VlanProto.C_TAG));
    }

    private static AdminSetting.Rates rates(VfAttributes attributes) {
        return new AdminSetting.Rates(
                attributes.minTxRateMbps().orElse(0), attributes.maxTxRateMbps().orElse(0));
    }
}
