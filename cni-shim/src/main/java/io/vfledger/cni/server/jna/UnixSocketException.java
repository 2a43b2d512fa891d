package io.vfledger.cni.server.jna;

import com.sun.jna.LastErrorException;
import java.io.IOException;

/** A call of the C library that failed. */
public final class UnixSocketException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    UnixSocketException(String operation, LastErrorException cause) {
        super(operation + " failed: " + cause.getMessage(), cause);
        this.errno = cause.getErrorCode();
    }

    /** The number of errno.h. */
    public int errno() {
        return errno;
    }
}
