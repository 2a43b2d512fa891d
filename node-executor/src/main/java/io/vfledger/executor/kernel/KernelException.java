package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.wire.Errno;
import java.io.IOException;
import java.util.Optional;

/** The kernel refused, or could not be asked; the message has the operation, the error's name and the kernel's words. */
public final class KernelException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Something is not as the kernel's interfaces promise, such as a PF whose interface is gone. */
    public KernelException(String message) {
        super(message);
    }

    KernelException(NetlinkException cause) {
        super(cause.getMessage(), cause);
    }

    KernelException(String operation, IOException cause) {
        super(operation + ": " + cause.getClass().getSimpleName() + " " + cause.getMessage(), cause);
    }

    /** The error number, where the kernel gave one. */
    public Optional<Errno> errno() {
        return getCause() instanceof NetlinkException refusal ? Optional.of(refusal.errno()) : Optional.empty();
    }

    /** Whether the kernel gave this error. */
    public boolean is(Errno errno) {
        return errno().equals(Optional.of(errno));
    }
}
