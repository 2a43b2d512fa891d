package io.vfledger.netlink.wire;

import java.nio.charset.StandardCharsets;

/**
 * {@code struct ethtool_drvinfo} (linux/ethtool.h), what {@code ethtool -i} prints; a text the driver left out is empty.
 *
 * @param driver {@code driver}
 * @param version {@code version}; the kernel's own release where the driver has none
 * @param firmwareVersion {@code fw_version}
 * @param busInfo {@code bus_info}; the PCI address of a PCI device
 */
public record DriverInfo(String driver, String version, String firmwareVersion, String busInfo) {
    /** {@code sizeof(struct ethtool_drvinfo)}, bytes. */
    public static final int LENGTH = 196;

    /** {@code ETHTOOL_GDRVINFO}. */
    public static final int COMMAND = 3;

    private static final int TEXT_LENGTH = 32;

    public static DriverInfo decode(Octets bytes) {
        Limits.requireLength("ethtool_drvinfo", bytes, LENGTH);
        return new DriverInfo(text(bytes, 0), text(bytes, 1), text(bytes, 2), text(bytes, 3));
    }

    private static String text(Octets bytes, int nth) {
        int start = 4 + nth * TEXT_LENGTH;
        String text = new String(bytes.slice(start, start + TEXT_LENGTH).toArray(), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }
}
