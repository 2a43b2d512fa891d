package io.vfledger.netlink.wire;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code struct nlmsgerr} (linux/netlink.h) with the extended acknowledgement, if the kernel sent one.
 *
 * @param errno 0 for success, else the positive error number
 * @param kernelText {@code NLMSGERR_ATTR_MSG}: the kernel's own words
 * @param offset {@code NLMSGERR_ATTR_OFFS}: bytes from the start of the request to the attribute at fault
 */
public record Acknowledgement(int errno, Optional<String> kernelText, OptionalInt offset) {
    private static final int NLMSGERR_ATTR_MSG = 1;
    private static final int NLMSGERR_ATTR_OFFS = 2;
    private static final int ERROR_LENGTH = 4;

    public boolean ok() {
        return errno == 0;
    }

    /** Reads NLMSG_ERROR, and NLMSG_DONE, which carries an error number and the same attributes when a dump fails. */
    public static Acknowledgement decode(NetlinkMessage message) {
        Octets payload = message.payload();
        if (message.type() == MessageType.NLMSG_DONE && payload.length() < ERROR_LENGTH) {
            return new Acknowledgement(0, Optional.empty(), OptionalInt.empty());
        }
        Limits.requireLength("a netlink acknowledgement", payload, ERROR_LENGTH);
        int error = payload.buffer().getInt(0);
        if (error > 0 || error < -Errno.MAX) {
            throw new MalformedMessageException("netlink error " + error + ", allowed is -" + Errno.MAX + " to 0");
        }
        int errno = -error;
        if ((message.flags() & MessageFlags.ACK_TLVS) == 0) {
            return new Acknowledgement(errno, Optional.empty(), OptionalInt.empty());
        }
        Attributes details = Attributes.decode(payload.slice(attributesStart(message), payload.length()));
        return new Acknowledgement(
                errno,
                details.find(NLMSGERR_ATTR_MSG).map(Attribute::asString),
                details.find(NLMSGERR_ATTR_OFFS)
                        .map(attribute -> OptionalInt.of(attribute.asInt()))
                        .orElseGet(OptionalInt::empty));
    }

    private static int attributesStart(NetlinkMessage message) {
        if (message.type() == MessageType.NLMSG_DONE) {
            return ERROR_LENGTH;
        }
        Octets payload = message.payload();
        Limits.requireLength("an acknowledgement with a request", payload, ERROR_LENGTH + NetlinkMessage.HEADER_LENGTH);
        if ((message.flags() & MessageFlags.CAPPED) != 0) {
            return ERROR_LENGTH + NetlinkMessage.HEADER_LENGTH;
        }
        int echoed = payload.buffer().getInt(ERROR_LENGTH);
        int left = payload.length() - ERROR_LENGTH;
        if (echoed < NetlinkMessage.HEADER_LENGTH || echoed > left) {
            throw new MalformedMessageException("echoed request of " + echoed + " bytes, allowed is 16 to " + left);
        }
        return Math.min(payload.length(), ERROR_LENGTH + Limits.align4(echoed));
    }
}
