package io.vfledger.executor.plan;

import io.vfledger.executor.plan.ObservedVf.Placed;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps for a VF's address, on the PF and on its interface. */
final class MacSteps {
    private static final MacAddress NO_MAC = new MacAddress(0);

    private MacSteps() {}

    /** To the address that is asked for; an interface on the host goes down for it. */
    static List<Step> toAsked(ObservedVf observed, MacAddress mac) {
        VfAttributes now = observed.attributes();
        Optional<MacAddress> own = now.ownMac();
        boolean same = (observed.traits().isPf() || now.adminMac().equals(Optional.of(mac)))
                && (own.isEmpty() || own.get().equals(mac));
        if (same) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        Optional<Placed> onHost = observed.place().filter(VfPlan::isOnHost);
        if (onHost.filter(placed -> placed.netdev().up()).isPresent()) {
            steps.add(new Step.SetUp(Place.HOST, false));
        }
        MacAddress admin =
                observed.profile().unsetMac(now) ? NO_MAC : now.adminMac().orElse(NO_MAC);
        steps.add(new Step.ChangeMac(
                new Step.Macs(admin, own),
                new Step.Macs(mac, own.map(before -> mac)),
                observed.profile().cycleAfterMac() && onHost.isPresent()));
        return steps;
    }

    /** Back to the baseline's address. */
    static List<Step> toBaseline(ObservedVf observed, VfAttributes baseline) {
        VfAttributes now = observed.attributes();
        boolean adminDiffers =
                baseline.adminMac().isPresent() && !now.adminMac().equals(baseline.adminMac());
        boolean ownDiffers = baseline.ownMac().isPresent()
                && now.ownMac().isPresent()
                && !now.ownMac().equals(baseline.ownMac());
        if (!adminDiffers && !ownDiffers) {
            return List.of();
        }
        MacAddress before = now.adminMac().orElse(NO_MAC);
        MacAddress after = observed.profile().unsetMac(baseline)
                ? NO_MAC
                : baseline.adminMac().orElse(NO_MAC);
        Optional<MacAddress> ownAfter = now.ownMac().isEmpty() ? Optional.empty() : baseline.ownMac();
        boolean cycle = observed.profile().cycleAfterMac() && observed.place().isPresent();
        return List.of(new Step.ChangeMac(new Step.Macs(before, now.ownMac()), new Step.Macs(after, ownAfter), cycle));
    }
}
