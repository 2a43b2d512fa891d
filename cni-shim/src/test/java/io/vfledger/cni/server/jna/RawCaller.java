package io.vfledger.cni.server.jna;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** A caller that sends whatever a test wants, with any number of descriptors (all of them standard input's). */
public final class RawCaller implements AutoCloseable {
    private final int fd;
    private final UnixConnection connection;

    private RawCaller(int fd) {
        this.fd = fd;
        this.connection = new UnixConnection(fd);
        connection.deadlineIn(Duration.ofSeconds(10));
    }

    public static RawCaller connect(Path socket) {
        int fd = LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0);
        try (Memory address = UnixAddress.of(socket)) {
            LibC.connect(fd, address, UnixAddress.SIZE);
            return new RawCaller(fd);
        }
    }

    public void send(byte[] bytes, int descriptors) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        if (descriptors == 0) {
            connection.write(bytes);
            return;
        }
        long length = 16L + 4L * descriptors;
        try (Memory data = new Memory(bytes.length);
                Memory part = new Memory(16);
                Memory control = new Memory(length + 8);
                Memory message = new Memory(56)) {
            data.write(0, bytes, 0, bytes.length);
            part.setPointer(0, data);
            part.setLong(8, bytes.length);
            control.clear();
            control.setLong(0, length);
            control.setInt(8, LibC.SOL_SOCKET);
            control.setInt(12, LibC.SCM_RIGHTS);
            message.clear();
            message.setPointer(16, part);
            message.setLong(24, 1);
            message.setPointer(32, control);
            message.setLong(40, length);
            /* The descriptors' numbers stay 0: standard input, which every process has. */
            if (Function.getFunction("c", "sendmsg").invokeInt(new Object[] {fd, message, 0}) < 0) {
                throw new IOException("sendmsg failed");
            }
        }
    }

    /** Says that no more is coming. */
    public void end() {
        LibC.shutdown(fd, LibC.SHUT_WR);
    }

    /** Everything up to the end of the stream, at most 4 KiB. */
    public byte[] receive() throws IOException {
        byte[] into = new byte[4096];
        return Arrays.copyOf(into, connection.read(into, 0));
    }

    @Override
    public void close() {
        connection.close();
    }
}
