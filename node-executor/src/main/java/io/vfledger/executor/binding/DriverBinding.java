package io.vfledger.executor.binding;

import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Sysfs;
import io.vfledger.executor.kernel.SysfsDrivers;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfTraits;
import java.util.Optional;

/**
 * Binds a VF to a driver: {@code driver_override}, then unbind, then a probe. Never by {@code new_id}, which would bind
 * every device of that model, those of others and of the future among them.
 */
public final class DriverBinding {
    private final Sysfs sysfs;
    private final SysfsDrivers drivers;
    private final UserSpaceVfs userSpace;

    public DriverBinding(Sysfs sysfs, DeviceUsers users) {
        this.sysfs = sysfs;
        this.drivers = sysfs.drivers();
        this.userSpace = new UserSpaceVfs(sysfs, users);
    }

    /** What came of binding. */
    public sealed interface Result {
        /**
         * It is bound as asked.
         *
         * @param before what has to be asked for to have it as it was
         */
        record Bound(VfDriver before) implements Result {}

        /**
         * It is bound as it was before.
         *
         * @param why on which side the reason is
         */
        record Refused(Why why, String message) implements Result {}
    }

    /** On which side the reason of a refusal is. */
    public enum Why {
        NO_SUCH_VF,
        IN_USE,
        /** No IOMMU, or a group that is shared. */
        PLATFORM,
        /** The driver is not loaded, or does not take the device. */
        DRIVER
    }

    /** Binds a VF; one that is bound so already is left alone. Its other users are asked first. */
    public Result bind(PciAddress vf, VfDriver driver) throws KernelException {
        Optional<VfTraits> traits = sysfs.vf(vf);
        if (traits.isEmpty()) {
            return new Result.Refused(Why.NO_SUCH_VF, "there is no VF " + vf);
        }
        Optional<VfDriver> before = known(vf);
        if (isSo(vf, driver)) {
            return new Result.Bound(before.orElse(driver));
        }
        Optional<Result.Refused> refusal = refusal(traits.get(), driver);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return change(vf, driver, before.orElse(VfDriver.DEFAULT));
    }

    /** What to ask for to have a VF as it is now. */
    private Optional<VfDriver> known(PciAddress vf) throws KernelException {
        Optional<String> override = drivers.override(vf);
        if (override.isEmpty()) {
            return Optional.of(VfDriver.DEFAULT);
        }
        try {
            return Optional.of(VfDriver.parse(override.get()));
        } catch (IllegalArgumentException e) {
            // Somebody else's choice, which cannot be made again from here.
            return Optional.empty();
        }
    }

    private boolean isSo(PciAddress vf, VfDriver driver) throws KernelException {
        Optional<String> now = drivers.driver(vf);
        return driver == VfDriver.DEFAULT
                ? now.isPresent() && drivers.override(vf).isEmpty() && !VfDriver.isUserSpace(now)
                : now.equals(Optional.of(driver.text()));
    }

    private Optional<Result.Refused> refusal(VfTraits vf, VfDriver driver) throws KernelException {
        Optional<String> user = userSpace.user(vf.pci());
        if (user.isPresent()) {
            return refused(Why.IN_USE, vf.pci() + ": " + user.get());
        }
        if (driver != VfDriver.DEFAULT && !drivers.isLoaded(driver.text())) {
            return refused(
                    Why.DRIVER,
                    "driver " + driver.text() + " is not in the kernel: load it with modprobe " + driver.text()
                            + ", and name it in /etc/modules-load.d for the next boot");
        }
        if (driver != VfDriver.VFIO_PCI) {
            return Optional.empty();
        }
        Optional<Integer> group = drivers.iommuGroup(vf.pci());
        if (group.isEmpty()) {
            return refused(
                    Why.PLATFORM,
                    vf.pci() + " has no IOMMU group: turn VT-d or AMD-Vi on in the BIOS, and boot with intel_iommu=on"
                            + " iommu=pt (AMD: iommu=pt)");
        }
        return new IommuGroup(group.get(), drivers.members(group.get()))
                .refusal(vf.pci(), vf.pf())
                .map(why -> new Result.Refused(Why.PLATFORM, why));
    }

    private static Optional<Result.Refused> refused(Why why, String message) {
        return Optional.of(new Result.Refused(why, message));
    }

    private Result change(PciAddress vf, VfDriver driver, VfDriver before) throws KernelException {
        Optional<String> problem = attempt(vf, driver);
        if (problem.isEmpty()) {
            return new Result.Bound(before);
        }
        Optional<String> left = attempt(vf, before);
        return new Result.Refused(
                Why.DRIVER,
                problem.get()
                        + left.map(text -> "; and not bound as before: " + text).orElse(""));
    }

    /** Binds without asking anybody; what went wrong is returned in words. */
    private Optional<String> attempt(PciAddress vf, VfDriver driver) throws KernelException {
        Optional<String> override = driver == VfDriver.DEFAULT ? Optional.empty() : Optional.of(driver.text());
        try {
            drivers.override(vf, override);
            drivers.unbind(vf);
            drivers.probe(vf);
        } catch (KernelException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        Optional<String> now = drivers.driver(vf);
        if (isSo(vf, driver)) {
            return Optional.empty();
        }
        return Optional.of(vf + " is " + now.map(name -> "bound to " + name).orElse("unbound") + " after a probe for "
                + driver.text() + ": the driver does not take it, or sriov_drivers_autoprobe is off");
    }
}
