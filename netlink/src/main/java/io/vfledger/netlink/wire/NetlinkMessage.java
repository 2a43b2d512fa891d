package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One netlink message: {@code struct nlmsghdr} (linux/netlink.h) and the bytes that follow it.
 *
 * @param type {@code nlmsg_type}, 0 to 65535, see {@link MessageType}
 * @param flags {@code nlmsg_flags}, 0 to 65535, see {@link MessageFlags}
 * @param sequence {@code nlmsg_seq}, echoed by the kernel in its reply
 * @param port {@code nlmsg_pid}, the receiving socket's port, 0 for the kernel
 * @param payload everything after the 16 byte header
 */
public record NetlinkMessage(int type, int flags, int sequence, int port, Octets payload) {
    /** {@code NLMSG_HDRLEN}, bytes. */
    public static final int HEADER_LENGTH = 16;

    public NetlinkMessage {
        Limits.requireUnsigned16("netlink message type", type);
        Limits.requireUnsigned16("netlink message flags", flags);
    }

    /** The message as it goes on the wire, padded to four bytes. */
    public Octets encode() {
        int length = HEADER_LENGTH + payload.length();
        ByteBuffer out = ByteBuffer.allocate(Limits.align4(length)).order(ByteOrder.nativeOrder());
        out.putInt(length).putShort((short) type).putShort((short) flags);
        out.putInt(sequence).putInt(port).put(payload.buffer());
        return Octets.of(out.array());
    }

    /**
     * Splits a datagram into its messages.
     *
     * @throws MalformedMessageException when a length leaves the datagram or is shorter than a header
     */
    public static List<NetlinkMessage> decodeAll(Octets datagram) {
        List<NetlinkMessage> messages = new ArrayList<>();
        ByteBuffer in = datagram.buffer();
        int start = 0;
        while (start < datagram.length()) {
            int left = datagram.length() - start;
            if (left < HEADER_LENGTH) {
                throw new MalformedMessageException(
                        "a netlink header needs 16 bytes, " + left + " are left at offset " + start);
            }
            int length = in.getInt(start);
            if (length < HEADER_LENGTH || length > left) {
                throw new MalformedMessageException(
                        "netlink message length " + length + " at offset " + start + ", allowed is 16 to " + left);
            }
            messages.add(new NetlinkMessage(
                    Short.toUnsignedInt(in.getShort(start + 4)),
                    Short.toUnsignedInt(in.getShort(start + 6)),
                    in.getInt(start + 8),
                    in.getInt(start + 12),
                    datagram.slice(start + HEADER_LENGTH, start + length)));
            start += Limits.align4(length);
        }
        return List.copyOf(messages);
    }
}
