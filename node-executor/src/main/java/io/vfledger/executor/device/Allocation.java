package io.vfledger.executor.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a container gets with its devices.
 *
 * @param environment variables: addresses, and what is known of each as JSON
 * @param nodes device nodes, the same path inside and outside
 */
public record Allocation(Map<String, String> environment, List<String> nodes) {
    private static final String VFIO = "/dev/vfio/vfio";
    private static final List<String> VHOST_NET = List.of("/dev/vhost-net", "/dev/net/tun");

    public Allocation {
        environment = Map.copyOf(environment);
        nodes = List.copyOf(nodes);
    }

    /** For devices of one resource, in the order that kubelet names them. */
    public static Allocation of(Resource resource, List<Device> devices) {
        List<String> addresses = new ArrayList<>();
        Set<String> nodes = new LinkedHashSet<>();
        ObjectNode information = JsonNodeFactory.instance.objectNode();
        for (Device device : devices) {
            addresses.add(device.id());
            nodes.addAll(device.nodes());
            if (device.vhostNet()) {
                nodes.addAll(VHOST_NET);
            }
            describe(information.putObject(device.id()), resource, device);
        }
        Map<String, String> environment = new TreeMap<>();
        environment.put(resource.name().variable(), String.join(",", addresses));
        environment.put(resource.name().variable() + "_INFO", information.toString());
        return new Allocation(environment, List.copyOf(nodes));
    }

    private static void describe(ObjectNode information, Resource resource, Device device) {
        information.putObject("generic").put("deviceID", device.id());
        device.nodes().stream()
                .filter(node -> node.startsWith("/dev/vfio/") && !node.equals(VFIO))
                .findFirst()
                .ifPresent(group ->
                        information.putObject("vfio").put("mount", VFIO).put("dev-mount", group));
        if (device.vhostNet()) {
            information.putObject("vhost").put("net-mount", VHOST_NET.get(0)).put("tun-mount", VHOST_NET.get(1));
        }
        Map<String, String> more = resource.informationOn(device.id());
        if (!more.isEmpty()) {
            ObjectNode extra = information.putObject("extra");
            new TreeMap<>(more).forEach(extra::put);
        }
    }
}
