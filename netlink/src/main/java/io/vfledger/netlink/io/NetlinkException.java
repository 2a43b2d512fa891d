package io.vfledger.netlink.io;

import io.vfledger.netlink.wire.Acknowledgement;
import io.vfledger.netlink.wire.Errno;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** A request that the kernel refused, or a socket or namespace that could not be used. */
public final class NetlinkException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final int errno;
    private final String kernelText;
    private final int offset;

    /**
     * A refusal without an extended acknowledgement.
     *
     * @param operation what was asked, in words
     */
    public NetlinkException(String operation, Errno errno) {
        this(operation, errno, Optional.empty(), OptionalInt.empty());
    }

    NetlinkException(String operation, Acknowledgement refusal) {
        this(operation, new Errno(refusal.errno()), refusal.kernelText(), refusal.offset());
    }

    private NetlinkException(String operation, Errno errno, Optional<String> kernelText, OptionalInt offset) {
        super(operation + ": " + errno.text()
                + kernelText.map(text -> " (" + text + ")").orElse(""));
        this.operation = operation;
        this.errno = errno.number();
        this.kernelText = kernelText.orElse("");
        this.offset = offset.orElse(-1);
    }

    /** A reply that made no sense; counted as EBADMSG. */
    NetlinkException(String operation, RuntimeException malformed) {
        super(operation + ": " + Errno.EBADMSG.text() + " (" + malformed.getMessage() + ")", malformed);
        this.operation = operation;
        this.errno = Errno.EBADMSG.number();
        this.kernelText = "";
        this.offset = -1;
    }

    public String operation() {
        return operation;
    }

    public Errno errno() {
        return new Errno(errno);
    }

    public boolean is(Errno other) {
        return errno == other.number();
    }

    /** The kernel's own words (extended acknowledgement); empty when it gave none. */
    public Optional<String> kernelText() {
        return kernelText.isEmpty() ? Optional.empty() : Optional.of(kernelText);
    }

    /** Bytes from the start of the request to the attribute at fault, where the kernel said. */
    public OptionalInt offset() {
        return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
    }
}
