package io.vfledger.executor.plan;

import java.util.Locale;

/** Steps in words: what a person reads when one of them was refused. */
public final class StepWords {
    private StepWords() {}

    /** Such as {@code take the interface down in the pod}. */
    public static String of(Step step) {
        return switch (step) {
            case Step.Administer(AdminSetting before, AdminSetting after) -> "set " + words(after) + " on the PF";
            case Step.ChangeMac change ->
                "set MAC address " + change.after().own().orElse(change.after().admin());
            case Step.SetUp(Place place, boolean up) -> "take the interface " + (up ? "up " : "down ") + in(place);
            case Step.SetMtu(Place place, int before, int after) -> "set MTU " + after + " " + in(place);
            case Step.SetTxQueueLen(int before, int after) -> "set queue length " + after;
            case Step.MoveIn move -> "move the interface into the pod as " + move.podName();
            case Step.MoveOut move -> "move the interface to the host as " + move.hostName();
            case Step.Rename rename -> "rename the interface to " + rename.after();
            case Step.SetNetdev(Place place, NetdevSetting before, NetdevSetting after) ->
                "set " + words(after) + " " + in(place);
            case Step.AddAltName add -> "add the name " + add.name() + " " + in(add.place());
            case Step.RemoveAltName remove -> "remove the name " + remove.name() + " " + in(remove.place());
            case Step.DetachXdp detach -> "detach the XDP program " + in(detach.place());
            case Step.NotifyWhenUp() -> "let the interface announce its addresses";
            case Step.SetSysctl(Sysctl sysctl) -> "set parameter " + sysctl.table() + "/" + sysctl.key();
            case Step.Announce() -> "announce the addresses";
            case Step.AddAddress add -> "add address " + add.prefix() + " " + in(add.place());
            case Step.RemoveAddress remove -> "remove address " + remove.prefix() + " " + in(remove.place());
            case Step.AwaitUniqueAddresses() -> "wait for the search for duplicate addresses";
            case Step.AddRoute(PodRoute route) -> "add route " + route.destination();
            case Step.RemoveRoute(PodRoute route) -> "remove route " + route.destination();
        };
    }

    private static String in(Place place) {
        return switch (place) {
            case HOST -> "on the host";
            case POD -> "in the pod";
        };
    }

    private static String words(AdminSetting setting) {
        return switch (setting) {
            case AdminSetting.Mac mac -> "MAC address " + mac.address();
            case AdminSetting.Tag tag -> "VLAN " + tag.vlan() + ", priority " + tag.qos();
            case AdminSetting.Rates rates -> "rates " + rates.minMbps() + " to " + rates.maxMbps() + " Mbit/s";
            case AdminSetting.SpoofCheck check -> "spoof check " + onOff(check.on());
            case AdminSetting.Trust trust -> "trust " + onOff(trust.on());
            case AdminSetting.LinkState state ->
                "link state " + state.policy().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String words(NetdevSetting setting) {
        return switch (setting) {
            case NetdevSetting.Alias alias -> alias.text().isEmpty() ? "no alias" : "the alias";
            case NetdevSetting.Promisc promisc -> "promiscuous mode " + onOff(promisc.on());
            case NetdevSetting.AllMulti all -> "all-multicast mode " + onOff(all.on());
            case NetdevSetting.Features features -> "the offloads";
            case NetdevSetting.Rings rings -> "the ring sizes";
            case NetdevSetting.Channels channels -> "the channels";
        };
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
