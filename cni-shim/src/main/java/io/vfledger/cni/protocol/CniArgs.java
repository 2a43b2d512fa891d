package io.vfledger.cni.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * CNI_ARGS, {@code KEY=VALUE} pairs separated by semicolons.
 *
 * @param mac MAC; beats the key {@code mac}, is beaten by {@code runtimeConfig.mac}
 * @param pod the pod, when both its namespace and its name are given
 * @param vf number of the VF on the PF that the key {@code master} names, 0 to 255
 * @param vlan 0 to 4094; beats the key {@code vlan}
 * @param addressed whether IP asks for addresses; the IPAM plugin gets them, with CNI_ARGS whole
 */
public record CniArgs(
        Optional<MacAddress> mac, Optional<PodIdentity> pod, OptionalInt vf, OptionalInt vlan, boolean addressed) {
    public static final CniArgs NONE =
            new CniArgs(Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false);

    /** A PF has at most 256 VFs: PCI Express numbers them in 8 bits of the routing id behind its own. */
    private static final int VF_MAX = 255;

    /** SUBNET and GATEWAY are for the IPAM plugin, which gets CNI_ARGS whole. */
    private static final Set<String> KNOWN = Set.of(
            "IgnoreUnknown",
            "MAC",
            "VF",
            "VLAN",
            "IP",
            "SUBNET",
            "GATEWAY",
            "K8S_POD_NAMESPACE",
            "K8S_POD_NAME",
            "K8S_POD_UID",
            "K8S_POD_INFRA_CONTAINER_ID");

    private static final int PAIRS_MAX = 256;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** Reads the variable's text; an unknown key is refused unless IgnoreUnknown is 1 or true. */
    public static Checked<CniArgs> parse(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(";", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int at = pair.indexOf('=');
            if (at <= 0) {
                return refused("has the pair " + Quote.of(pair) + ", which is not KEY=VALUE");
            }
            if (pairs.put(pair.substring(0, at), pair.substring(at + 1)) != null) {
                return refused("has the key " + Quote.of(pair.substring(0, at)) + " twice");
            }
            if (pairs.size() > PAIRS_MAX) {
                return refused("has more than " + PAIRS_MAX + " pairs");
            }
        }
        return of(pairs);
    }

    private static Checked<CniArgs> of(Map<String, String> pairs) {
        String ignore = pairs.getOrDefault("IgnoreUnknown", "0").toLowerCase(Locale.ROOT);
        if (!Set.of("0", "1", "true", "false").contains(ignore)) {
            return refused("has IgnoreUnknown=" + Quote.of(ignore) + "; allowed are 0, 1, true, false");
        }
        List<String> unknown = new ArrayList<>(pairs.keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty() && (ignore.equals("0") || ignore.equals("false"))) {
            return refused("has the unknown keys "
                    + unknown.stream().map(Quote::of).toList() + "; remove them or set IgnoreUnknown=1");
        }
        try {
            return Checked.valid(new CniArgs(
                    given(pairs, "MAC").map(MacAddress::new),
                    pod(pairs),
                    number(pairs, "VF", VF_MAX),
                    number(pairs, "VLAN", VlanSettings.ID_MAX),
                    addressed(pairs)));
        } catch (IllegalArgumentException e) {
            return refused("has a bad value: " + e.getMessage());
        }
    }

    private static Optional<PodIdentity> pod(Map<String, String> pairs) {
        String namespace = pairs.getOrDefault("K8S_POD_NAMESPACE", "");
        String name = pairs.getOrDefault("K8S_POD_NAME", "");
        if (namespace.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PodIdentity(
                namespace,
                name,
                given(pairs, "K8S_POD_UID"),
                given(pairs, "K8S_POD_INFRA_CONTAINER_ID").map(ContainerId::new)));
    }

    private static OptionalInt number(Map<String, String> pairs, String key, int highest) {
        Optional<String> text = given(pairs, key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        int number = NUMBER.matcher(text.get()).matches() ? Integer.parseInt(text.get()) : Integer.MAX_VALUE;
        if (number > highest) {
            throw new IllegalArgumentException(
                    key + " " + Quote.of(text.get()) + " is not an integer from 0 to " + highest);
        }
        return OptionalInt.of(number);
    }

    /** Addresses with or without a prefix length, separated by commas. */
    private static boolean addressed(Map<String, String> pairs) {
        Optional<String> ips = given(pairs, "IP");
        for (String ip : ips.map(text -> text.split(",", -1)).orElse(new String[0])) {
            if (ip.indexOf('/') < 0) {
                IpPrefix.address(ip.strip());
            } else {
                IpPrefix.parse(ip.strip());
            }
        }
        return ips.isPresent();
    }

    private static Optional<String> given(Map<String, String> pairs, String key) {
        return Optional.ofNullable(pairs.get(key)).filter(value -> !value.isEmpty());
    }

    private static Checked<CniArgs> refused(String what) {
        return Checked.refused(CniErrorCode.INVALID_ENVIRONMENT, "CNI_ARGS " + what);
    }
}
