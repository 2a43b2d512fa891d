package io.vfledger.cni.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes results in the version that the configuration asks for. */
public final class ResultRenderer {
    private ResultRenderer() {}

    /** One line of JSON. In 0.1.0 and 0.2.0, which have room for one address a family, the first of each is written. */
    public static String render(CniVersion version, CniResult result) {
        ObjectNode json = Json.object();
        json.put("cniVersion", version.text());
        if (version.atLeast(CniVersion.V0_3_0)) {
            interfaces(json, version, result);
            ips(json, version, result);
            routes(json, version, result);
        } else {
            family(json, "ip4", result, true);
            family(json, "ip6", result, false);
        }
        dns(json, result.dns());
        return Json.write(json);
    }

    private static void interfaces(ObjectNode json, CniVersion version, CniResult result) {
        if (result.interfaces().isEmpty()) {
            return;
        }
        ArrayNode array = json.putArray("interfaces");
        for (ResultInterface each : result.interfaces()) {
            ObjectNode node = array.addObject();
            node.put("name", each.name());
            put(node, "mac", each.mac());
            if (version.atLeast(CniVersion.V1_1_0)) {
                put(node, "mtu", each.mtu());
            }
            put(node, "sandbox", each.sandbox());
            if (version.atLeast(CniVersion.V1_1_0)) {
                put(node, "socketPath", each.socketPath());
                put(node, "pciID", each.pciId());
            }
        }
    }

    private static void ips(ObjectNode json, CniVersion version, CniResult result) {
        if (result.ips().isEmpty()) {
            return;
        }
        ArrayNode array = json.putArray("ips");
        for (ResultIp each : result.ips()) {
            ObjectNode node = array.addObject();
            if (!version.atLeast(CniVersion.V1_0_0)) {
                node.put("version", each.address().isIpv4() ? "4" : "6");
            }
            put(node, "interface", each.interfaceIndex());
            node.put("address", each.address().toString());
            put(node, "gateway", each.gateway().map(IpPrefix::text));
        }
    }

    private static void routes(ObjectNode json, CniVersion version, CniResult result) {
        if (result.routes().isEmpty()) {
            return;
        }
        ArrayNode array = json.putArray("routes");
        for (ResultRoute each : result.routes()) {
            ObjectNode node = route(array, each);
            if (version.atLeast(CniVersion.V1_1_0)) {
                put(node, "mtu", each.mtu());
                put(node, "advmss", each.advmss());
                put(node, "priority", each.priority());
                put(node, "table", each.table());
                put(node, "scope", each.scope());
            }
        }
    }

    private static ObjectNode route(ArrayNode array, ResultRoute each) {
        ObjectNode node = array.addObject();
        node.put("dst", each.destination().toString());
        put(node, "gw", each.gateway().map(IpPrefix::text));
        return node;
    }

    private static void family(ObjectNode json, String key, CniResult result, boolean ipv4) {
        Optional<ResultIp> first = result.ips().stream()
                .filter(ip -> ip.address().isIpv4() == ipv4)
                .findFirst();
        if (first.isEmpty()) {
            return;
        }
        ObjectNode node = json.putObject(key);
        node.put("ip", first.get().address().toString());
        put(node, "gateway", first.get().gateway().map(IpPrefix::text));
        var routes = result.routes().stream()
                .filter(route -> route.destination().isIpv4() == ipv4)
                .toList();
        if (!routes.isEmpty()) {
            ArrayNode array = node.putArray("routes");
            routes.forEach(route -> route(array, route));
        }
    }

    private static void dns(ObjectNode json, Dns dns) {
        if (dns.isEmpty()) {
            return;
        }
        ObjectNode node = json.putObject("dns");
        putAll(node, "nameservers", dns.nameservers());
        put(node, "domain", dns.domain());
        putAll(node, "search", dns.search());
        putAll(node, "options", dns.options());
    }

    private static void putAll(ObjectNode node, String key, Iterable<String> values) {
        if (values.iterator().hasNext()) {
            ArrayNode array = node.putArray(key);
            values.forEach(array::add);
        }
    }

    private static void put(ObjectNode node, String key, Optional<String> value) {
        value.ifPresent(v -> node.put(key, v));
    }

    private static void put(ObjectNode node, String key, OptionalInt value) {
        value.ifPresent(v -> node.put(key, v));
    }
}
