package io.vfledger.executor.binding;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a VF may be bound to: a closed set, since the name becomes a part of paths and of what the kernel is told. A driver
 * outside of it is the kernel's own choice, which {@link #DEFAULT} restores.
 */
public enum VfDriver {
    /** The one that the kernel chooses by the device's ids. */
    DEFAULT("default", false),
    VFIO_PCI("vfio-pci", true),
    UIO_PCI_GENERIC("uio_pci_generic", true),
    IGB_UIO("igb_uio", true),
    BNXT_EN("bnxt_en", false),
    CXGB4VF("cxgb4vf", false),
    ENIC("enic", false),
    HINIC("hinic", false),
    HNS3("hns3", false),
    IAVF("iavf", false),
    IGBVF("igbvf", false),
    IXGBEVF("ixgbevf", false),
    MLX4_CORE("mlx4_core", false),
    MLX5_CORE("mlx5_core", false),
    QEDE("qede", false),
    SFC("sfc", false);

    private final String text;
    private final boolean userSpace;

    VfDriver(String text, boolean userSpace) {
        this.text = text;
        this.userSpace = userSpace;
    }

    /** As sysfs names it. */
    public String text() {
        return text;
    }

    /** The device goes to a process, and has no interface. */
    public boolean isUserSpace() {
        return userSpace;
    }

    /** Whether a driver's name is one of those that leave the device to a process. */
    public static boolean isUserSpace(Optional<String> driver) {
        return driver.flatMap(VfDriver::named).map(VfDriver::isUserSpace).orElse(false);
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException when it is none of them, with all that are
     */
    public static VfDriver parse(String text) {
        return named(text)
                .orElseThrow(() -> new IllegalArgumentException("driver '" + text + "' cannot be bound: allowed are "
                        + Arrays.stream(values()).map(VfDriver::text).collect(Collectors.joining(", "))));
    }

    private static Optional<VfDriver> named(String text) {
        return Arrays.stream(values())
                .filter(driver -> driver.text.equals(text))
                .findFirst();
    }
}
