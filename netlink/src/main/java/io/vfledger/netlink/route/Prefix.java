package io.vfledger.netlink.route;

import java.net.InetAddress;

/**
 * An internet address with its prefix length.
 *
 * @param length bits, 0 to 32 or 128
 */
public record Prefix(InetAddress address, int length) {
    public Prefix {
        Family.requirePrefix(address, length);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }
}
