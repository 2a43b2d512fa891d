package io.vfledger.vfctl.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.lifecycle.Ownership;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.IpAssignment;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a function was, as far as it is compared.
 *
 * @param phase where it stood
 * @param epoch its term
 * @param pod whose it was
 * @param attachment the interface
 * @param demand what it was for, where there is no pod
 * @param ips its addresses
 * @param mac asked before it was set, read back after
 * @param vlan the same
 * @param asked settings asked for
 */
record VfMoment(
        String phase,
        long epoch,
        Optional<PodIdentity> pod,
        Optional<Attachment> attachment,
        String demand,
        List<String> ips,
        String mac,
        String vlan,
        Optional<VfSettings> asked) {
    static VfMoment of(VfState vf) {
        Optional<Ownership> owner = vf.owner();
        Optional<VfSettings> asked = owner.map(Ownership::settings);
        boolean isSet = switch (vf.phase()) {
            case HELD, ATTACHING -> false;
            case DISCOVERED, RESERVED, FREE, ATTACHED, RELEASING, QUARANTINED, LOST, GONE -> true;
        };
        Optional<MacAddress> wantedMac = asked.flatMap(VfSettings::mac);
        Optional<MacAddress> foundMac = vf.facts()
                .attributes()
                .ownMac()
                .or(() -> vf.facts().attributes().adminMac().filter(mac -> !mac.isZero()));
        Optional<Vlan> wantedVlan = asked.flatMap(VfSettings::vlan);
        Optional<Vlan> foundVlan = vf.facts().attributes().vlan();
        return new VfMoment(
                vf.phase().name(),
                vf.fence().epoch().value(),
                owner.flatMap(Ownership::pod),
                owner.flatMap(Ownership::attachment),
                owner.flatMap(Ownership::demand).map(Object::toString).orElse(""),
                owner.map(Ownership::ips).orElse(List.of()).stream()
                        .map(IpAssignment::address)
                        .toList(),
                text(isSet ? foundMac.or(() -> wantedMac) : wantedMac.or(() -> foundMac)),
                text(isSet ? foundVlan.or(() -> wantedVlan) : wantedVlan.or(() -> foundVlan)),
                asked);
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    /** What is compared, by the name that a difference in it has. */
    Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("phase", phase);
        parts.put("owner", text(pod) + text(attachment) + demand);
        parts.put("addresses", String.join(", ", ips));
        parts.put("mac", mac);
        parts.put("vlan", vlan);
        parts.put("settings", text(asked));
        return parts;
    }

    void into(ObjectNode json) {
        json.put("phase", phase).put("epoch", epoch);
        ObjectNode owner = json.putObject("owner");
        attachment.ifPresent(found -> owner.putObject("attachment")
                .put("network", found.network().value())
                .put("container_id", found.containerId().value())
                .put("ifname", found.ifname().value()));
        pod.ifPresent(found ->
                owner.putObject("pod").put("namespace", found.namespace()).put("name", found.name()));
        if (!demand.isEmpty()) {
            owner.put("demand", demand);
        }
        ips.forEach(owner.putArray("ips")::add);
        putWhereKnown(json, "mac", mac);
        putWhereKnown(json, "vlan", vlan);
        ObjectNode settings = json.putObject("tuning").putObject("asked");
        asked.ifPresent(wanted -> settings(wanted, settings));
    }

    private static void settings(VfSettings asked, ObjectNode into) {
        put(into, "mac", asked.mac());
        put(into, "vlan", asked.vlan());
        put(into, "vlan_qos", asked.vlanQos());
        put(into, "vlan_proto", asked.vlanProto());
        put(into, "min_tx_rate_mbps", asked.minTxRateMbps());
        put(into, "max_tx_rate_mbps", asked.maxTxRateMbps());
        put(into, "spoofchk", asked.spoofchk());
        put(into, "trust", asked.trust());
        put(into, "link_state", asked.linkState());
        put(into, "mtu", asked.mtu());
        put(into, "promisc", asked.promisc());
        put(into, "allmulti", asked.allmulti());
    }

    private static void put(ObjectNode into, String name, Optional<?> value) {
        value.ifPresent(found -> into.put(name, found.toString()));
    }

    private static void putWhereKnown(ObjectNode into, String name, String value) {
        if (!value.isEmpty()) {
            into.put(name, value);
        }
    }
}
