package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Prefix;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One attribute that is not as it should be.
 *
 * @param attribute its name, as {@link VfAttributes} has it
 * @param expected as text
 * @param found as text; {@code nothing} where it was not told
 */
public record Difference(String attribute, String expected, String found) {
    private record Field(String name, Function<VfAttributes, Optional<?>> value) {}

    /** Without the interface's state: a clean VF may be down although its baseline was up, but not the other way. */
    private static final List<Field> COMPARED = List.of(
            new Field("admin_mac", VfAttributes::adminMac),
            new Field("own_mac", VfAttributes::ownMac),
            new Field("vlan", VfAttributes::vlan),
            new Field("vlan_qos", VfAttributes::vlanQos),
            new Field("vlan_proto", VfAttributes::vlanProto),
            new Field("min_tx_rate_mbps", VfAttributes::minTxRateMbps),
            new Field("max_tx_rate_mbps", VfAttributes::maxTxRateMbps),
            new Field("spoofchk", VfAttributes::spoofchk),
            new Field("trust", VfAttributes::trust),
            new Field("link_state", VfAttributes::linkState),
            new Field("mtu", VfAttributes::mtu),
            new Field("tx_queue_len", VfAttributes::txQueueLen),
            new Field("netdev", VfAttributes::netdev),
            further("alias", NetdevAttributes::alias),
            further("altnames", NetdevAttributes::altNames),
            further("promisc", NetdevAttributes::promisc),
            further("allmulti", NetdevAttributes::allMulti),
            further("features", NetdevAttributes::features),
            further("ring_rx", NetdevAttributes::ringRx),
            further("ring_tx", NetdevAttributes::ringTx),
            further("channels_rx", NetdevAttributes::channelsRx),
            further("channels_tx", NetdevAttributes::channelsTx),
            further("channels_combined", NetdevAttributes::channelsCombined),
            further("xdp_program", NetdevAttributes::xdpProgram));

    private static Field further(String name, Function<NetdevAttributes, Optional<?>> value) {
        return new Field(name, attributes -> value.apply(attributes.further()));
    }

    /** What is not as in the baseline; what the baseline does not tell is not compared. */
    public static List<Difference> fromBaseline(VfAttributes baseline, ObservedVf observed) {
        VfAttributes now = observed.attributes();
        List<Difference> differences = between(baseline, now, observed.profile());
        boolean up = now.up().orElse(false);
        if (isAmiss(up, baseline.up(), observed.traits().isPf())) {
            differences.add(new Difference("up", Boolean.toString(!up), Boolean.toString(up)));
        }
        List<Prefix> addresses =
                observed.place().map(placed -> placed.netdev().addresses()).orElse(List.of());
        if (!addresses.isEmpty()) {
            differences.add(new Difference("addresses", "none", addresses.toString()));
        }
        return List.copyOf(differences);
    }

    /** A VF on the host is best down; a PF is the host's, and its VFs have a link only while it is up. */
    private static boolean isAmiss(boolean up, Optional<Boolean> baseline, boolean ofPf) {
        return ofPf ? baseline.filter(before -> before != up).isPresent() : up && !baseline.orElse(false);
    }

    /** What is not as asked of a VF in a pod. */
    public static List<Difference> fromRequest(Desired.InPod desired, ObservedVf now) {
        VfSettings settings = desired.settings();
        VfAttributesBuilder wanted = VfAttributes.builder();
        settings.mac().ifPresent(wanted::adminMac);
        settings.vlan().ifPresent(wanted::vlan);
        settings.vlanQos().ifPresent(wanted::vlanQos);
        settings.vlanProto().ifPresent(wanted::vlanProto);
        settings.minTxRateMbps().ifPresent(wanted::minTxRateMbps);
        settings.maxTxRateMbps().ifPresent(wanted::maxTxRateMbps);
        settings.spoofchk().ifPresent(wanted::spoofchk);
        settings.trust().ifPresent(wanted::trust);
        settings.linkState().ifPresent(wanted::linkState);
        if (now.place().isPresent()) {
            settings.mac().ifPresent(wanted::ownMac);
            settings.mtu().ifPresent(wanted::mtu);
        }
        List<Difference> differences = between(wanted.build(), now.attributes(), now.profile());
        if (now.profile().hasNetdev()) {
            compareNetdev(desired, now, differences);
        }
        return List.copyOf(differences);
    }

    private static void compareNetdev(Desired.InPod desired, ObservedVf now, List<Difference> differences) {
        if (now.place().isEmpty() || now.place().get().place() != Place.POD) {
            differences.add(new Difference("netdev", desired.name() + " in the pod", "not there"));
            return;
        }
        Netdev netdev = now.place().get().netdev();
        if (!netdev.name().equals(desired.name())) {
            differences.add(new Difference(
                    "netdev", desired.name().value(), netdev.name().value()));
        }
        if (!netdev.up()) {
            differences.add(new Difference("up", "true", "false"));
        }
        desired.addresses().stream()
                .filter(prefix -> !netdev.addresses().contains(prefix))
                .forEach(prefix -> differences.add(new Difference("address", prefix.toString(), "not there")));
    }

    /** The same for a driver that reads everything back as it was set. */
    public static List<Difference> between(VfAttributes expected, VfAttributes now) {
        return between(expected, now, DriverProfile.ordinary("any").build());
    }

    /** What is told on the expected side and not the same on the other, the interface's state apart. */
    public static List<Difference> between(VfAttributes expected, VfAttributes now, DriverProfile profile) {
        List<Difference> differences = new ArrayList<>();
        for (Field field : COMPARED) {
            Optional<?> wanted = field.value().apply(expected);
            Optional<?> found = field.value().apply(now);
            if (wanted.isPresent() && !profile.shows(field.name(), wanted, found)) {
                differences.add(new Difference(
                        field.name(),
                        wanted.get().toString(),
                        found.map(Object::toString).orElse("nothing")));
            }
        }
        return differences;
    }

    @Override
    public String toString() {
        return attribute + ": expected " + expected + ", found " + found;
    }
}
