package io.vfledger.executor.nodefile;

import com.fasterxml.jackson.databind.JsonNode;
import io.vfledger.executor.device.DeviceSelector;
import io.vfledger.executor.device.Resource;
import io.vfledger.executor.device.ResourceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.PoolSelectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The configuration of the SR-IOV network device plugin ({@code config.json}), unchanged: which VFs kubelet is offered as
 * which resource. What cannot be done with it is refused, not passed over.
 *
 * <pre>{@code
 * {"resourceList": [{"resourceName": "sriov_netdevice", "selectors": {"pfNames": ["ens1f0#0-3"]}}]}
 * }</pre>
 */
public final class ResourceFile {
    private static final int MOST_RESOURCES = 256;
    private static final String DEFAULT_PREFIX = "intel.com";
    private static final Set<String> KEYS =
            Set.of("resourceName", "resourcePrefix", "deviceType", "excludeTopology", "selectors", "additionalInfo");
    private static final Set<String> SELECTORS = Set.of(
            "vendors",
            "devices",
            "drivers",
            "pciAddresses",
            "pfNames",
            "linkTypes",
            "isRdma",
            "needVhostNet",
            "acpiIndexes",
            "rootDevices",
            "ddpProfiles",
            "pKeys",
            "vdpaType");

    private ResourceFile() {}

    /**
     * Reads a file whole.
     *
     * @throws IllegalArgumentException when it cannot be read, or asks for what is not possible, naming resource, key, value
     *     and what is allowed
     */
    public static List<Resource> read(Path file) {
        return StrictJson.read(file, "device plugin configuration", ResourceFile::resources);
    }

    private static List<Resource> resources(JsonNode root) {
        List<JsonNode> entries = list(Entry.of(root, Set.of("resourceList")), "resourceList");
        if (entries.isEmpty() || entries.size() > MOST_RESOURCES) {
            throw new IllegalArgumentException(
                    "resourceList has " + entries.size() + " entries: allowed are 1 to " + MOST_RESOURCES);
        }
        List<Resource> resources = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode entry : entries) {
            String shown = entry.path("resourceName").asText("resource " + (resources.size() + 1));
            try {
                Resource resource = resource(Entry.of(entry, KEYS));
                if (!names.add(resource.name().name())) {
                    throw new IllegalArgumentException("another resource has this name, and a pool's name is unique");
                }
                resources.add(resource);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(shown + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(resources);
    }

    private static Resource resource(Entry entry) {
        String type = entry.text("deviceType").orElse("netDevice");
        if (!type.equals("netDevice")) {
            throw new IllegalArgumentException(
                    "deviceType '" + type + "' is not possible: allowed is netDevice, a VF of a network card");
        }
        String name =
                entry.text("resourceName").orElseThrow(() -> new IllegalArgumentException("resourceName is missing"));
        return new Resource(
                new ResourceName(
                        entry.text("resourcePrefix")
                                .filter(text -> !text.isEmpty())
                                .orElse(DEFAULT_PREFIX),
                        name),
                entry.member("selectors").map(ResourceFile::selectors).orElseGet(ResourceFile::everything),
                entry.truth("excludeTopology").orElse(false),
                entry.member("additionalInfo").map(ResourceFile::information).orElse(Map.of()));
    }

    private static List<DeviceSelector> everything() {
        return List.of(new DeviceSelector(PoolSelectors.ALL, false));
    }

    private static List<DeviceSelector> selectors(JsonNode selectors) {
        if (!selectors.isArray()) {
            return List.of(selector(Entry.of(selectors, SELECTORS)));
        }
        List<DeviceSelector> found = new ArrayList<>();
        for (JsonNode selector : selectors) {
            found.add(selector(Entry.of(selector, SELECTORS)));
        }
        return found;
    }

    private static DeviceSelector selector(Entry entry) {
        refuse(entry, "acpiIndexes", "name the PF's interface in pfNames, or addresses in pciAddresses");
        refuse(entry, "rootDevices", "name the PF's interface in pfNames");
        refuse(entry, "ddpProfiles", "select by pfNames");
        refuse(entry, "pKeys", "only Ethernet is served");
        if (entry.text("vdpaType").filter(type -> !type.isEmpty()).isPresent()) {
            throw new IllegalArgumentException("vdpaType is not possible: vDPA devices are not served");
        }
        if (entry.truth("isRdma").orElse(false)) {
            throw new IllegalArgumentException("isRdma is not possible: RDMA devices are not served");
        }
        for (String type : texts(entry, "linkTypes", text -> text)) {
            if (!type.equals("ether")) {
                throw new IllegalArgumentException("linkTypes '" + type + "' is not possible: allowed is ether");
            }
        }
        PoolSelectors vfs = new PoolSelectors(
                texts(entry, "vendors", PciId::new),
                texts(entry, "devices", PciId::new),
                texts(entry, "drivers", text -> text),
                texts(entry, "pfNames", PfNameSelector::parse),
                texts(entry, "pciAddresses", PciAddress::new));
        return new DeviceSelector(vfs, entry.truth("needVhostNet").orElse(false));
    }

    private static void refuse(Entry entry, String key, String instead) {
        if (!list(entry, key).isEmpty()) {
            throw new IllegalArgumentException(key + " is not possible: " + instead);
        }
    }

    private static List<JsonNode> list(Entry entry, String key) {
        Optional<JsonNode> value = entry.member(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw new IllegalArgumentException(key + " has to be a list, not " + value.get());
        }
        List<JsonNode> elements = new ArrayList<>();
        value.get().forEach(elements::add);
        return elements;
    }

    private static <T> List<T> texts(Entry entry, String key, Function<String, T> meaning) {
        List<T> found = new ArrayList<>();
        for (JsonNode element : list(entry, key)) {
            if (!element.isTextual()) {
                throw new IllegalArgumentException(key + " has to be a list of texts; " + element + " is none");
            }
            found.add(meaning.apply(element.textValue()));
        }
        return found;
    }

    private static Map<String, Map<String, String>> information(JsonNode node) {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        Entry.members(node).forEach((device, values) -> {
            String id = device.equals("*") ? device : new PciAddress(device).value();
            Map<String, String> told = new LinkedHashMap<>();
            Entry.members(values).forEach((key, value) -> {
                if (!value.isTextual()) {
                    throw new IllegalArgumentException(
                            "additionalInfo." + device + "." + key + " has to be a text, not " + value);
                }
                told.put(key, value.textValue());
            });
            found.put(id, Map.copyOf(told));
        });
        return Map.copyOf(found);
    }
}
