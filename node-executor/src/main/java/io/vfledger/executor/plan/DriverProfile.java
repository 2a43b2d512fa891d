package io.vfledger.executor.plan;

import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfTraits;
import java.util.Optional;
import java.util.Set;

/**
 * What is peculiar about a VF's driver.
 *
 * @param hasNetdev the VF has an interface; a driver for user space leaves it without one
 * @param cycleAfterMac the interface takes its new administrative address only after going up and down
 * @param showsOwnMac the PF reports the VF's own address where no administrative one is set
 */
public record DriverProfile(boolean hasNetdev, boolean cycleAfterMac, boolean showsOwnMac) {
    /** A driver with nothing peculiar known. */
    public static final DriverProfile ORDINARY = new DriverProfile(true, false, false);

    private static final DriverProfile IGBVF = new DriverProfile(true, true, true);
    private static final DriverProfile USER_SPACE = new DriverProfile(false, false, false);
    private static final Set<String> USER_SPACE_DRIVERS = Set.of("vfio-pci", "uio_pci_generic", "igb_uio");

    /** The profile of the driver that a VF is bound to now; unbound VFs are set like those of user space. */
    public static DriverProfile of(VfTraits traits) {
        Optional<String> driver = traits.driver();
        if (driver.isEmpty() || USER_SPACE_DRIVERS.contains(driver.get())) {
            return USER_SPACE;
        }
        return driver.get().equals("igbvf") ? IGBVF : ORDINARY;
    }

    /** Whether these attributes show that no administrative address is set. */
    boolean unsetMac(VfAttributes attributes) {
        return attributes.adminMac().isEmpty()
                || attributes.adminMac().get().isZero()
                || (showsOwnMac && attributes.adminMac().equals(attributes.ownMac()));
    }
}
