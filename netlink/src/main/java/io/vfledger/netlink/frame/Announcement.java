package io.vfledger.netlink.frame;

import io.vfledger.netlink.wire.Octets;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Tells a link who has an address now, so that neighbours that knew another station by it forget that one: for IPv4 an ARP
 * announcement (RFC 5227 section 3), for IPv6 an unsolicited neighbour advertisement (RFC 4861 section 7.2.6).
 */
public final class Announcement {
    private static final int ETHERNET_ADDRESS = 6;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final byte[] EVERYBODY = Octets.ofHex("ffffffffffff").toArray();
    /** ff02::1, all nodes of the link, and the Ethernet group that it maps to (RFC 2464 section 7). */
    private static final byte[] ALL_NODES =
            Octets.ofHex("ff020000000000000000000000000001").toArray();

    private static final byte[] ALL_NODES_GROUP = Octets.ofHex("333300000001").toArray();

    private static final int NEXT_HEADER_ICMPV6 = 58;
    /** Receivers drop a neighbour advertisement with any other: it came through a router (RFC 4861 section 7.1.2). */
    private static final int HOP_LIMIT = 255;

    private static final int NEIGHBOR_ADVERTISEMENT = 136;
    private static final int FLAG_OVERRIDE = 0x20000000;
    private static final int OPTION_TARGET_ADDRESS = 2;
    private static final int ADVERTISEMENT_LENGTH = 32;

    private Announcement() {}

    /**
     * The whole Ethernet frame, without its check sequence.
     *
     * @param mac the station's, six octets
     * @param address that it has
     */
    public static Octets of(Octets mac, InetAddress address) {
        if (mac.length() != ETHERNET_ADDRESS) {
            throw new IllegalArgumentException("hardware address " + mac + " has " + mac.length() + " octets, not 6");
        }
        return address instanceof Inet6Address
                ? advertisement(mac.toArray(), address.getAddress())
                : arp(mac.toArray(), address.getAddress());
    }

    private static Octets arp(byte[] mac, byte[] address) {
        ByteBuffer frame = ByteBuffer.allocate(42);
        frame.put(EVERYBODY).put(mac).putShort((short) ETHERTYPE_ARP);
        // Ethernet, IPv4, their lengths, request.
        frame.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        frame.put(mac).put(address).put(new byte[ETHERNET_ADDRESS]).put(address);
        return Octets.of(frame.array());
    }

    private static Octets advertisement(byte[] mac, byte[] address) {
        ByteBuffer frame = ByteBuffer.allocate(14 + 40 + ADVERTISEMENT_LENGTH);
        frame.put(ALL_NODES_GROUP).put(mac).putShort((short) ETHERTYPE_IPV6);
        frame.putInt(6 << 28).putShort((short) ADVERTISEMENT_LENGTH);
        frame.put((byte) NEXT_HEADER_ICMPV6).put((byte) HOP_LIMIT).put(address).put(ALL_NODES);
        int message = frame.position();
        frame.put((byte) NEIGHBOR_ADVERTISEMENT)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(FLAG_OVERRIDE);
        frame.put(address).put((byte) OPTION_TARGET_ADDRESS).put((byte) 1).put(mac);
        frame.putShort(message + 2, checksum(frame.array(), message, address));
        return Octets.of(frame.array());
    }

    /** Over the pseudo-header and the message (RFC 4443 section 2.3). */
    private static short checksum(byte[] frame, int from, byte[] source) {
        long sum = sum(source, 0, source.length) + sum(ALL_NODES, 0, ALL_NODES.length);
        sum += ADVERTISEMENT_LENGTH + NEXT_HEADER_ICMPV6 + sum(frame, from, frame.length);
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }

    private static long sum(byte[] bytes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
        }
        return sum;
    }
}
