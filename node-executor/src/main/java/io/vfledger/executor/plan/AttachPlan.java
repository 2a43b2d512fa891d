package io.vfledger.executor.plan;

import io.vfledger.executor.plan.ObservedVf.Placed;
import io.vfledger.netlink.route.Prefix;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VlanProto;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the host to a pod: first the PF's attributes, then the move, then everything inside. */
final class AttachPlan {
    private static final MacAddress NO_MAC = new MacAddress(0);

    private final ObservedVf observed;
    private final Desired.InPod desired;
    private final DriverProfile profile;
    private final List<Step> steps = new ArrayList<>();

    AttachPlan(ObservedVf observed, Desired.InPod desired) {
        this.observed = observed;
        this.desired = desired;
        this.profile = observed.profile();
    }

    List<Step> steps() {
        steps.addAll(AdminSteps.between(observed.administrative(), wanted()));
        Optional<Placed> placed = observed.place();
        desired.settings().mac().ifPresent(mac -> changeMac(mac, placed));
        placed.ifPresent(this::moveAndSet);
        return List.copyOf(steps);
    }

    /** What the configuration asks, with the rest as it is. */
    private VfAttributes wanted() {
        VfSettings settings = desired.settings();
        VfAttributes now = observed.administrative();
        VfAttributesBuilder wanted = now.toBuilder();
        settings.vlan()
                .ifPresent(vlan -> wanted.vlan(vlan)
                        .vlanQos(settings.vlanQos().orElse(0))
                        .vlanProto(settings.vlanProto().orElse(VlanProto.C_TAG)));
        settings.minTxRateMbps().ifPresent(wanted::minTxRateMbps);
        settings.maxTxRateMbps().ifPresent(wanted::maxTxRateMbps);
        settings.spoofchk().ifPresent(wanted::spoofchk);
        settings.trust().ifPresent(wanted::trust);
        settings.linkState().ifPresent(wanted::linkState);
        return wanted.build();
    }

    private void changeMac(MacAddress mac, Optional<Placed> placed) {
        VfAttributes now = observed.attributes();
        Optional<MacAddress> own = now.ownMac();
        boolean same = now.adminMac().equals(Optional.of(mac))
                && (own.isEmpty() || own.get().equals(mac));
        if (same) {
            return;
        }
        MacAddress admin = profile.unsetMac(now) ? NO_MAC : now.adminMac().orElse(NO_MAC);
        boolean onHost = placed.filter(VfPlan::isOnHost).isPresent();
        if (onHost && placed.get().netdev().up()) {
            steps.add(new Step.SetUp(Place.HOST, false));
        }
        steps.add(new Step.ChangeMac(
                new Step.Macs(admin, own),
                new Step.Macs(mac, own.map(before -> mac)),
                profile.cycleAfterMac() && onHost));
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
