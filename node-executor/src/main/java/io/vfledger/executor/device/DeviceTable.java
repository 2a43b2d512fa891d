package io.vfledger.executor.device;

import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Which device belongs to which resource. A device that was offered once stays offered, as unhealthy where it cannot be given:
 * kubelet's count of a node's devices then tells how many there are, not where they happen to be.
 */
public final class DeviceTable {
    private static final DeviceTable EMPTY = new DeviceTable(List.of(), Map.of(), Map.of());

    private final List<Resource> resources;
    private final Map<PciAddress, ResourceName> owners;
    private final Map<PciAddress, Device> devices;

    private DeviceTable(
            List<Resource> resources, Map<PciAddress, ResourceName> owners, Map<PciAddress, Device> devices) {
        this.resources = resources;
        this.owners = owners;
        this.devices = devices;
    }

    /** Nothing is offered yet. */
    public static DeviceTable of(List<Resource> resources) {
        return new DeviceTable(List.copyOf(resources), EMPTY.owners, EMPTY.devices);
    }

    /** The same resources with what is seen now. A VF belongs to the first resource that it fits. */
    public DeviceTable seeing(List<SeenVf> vfs) {
        Map<PciAddress, ResourceName> newOwners = new HashMap<>(owners);
        Map<PciAddress, Device> newDevices = new HashMap<>();
        devices.forEach((pci, device) -> newDevices.put(pci, device.troubled("it is not there any more")));
        for (SeenVf vf : vfs) {
            PciAddress pci = vf.traits().pci();
            Optional<Resource> fits = resources.stream()
                    .filter(one -> one.selectorOf(vf.traits()).isPresent())
                    .findFirst();
            // What is with a pod stays what it was given as, whatever the pod or its release does to it.
            if (fits.isPresent() && !(vf.given() && owners.containsKey(pci))) {
                newOwners.put(pci, fits.get().name());
                newDevices.put(pci, device(fits.get(), vf));
            } else if (devices.containsKey(pci)) {
                newDevices.put(pci, kept(devices.get(pci), vf));
            }
        }
        return new DeviceTable(resources, Map.copyOf(newOwners), Map.copyOf(newDevices));
    }

    private static Device device(Resource resource, SeenVf vf) {
        return new Device(
                vf.traits().pci(),
                vf.traits().pf(),
                resource.excludeTopology() ? OptionalInt.empty() : vf.numaNode(),
                vf.nodes(),
                resource.selectorOf(vf.traits()).map(DeviceSelector::vhostNet).orElse(false),
                vf.given(),
                vf.given() ? Optional.empty() : vf.hostUse().map(why -> "the node itself uses it: " + why));
    }

    private static Device kept(Device before, SeenVf vf) {
        Optional<String> trouble = vf.given()
                ? Optional.empty()
                : Optional.of("it fits its resource no more: its driver is '"
                        + vf.traits().driver().orElse("") + "'");
        return new Device(
                before.pci(), before.pf(), before.numaNode(), before.nodes(), before.vhostNet(), vf.given(), trouble);
    }

    /** All resources, in the order of the file. */
    public List<Resource> resources() {
        return resources;
    }

    /** The devices of a resource, by address. */
    public List<Device> of(ResourceName resource) {
        Map<PciAddress, Device> found = new TreeMap<>();
        owners.forEach((pci, owner) -> {
            if (owner.equals(resource)) {
                found.put(pci, devices.get(pci));
            }
        });
        return new ArrayList<>(found.values());
    }
}
