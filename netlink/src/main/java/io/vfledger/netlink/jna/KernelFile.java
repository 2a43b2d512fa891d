package io.vfledger.netlink.jna;

import io.vfledger.netlink.io.NetlinkException;
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
}
