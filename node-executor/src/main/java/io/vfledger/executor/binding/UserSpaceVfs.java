package io.vfledger.executor.binding;

import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Sysfs;
import io.vfledger.executor.kernel.SysfsDrivers;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfTraits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** VFs that go to a process instead of to a network namespace. */
public final class UserSpaceVfs {
    private static final String VFIO_CONTAINER = "/dev/vfio/vfio";

    private final Sysfs sysfs;
    private final SysfsDrivers drivers;
    private final DeviceUsers users;

    public UserSpaceVfs(Sysfs sysfs, DeviceUsers users) {
        this.sysfs = sysfs;
        this.drivers = sysfs.drivers();
        this.users = users;
    }

    /**
     * How a process reaches a VF.
     *
     * @param iommuGroup empty where there is no IOMMU
     * @param nodes below {@code /dev}; empty for a VF with an interface
     * @param user who has one of them open, in words
     */
    public record Access(Optional<Integer> iommuGroup, List<String> nodes, Optional<String> user) {
        public Access {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * How VFs are reached now, and by whom as far as this process namespace shows: one pass over all processes, and no
     * node is opened for it.
     */
    public Map<PciAddress, Access> accesses(Collection<PciAddress> vfs) throws KernelException {
        Map<PciAddress, List<String>> own = new HashMap<>();
        Set<String> nodes = new HashSet<>();
        for (PciAddress vf : vfs) {
            List<String> ofVf = ownNodes(vf);
            own.put(vf, ofVf);
            nodes.addAll(ofVf);
        }
        Map<String, DeviceUsers.User> found = users.of(nodes);
        Map<PciAddress, Access> accesses = new HashMap<>();
        for (PciAddress vf : vfs) {
            List<String> ofVf = own.getOrDefault(vf, List.of());
            Optional<String> user = ofVf.stream()
                    .filter(found::containsKey)
                    .findFirst()
                    .map(node -> node + " is open by " + found.get(node));
            accesses.put(vf, new Access(drivers.iommuGroup(vf), withShared(ofVf), user));
        }
        return accesses;
    }

    private List<String> ownNodes(PciAddress vf) throws KernelException {
        return VfDriver.isUserSpace(drivers.driver(vf)) ? drivers.ownNodes(vf) : List.of();
    }

    private static List<String> withShared(List<String> own) {
        List<String> nodes = new ArrayList<>(own);
        if (own.stream().anyMatch(node -> node.startsWith("/dev/vfio/"))) {
            nodes.add(VFIO_CONTAINER);
        }
        return nodes;
    }

    /** Who uses a VF by its device nodes, in words; empty when nobody does, or it has an interface. */
    public Optional<String> user(PciAddress vf) throws KernelException {
        return users.anyOf(ownNodes(vf));
    }

    /** Why a VF must not be given to a process: somebody has it, or its IOMMU group is shared. */
    public Optional<String> refusal(PciAddress vf) throws KernelException {
        Optional<String> user = user(vf);
        Optional<Integer> group = drivers.iommuGroup(vf);
        Optional<VfTraits> traits = sysfs.vf(vf);
        if (user.isPresent()
                || group.isEmpty()
                || traits.isEmpty()
                || ownNodes(vf).isEmpty()) {
            return user;
        }
        return group(group.get()).refusal(vf, traits.get().pf());
    }

    private IommuGroup group(int number) throws KernelException {
        return new IommuGroup(number, drivers.members(number));
    }
}
