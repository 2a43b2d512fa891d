package io.vfledger.executor.pf;

import io.vfledger.netlink.wire.Errno;
import java.util.Optional;

/**
 * Why a PF is not as it was asked, and what to do about it.
 *
 * @param kind on which side the reason is
 * @param message in words, with the remedy
 */
public record PfRefusal(Kind kind, String message) {
    /** On which side the reason is. */
    public enum Kind {
        NO_SUCH_PF,
        IN_USE,
        HOST_USE,
        /** The NIC's firmware. */
        FIRMWARE_LIMIT,
        /** BIOS, bus or IOMMU. */
        PLATFORM_LIMIT,
        /** The PF's or the VFs' driver. */
        DRIVER_LIMIT,
        KERNEL_REFUSED,
        NOT_READ_BACK
    }

    /** Whether the firmware offers so many VFs at all; empty when it does. */
    static Optional<PfRefusal> ofFirmware(int asked, int total) {
        if (asked <= total) {
            return Optional.empty();
        }
        String why = total == 0
                ? "the NIC's firmware offers no VFs (sriov_totalvfs is 0): turn SR-IOV on in its firmware settings"
                        + " (mlxconfig SRIOV_EN and NUM_OF_VFS, or the NIC's page of the BIOS) and boot again"
                : asked + " VFs are more than the NIC's firmware offers: allowed are 0 to " + total
                        + "; where the NIC can have more, raise it in its firmware settings";
        return Optional.of(new PfRefusal(Kind.FIRMWARE_LIMIT, why));
    }

    /**
     * Why the kernel refused a number of VFs (drivers/pci/pci-sysfs.c and iov.c, and what drivers answer).
     *
     * @param asked that number
     * @param errno of the write to {@code sriov_numvfs}
     * @param words of the kernel
     */
    static PfRefusal ofVfCount(int asked, Errno errno, String words) {
        Kind kind;
        String why;
        switch (errno.text()) {
            case "ERANGE", "EIO" -> {
                kind = Kind.FIRMWARE_LIMIT;
                why = "the NIC's firmware does not offer " + asked + " VFs";
            }
            case "ENOMEM", "ENOSPC", "EBADR" -> {
                kind = Kind.PLATFORM_LIMIT;
                why = "not enough MMIO resources or bus numbers for SR-IOV: turn SR-IOV and above-4G decoding on in the"
                        + " BIOS, or boot with pci=realloc (bus numbers: pci=assign-busses)";
            }
            case "ENOENT", "EOPNOTSUPP", "ENOSYS", "errno 524" -> {
                kind = Kind.DRIVER_LIMIT;
                why = "the PF is unbound, or its driver has no SR-IOV: bind it to the vendor's driver";
            }
            case "EINVAL" -> {
                kind = Kind.DRIVER_LIMIT;
                why = "the PF's driver refuses " + asked + " VFs in its present state; the kernel log says why";
            }
            case "EBUSY" -> {
                kind = Kind.IN_USE;
                why = "somebody else is changing the PF, or a VF of it is given to a virtual machine";
            }
            case "EPERM" -> {
                kind = Kind.IN_USE;
                why = "a VF of the PF is given to a virtual machine";
            }
            case "EROFS" -> {
                kind = Kind.KERNEL_REFUSED;
                why = "sysfs is mounted read-only: the agent's container needs /sys writable (privileged)";
            }
            case "EACCES" -> {
                kind = Kind.KERNEL_REFUSED;
                why = "the agent has to run as root";
            }
            default -> {
                kind = Kind.KERNEL_REFUSED;
                why = "the kernel refused; its log says why";
            }
        }
        return new PfRefusal(kind, why + " (" + words + ")");
    }
}
