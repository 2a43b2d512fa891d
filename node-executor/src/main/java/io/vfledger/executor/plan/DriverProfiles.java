package io.vfledger.executor.plan;

import io.vfledger.vf.VfTraits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of drivers: this list, and what was found out on the node's own NICs. */
public final class DriverProfiles {
    private static final DriverProfile UNBOUND = DriverProfile.userSpace("none")
            .release(ReleaseMode.REBIND_IF_UNCLEAN)
            .build();

    /**
     * igbvf was tried on the emulated NIC; of the others it is what their users report and their sources say: igb and ixgbe
     * refuse rates without link, i40e applies an address after it has accepted it, mlx5's interface does not follow the
     * PF. A profile from the node's own NIC replaces an entry.
     */
    private static final List<DriverProfile> KNOWN = List.of(
            DriverProfile.ordinary("igbvf")
                    .cycleAfterMac(true)
                    .showsOwnMac(true)
                    .ratesNeedLink(true)
                    .build(),
            DriverProfile.ordinary("ixgbevf")
                    .cycleAfterMac(true)
                    .showsOwnMac(true)
                    .ratesNeedLink(true)
                    .build(),
            DriverProfile.ordinary("iavf").showsOwnMac(true).build(),
            DriverProfile.ordinary("i40evf").showsOwnMac(true).build(),
            DriverProfile.ordinary("mlx5_core").macOnNetdevToo(true).build(),
            DriverProfile.ordinary("mlx4_core").macOnNetdevToo(true).build(),
            DriverProfile.ordinary("bnxt_en").build(),
            DriverProfile.userSpace("vfio-pci").build(),
            DriverProfile.userSpace("uio_pci_generic").build(),
            DriverProfile.userSpace("igb_uio").build());

    private final Map<String, DriverProfile> profiles;

    private DriverProfiles(Map<String, DriverProfile> profiles) {
        this.profiles = Map.copyOf(profiles);
    }

    /** What this version knows. */
    public static DriverProfiles builtIn() {
        return new DriverProfiles(index(KNOWN.stream()));
    }

    /** The same with some replaced or added. */
    public DriverProfiles with(List<DriverProfile> found) {
        return new DriverProfiles(index(Stream.concat(profiles.values().stream(), found.stream())));
    }

    /** The profile of the driver that a VF is bound to now; unbound VFs are set like those of user space. */
    public DriverProfile of(VfTraits traits) {
        return traits.isPf() ? ofPf(traits) : traits.driver().map(this::of).orElse(UNBOUND);
    }

    /** A PF is told its address itself, keeps nothing administrative, and comes back with the interface that went. */
    private static DriverProfile ofPf(VfTraits pf) {
        return DriverProfile.ordinary(pf.driver().orElse("none"))
                .macOnNetdevToo(true)
                .readsBack(Set.of())
                .release(ReleaseMode.COMPARE)
                .build();
    }

    /** The profile of a driver; one that is not known has nothing peculiar. */
    public DriverProfile of(String driver) {
        return Optional.ofNullable(profiles.get(driver))
                .orElseGet(() -> DriverProfile.ordinary(driver).build());
    }

    private static Map<String, DriverProfile> index(Stream<DriverProfile> all) {
        Map<String, DriverProfile> found = new HashMap<>();
        all.forEach(profile -> found.put(profile.driver(), profile));
        return found;
    }
}
