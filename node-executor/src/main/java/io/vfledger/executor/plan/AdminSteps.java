package io.vfledger.executor.plan;

import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VlanProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps on the PF, the address apart: only what differs, and only what the wanted side tells. */
final class AdminSteps {
    private AdminSteps() {}

    /** What the configuration asks of the PF, the address apart, over what is there without it. */
    static VfAttributesBuilder asked(VfAttributes otherwise, VfSettings settings) {
        VfAttributesBuilder wanted = otherwise.toBuilder();
        settings.vlan()
                .ifPresent(vlan -> wanted.vlan(vlan)
                        .vlanQos(settings.vlanQos().orElse(0))
                        .vlanProto(settings.vlanProto().orElse(VlanProto.C_TAG)));
        settings.minTxRateMbps().ifPresent(wanted::minTxRateMbps);
        settings.maxTxRateMbps().ifPresent(wanted::maxTxRateMbps);
        settings.spoofchk().ifPresent(wanted::spoofchk);
        settings.trust().ifPresent(wanted::trust);
        settings.linkState().ifPresent(wanted::linkState);
        return wanted;
    }

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
