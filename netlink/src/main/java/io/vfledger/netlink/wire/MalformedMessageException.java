package io.vfledger.netlink.wire;

/** Bytes that are not what the kernel's headers say they should be; the message names the field, the value and the range. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
