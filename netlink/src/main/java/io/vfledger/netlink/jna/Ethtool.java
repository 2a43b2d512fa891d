package io.vfledger.netlink.jna;

import com.sun.jna.Memory;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.wire.DriverInfo;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The ethtool ioctl (linux/ethtool.h, linux/sockios.h), for what neither sysfs nor rtnetlink tell. */
public final class Ethtool {
    /** {@code sizeof(struct ifreq)}: 16 bytes of name, then a union of 24. */
    private static final int IFREQ_LENGTH = 40;

    private static final int NAME_LENGTH = 16;

    private Ethtool() {}

    /**
     * {@code ethtool -i NAME} in the calling thread's namespace; empty when there is no such link or its driver does not
     * say.
     */
    public static Optional<DriverInfo> driverInfo(String name) throws NetlinkException {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length >= NAME_LENGTH) {
            throw new IllegalArgumentException("interface name '" + name + "', allowed are at most 15 bytes");
        }
        int descriptor = LibC.socket(LibC.AF_INET, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
        if (descriptor < 0) {
            throw LibC.failure("open a socket for ethtool");
        }
        try (Memory request = new Memory(IFREQ_LENGTH);
                Memory answer = new Memory(DriverInfo.LENGTH)) {
            request.clear();
            answer.clear();
            request.write(0, text, 0, text.length);
            request.setPointer(NAME_LENGTH, answer);
            answer.setInt(0, DriverInfo.COMMAND);
            if (LibC.ioctl(descriptor, LibC.SIOCETHTOOL, request) < 0) {
                NetlinkException failure = LibC.failure("read the driver of " + name);
                if (failure.is(Errno.ENODEV) || failure.is(Errno.EOPNOTSUPP)) {
                    return Optional.empty();
                }
                throw failure;
            }
            return Optional.of(DriverInfo.decode(Octets.of(answer.getByteArray(0, DriverInfo.LENGTH))));
        } finally {
            LibC.close(descriptor);
        }
    }
}
