package io.vfledger.executor.binding;

import io.vfledger.executor.kernel.SysfsDrivers.GroupMember;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;

/**
 * The devices that an IOMMU cannot keep apart. Whoever has one of them can reach the memory of the others, so a VF is given
 * to a process only where nobody else's device is in its group.
 *
 * @param number of the group
 * @param members all of its devices
 */
public record IommuGroup(int number, List<GroupMember> members) {
    public IommuGroup {
        members = List.copyOf(members);
    }

    /** Why a VF of the group must not be given to a process; empty when it may. */
    public Optional<String> refusal(PciAddress vf, PciAddress pf) {
        return members.stream()
                .filter(member -> !member.pci().equals(vf) && isForeign(member, pf))
                .findFirst()
                .map(member -> "IOMMU group " + number + " of " + vf + " holds " + member.pci() + " ("
                        + member.driver().map(name -> "bound to " + name).orElse("unbound")
                        + ") as well: the group can only be given as a whole. Put the NIC into a slot whose root port"
                        + " has ACS, or turn ACS on in the BIOS");
    }

    /** Bridges belong to the path, devices at vfio are harmless, and the PF's other VFs are this node's to give. */
    private static boolean isForeign(GroupMember member, PciAddress pf) {
        boolean harmless = member.bridge() || member.driver().equals(Optional.of(VfDriver.VFIO_PCI.text()));
        return !harmless && !member.pf().equals(Optional.of(pf));
    }
}
