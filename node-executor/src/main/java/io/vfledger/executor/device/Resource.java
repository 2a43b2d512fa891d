package io.vfledger.executor.device;

import io.vfledger.vf.VfTraits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An extended resource that the node offers.
 *
 * @param name its name
 * @param selectors a VF that fits one of them belongs to it; at least one
 * @param excludeTopology whether kubelet is kept from knowing to which NUMA node a device is near
 * @param additionalInfo told to the container, by PCI address; {@code *} stands for every device
 */
public record Resource(
        ResourceName name,
        List<DeviceSelector> selectors,
        boolean excludeTopology,
        Map<String, Map<String, String>> additionalInfo) {
    public Resource {
        selectors = List.copyOf(selectors);
        if (selectors.isEmpty()) {
            throw new IllegalArgumentException("resource " + name + " has no selector: it would have no device");
        }
        additionalInfo = Map.copyOf(additionalInfo);
    }

    /** The first selector that a VF fits; empty when it does not belong to this resource. */
    Optional<DeviceSelector> selectorOf(VfTraits vf) {
        return selectors.stream().filter(one -> one.vfs().matches(vf)).findFirst();
    }

    /** What is told of a device beyond what is known here; the device's own word counts before that for all. */
    Map<String, String> informationOn(String device) {
        Map<String, String> information = new LinkedHashMap<>(additionalInfo.getOrDefault("*", Map.of()));
        information.putAll(additionalInfo.getOrDefault(device, Map.of()));
        return information;
    }
}
