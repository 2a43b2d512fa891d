package io.vfledger.netlink.jna;

import com.sun.jna.Memory;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.wire.ChannelCounts;
import io.vfledger.netlink.wire.DriverInfo;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.Features;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.RingSizes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The ethtool ioctl (linux/ethtool.h, linux/sockios.h), for what neither sysfs nor rtnetlink tell; always in the calling
 * thread's namespace. What a driver does not tell, and what is asked of a link that is not there, is empty.
 */
public final class Ethtool {
    /** {@code sizeof(struct ifreq)}: 16 bytes of name, then a union of 24. */
    private static final int IFREQ_LENGTH = 40;

    private static final int NAME_LENGTH = 16;

    private Ethtool() {}

    /** {@code ethtool -i NAME}. */
    public static Optional<DriverInfo> driverInfo(String name) throws NetlinkException {
        return ask(name, "read the driver", question(DriverInfo.COMMAND, DriverInfo.LENGTH))
                .map(DriverInfo::decode);
    }

    /** {@code ethtool -k NAME}. */
    public static Optional<Features> features(String name) throws NetlinkException {
        return ask(name, "read the features", Features.question()).map(Features::decode);
    }

    /** {@code ethtool -K NAME ...}: to {@code wanted}, as far as features can be changed. */
    public static void setFeatures(String name, BigInteger wanted) throws NetlinkException {
        Optional<Features> now = features(name);
        if (now.isPresent()) {
            tell(name, "set the features", now.get().change(wanted));
        }
    }

    /** {@code ethtool -g NAME}. */
    public static Optional<RingSizes> rings(String name) throws NetlinkException {
        return ask(name, "read the rings", question(RingSizes.GET, RingSizes.LENGTH))
                .map(RingSizes::decode);
    }

    /** {@code ethtool -G NAME ...}. */
    public static void setRings(String name, RingSizes sizes) throws NetlinkException {
        tell(name, "set the rings", sizes.encode());
    }

    /** {@code ethtool -l NAME}. */
    public static Optional<ChannelCounts> channels(String name) throws NetlinkException {
        return ask(name, "read the channels", question(ChannelCounts.GET, ChannelCounts.LENGTH))
                .map(ChannelCounts::decode);
    }

    /** {@code ethtool -L NAME ...}. */
    public static void setChannels(String name, ChannelCounts counts) throws NetlinkException {
        tell(name, "set the channels", counts.encode());
    }

    private static Octets question(int command, int length) {
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        return Octets.of(out.putInt(command).array());
    }

    private static Optional<Octets> ask(String name, String operation, Octets question) throws NetlinkException {
        try {
            return Optional.of(exchange(name, operation, question));
        } catch (NetlinkException e) {
            if (e.is(Errno.ENODEV) || e.is(Errno.EOPNOTSUPP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void tell(String name, String operation, Octets request) throws NetlinkException {
        exchange(name, operation, request);
    }

    private static Octets exchange(String name, String operation, Octets bytes) throws NetlinkException {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length >= NAME_LENGTH) {
            throw new IllegalArgumentException("interface name '" + name + "', allowed are at most 15 bytes");
        }
        int descriptor = LibC.socket(LibC.AF_INET, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
        if (descriptor < 0) {
            throw LibC.failure("open a socket for ethtool");
        }
        try (Memory request = new Memory(IFREQ_LENGTH);
                Memory data = new Memory(bytes.length())) {
            request.clear();
            request.write(0, text, 0, text.length);
            request.setPointer(NAME_LENGTH, data);
            data.write(0, bytes.toArray(), 0, bytes.length());
            if (LibC.ioctl(descriptor, LibC.SIOCETHTOOL, request) < 0) {
                throw LibC.failure(operation + " of " + name);
            }
            return Octets.of(data.getByteArray(0, bytes.length()));
        } finally {
            LibC.close(descriptor);
        }
    }
}
