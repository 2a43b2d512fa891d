package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct ifla_vf_mac} (linux/if_link.h), the value of IFLA_VF_MAC.
 *
 * @param vf the VF's index on its PF
 * @param address {@code mac}, 32 bytes of which Ethernet uses the first six
 */
public record VfMac(int vf, Octets address) {
    public static final int LENGTH = 36;
    private static final int ADDRESS_FIELD = 32;

    public VfMac {
        if (address.length() > ADDRESS_FIELD) {
            throw new IllegalArgumentException(
                    "hardware address of " + address.length() + " bytes, allowed is at most " + ADDRESS_FIELD);
        }
    }

    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        return Octets.of(out.putInt(vf).put(address.buffer()).array());
    }

    public static VfMac decode(Octets bytes) {
        Limits.requireLength("ifla_vf_mac", bytes, LENGTH);
        return new VfMac(bytes.buffer().getInt(0), bytes.slice(4, LENGTH));
    }
}
