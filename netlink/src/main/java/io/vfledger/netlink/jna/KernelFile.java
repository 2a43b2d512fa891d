package io.vfledger.netlink.jna;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.wire.Errno;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Files of sysfs and procfs that are orders to the kernel: its refusal is an error number, which Java's own files lose. */
public final class KernelFile {
    private static final int EXISTING = 0;

    private KernelFile() {}

    /**
     * Writes a text in one call, as an attribute of sysfs wants it.
     *
     * @throws NetlinkException with the error number when the file cannot be opened or the kernel refuses the value
     */
    public static void write(Path file, String value) throws NetlinkException {
        String operation = "write '" + value.strip() + "' to " + file;
        int descriptor = LibC.open(file.toString(), LibC.O_WRONLY | LibC.O_TRUNC | LibC.O_CLOEXEC, EXISTING);
        if (descriptor < 0) {
            throw LibC.failure(operation);
        }
        try {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            if (LibC.write(descriptor, bytes, bytes.length) < 0) {
                throw LibC.failure(operation);
            }
        } finally {
            LibC.close(descriptor);
        }
    }

    /**
     * Whether a device node that serves one process at a time is taken; a node that is not there is not.
     *
     * @throws NetlinkException when the kernel refuses for another reason
     */
    public static boolean isBusy(Path node) throws NetlinkException {
        int descriptor = LibC.open(node.toString(), LibC.O_RDWR | LibC.O_CLOEXEC, EXISTING);
        if (descriptor >= 0) {
            LibC.close(descriptor);
            return false;
        }
        NetlinkException failure = LibC.failure("open " + node);
        if (failure.is(Errno.EBUSY)) {
            return true;
        }
        if (failure.is(Errno.ENOENT)) {
            return false;
        }
        throw failure;
    }
}
