package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Internet addresses as the kernel's families and bytes. */
final class Family {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private Family() {}

    static int of(InetAddress address) {
        return address instanceof Inet4Address ? AF_INET : AF_INET6;
    }

    static int bits(InetAddress address) {
        return address.getAddress().length * 8;
    }

    static Octets octets(InetAddress address) {
        return Octets.of(address.getAddress());
    }

    static InetAddress address(Octets octets) {
        try {
            return InetAddress.getByAddress(octets.toArray());
        } catch (UnknownHostException e) {
            throw new MalformedMessageException(
                    "internet address of " + octets.length() + " bytes, allowed is 4 or 16");
        }
    }

    static int requirePrefix(InetAddress address, int prefixLength) {
        if (prefixLength < 0 || prefixLength > bits(address)) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " of " + address.getHostAddress()
                    + ", allowed is 0 to " + bits(address));
        }
        return prefixLength;
    }
}
