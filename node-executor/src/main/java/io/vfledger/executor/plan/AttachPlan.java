package io.vfledger.executor.plan;

import io.vfledger.executor.plan.ObservedVf.Placed;
import io.vfledger.netlink.route.Prefix;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the host to a pod: first the PF's attributes, then the move, then everything inside. */
final class AttachPlan {
    private final ObservedVf observed;
    private final Desired.InPod desired;
    private final List<Step> steps = new ArrayList<>();

    AttachPlan(ObservedVf observed, Desired.InPod desired) {
        this.observed = observed;
        this.desired = desired;
    }

    List<Step> steps() {
        steps.addAll(AdminSteps.between(
                observed.administrative(),
                AdminSteps.asked(observed.administrative(), desired.settings()).build()));
        Optional<Placed> placed = observed.place();
        desired.settings().mac().ifPresent(mac -> steps.addAll(MacSteps.toAsked(observed, mac)));
        placed.ifPresent(this::moveAndSet);
        return List.copyOf(steps);
    }

    private void moveAndSet(Placed placed) {
        Netdev netdev = placed.netdev();
        boolean wentDown = steps.stream().anyMatch(step -> step instanceof Step.SetUp(Place place, boolean up) && !up);
        if (VfPlan.isOnHost(placed)) {
            if (netdev.up() && !wentDown) {
                steps.add(new Step.SetUp(Place.HOST, false));
            }
            for (Prefix address : netdev.addresses()) {
                steps.add(new Step.RemoveAddress(Place.HOST, address));
            }
            // They would be in the pod's way, or in the host's when the interface comes back under one of them.
            netdev.detail().altNames().forEach(name -> steps.add(new Step.RemoveAltName(Place.HOST, name)));
            steps.add(new Step.MoveIn(netdev.name(), desired.name()));
        }
        steps.add(new Step.NotifyWhenUp());
        desired.sysctls().forEach(sysctl -> steps.add(new Step.SetSysctl(sysctl)));
        desired.settings()
                .mtu()
                .filter(mtu -> mtu != netdev.mtu())
                .ifPresent(mtu -> steps.add(new Step.SetMtu(Place.POD, netdev.mtu(), mtu)));
        receive(netdev.detail());
        desired.addresses().forEach(prefix -> steps.add(new Step.AddAddress(Place.POD, prefix)));
        steps.add(new Step.SetUp(Place.POD, true));
        if (desired.addresses().stream().anyMatch(prefix -> prefix.address() instanceof Inet6Address)) {
            steps.add(new Step.AwaitUniqueAddresses());
        }
        desired.routes().forEach(route -> steps.add(new Step.AddRoute(route)));
        if (!desired.addresses().isEmpty()) {
            steps.add(new Step.Announce());
        }
    }

    private void receive(NetdevDetail now) {
        desired.settings()
                .promisc()
                .filter(on -> on != now.promisc())
                .ifPresent(on -> steps.add(
                        new Step.SetNetdev(Place.POD, new NetdevSetting.Promisc(!on), new NetdevSetting.Promisc(on))));
        desired.settings()
                .allmulti()
                .filter(on -> on != now.allMulti())
                .ifPresent(on -> steps.add(new Step.SetNetdev(
                        Place.POD, new NetdevSetting.AllMulti(!on), new NetdevSetting.AllMulti(on))));
    }
}
