package io.vfledger.executor.plan;

import io.vfledger.vf.VfAttributes;
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
            new Field("netdev", VfAttributes::netdev));

    /** What is not as in the baseline; what the baseline does not tell is not compared. */
    public static List<Difference> fromBaseline(VfAttributes baseline, VfAttributes now) {
        List<Difference> differences = between(baseline, now);
        if (now.up().orElse(false) && !baseline.up().orElse(false)) {
            differences.add(new Difference("up", "false", "true"));
        }
        return List.copyOf(differences);
    }

    /** What is not as asked of a VF in a pod. */
    public static List<Difference> fromRequest(Desired.InPod desired, ObservedVf now) {
        VfSettings settings = desired.settings();
        VfAttributes wanted = new VfAttributes(
                settings.mac(),
                now.place().isPresent() ? settings.mac() : Optional.empty(),
                settings.vlan(),
                settings.vlanQos(),
                settings.vlanProto(),
                settings.minTxRateMbps(),
                settings.maxTxRateMbps(),
                settings.spoofchk(),
                settings.trust(),
                settings.linkState(),
                now.place().isPresent() ? settings.mtu() : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        List<Difference> differences = between(wanted, now.attributes());
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

    /** What is told on the expected side and not the same on the other, the interface's state apart. */
    public static List<Difference> between(VfAttributes expected, VfAttributes now) {
        List<Difference> differences = new ArrayList<>();
        for (Field field : COMPARED) {
            Optional<?> wanted = field.value().apply(expected);
            Optional<?> found = field.value().apply(now);
            if (wanted.isPresent() && !wanted.equals(found)) {
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
