package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;

/**
 * A request, ready but for its sequence number.
 *
 * @param operation what it does, in words for an error message
 * @param type RTM_*, or the number of a generic netlink family
 * @param flags NLM_F_* beside REQUEST and ACK
 * @param body the fixed structure and the attributes
 */
public record Request(String operation, int type, int flags, Octets body) {
    /** A request that is answered by one object or by an acknowledgement alone. */
    public static Request one(String operation, int type, int flags, Octets... parts) {
        return new Request(operation, type, flags, joined(parts));
    }

    /** A request that is answered by every object there is. */
    public static Request dump(String operation, int type, Octets... parts) {
        return new Request(operation, type, MessageFlags.DUMP, joined(parts));
    }

    public boolean isDump() {
        return flags == MessageFlags.DUMP;
    }

    /** The message to send; a dump ends with NLMSG_DONE and is not acknowledged apart. */
    public NetlinkMessage message(int sequence) {
        int acknowledge = isDump() ? 0 : MessageFlags.ACK;
        return new NetlinkMessage(type, MessageFlags.REQUEST | acknowledge | flags, sequence, 0, body);
    }

    /** Several structures as one body. */
    public static Octets joined(Octets... parts) {
        int length = 0;
        for (Octets part : parts) {
            length += part.length();
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (Octets part : parts) {
            out.put(part.buffer());
        }
        return Octets.of(out.array());
    }
}
