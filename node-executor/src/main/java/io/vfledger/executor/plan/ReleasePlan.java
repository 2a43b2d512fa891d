package io.vfledger.executor.plan;

import io.vfledger.executor.plan.ObservedVf.Placed;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.VfAttributes;
import java.util.ArrayList;
import java.util.List;

/** Back to the host and to the baseline, from wherever and however the VF is. */
final class ReleasePlan {
    private final ObservedVf observed;
    private final VfAttributes baseline;
    private final List<Step> steps = new ArrayList<>();

    ReleasePlan(ObservedVf observed, VfAttributes baseline) {
        this.observed = observed;
        this.baseline = baseline;
    }

    List<Step> steps() {
        observed.place().ifPresent(this::bringHome);
        steps.addAll(AdminSteps.between(observed.administrative(), baseline));
        steps.addAll(MacSteps.toBaseline(observed, baseline));
        observed.place().map(Placed::netdev).ifPresent(netdev -> steps.addAll(NetdevSteps.between(netdev, baseline)));
        if (observed.traits().isPf()) {
            observed.place().ifPresent(this::asUpAsBefore);
        }
        return List.copyOf(steps);
    }

    private void asUpAsBefore(Placed placed) {
        boolean now = VfPlan.isOnHost(placed) && placed.netdev().up();
        baseline.up().filter(before -> before != now).ifPresent(up -> steps.add(new Step.SetUp(Place.HOST, up)));
    }

    private void bringHome(Placed placed) {
        Netdev netdev = placed.netdev();
        boolean hosts = observed.traits().isPf() && VfPlan.isOnHost(placed);
        if (netdev.up() && !hosts) {
            steps.add(new Step.SetUp(placed.place(), false));
        }
        InterfaceName home = baseline.netdev().orElse(netdev.name());
        List<String> kept = baseline.further().altNames().orElse(netdev.detail().altNames());
        if (VfPlan.isOnHost(placed)) {
            netdev.addresses().forEach(prefix -> steps.add(new Step.RemoveAddress(Place.HOST, prefix)));
            removeAltNames(placed, kept);
            if (!netdev.name().equals(home)) {
                steps.add(new Step.Rename(netdev.name(), home));
            }
            addAltNames(kept, netdev.detail().altNames());
        } else {
            // Also those of the baseline: one that is taken on the host would keep the interface from coming home.
            removeAltNames(placed, List.of());
            steps.add(new Step.MoveOut(netdev.name(), home));
            addAltNames(kept, List.of());
        }
    }

    private void removeAltNames(Placed placed, List<String> kept) {
        placed.netdev().detail().altNames().stream()
                .filter(name -> !kept.contains(name))
                .forEach(name -> steps.add(new Step.RemoveAltName(placed.place(), name)));
    }

    private void addAltNames(List<String> wanted, List<String> there) {
        wanted.stream()
                .filter(name -> !there.contains(name))
                .forEach(name -> steps.add(new Step.AddAltName(Place.HOST, name)));
    }
}
