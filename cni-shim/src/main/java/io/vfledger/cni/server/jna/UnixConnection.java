package io.vfledger.cni.server.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One accepted connection; used by one thread at a time. Every wait ends at the connection's deadline. */
public final class UnixConnection implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final int CONTROL_SIZE = 64;

    private final int fd;
    private long deadlineNanos = System.nanoTime();
    private boolean open = true;

    UnixConnection(int fd) {
        this.fd = fd;
    }

    /** Reads and writes fail with {@link SocketTimeoutException} after that long from now. */
    public void deadlineIn(Duration left) {
        deadlineNanos = System.nanoTime() + left.toNanos();
    }

    public PeerCredentials peer() throws IOException {
        try (Memory value = new Memory(3L * Integer.BYTES);
                Memory length = new Memory(Integer.BYTES)) {
            length.setInt(0, 3 * Integer.BYTES);
            LibC.getsockopt(fd, LibC.SOL_SOCKET, LibC.SO_PEERCRED, value, length);
            return new PeerCredentials(value.getInt(0), value.getInt(4), value.getInt(8));
        } catch (LastErrorException e) {
            throw new UnixSocketException("read the peer's credentials", e);
        }
    }

    /** What came first on a connection: up to the bytes asked for, and the descriptors that rode on them. */
    public record First(ByteBuffer bytes, List<Integer> descriptors) {}

    /**
     * The first bytes, 1 to {@code most}; none at the end of the stream. The descriptors are the caller's to close.
     * They have the close-on-exec flag, so that no plugin inherits them.
     */
    public First readFirst(int most) throws IOException {
        try (Memory bytes = new Memory(most);
                Memory control = new Memory(CONTROL_SIZE);
                Memory part = new Memory(16);
                Memory message = new Memory(56)) {
            part.setPointer(0, bytes);
            part.setLong(8, most);
            while (true) {
                /* struct msghdr, 64 bit: name, namelen, iov at 16, iovlen at 24, control at 32, controllen at 40. */
                message.clear();
                message.setPointer(16, part);
                message.setLong(24, 1);
                message.setPointer(32, control);
                message.setLong(40, CONTROL_SIZE);
                await(LibC.POLLIN);
                try {
                    int count = (int) LibC.recvmsg(fd, message, LibC.MSG_CMSG_CLOEXEC);
                    return new First(ByteBuffer.wrap(bytes.getByteArray(0, count)), descriptors(control, (int)
                            message.getLong(40)));
                } catch (LastErrorException e) {
                    retryOrThrow("receive", e);
                }
            }
        }
    }

    /** struct cmsghdr, 64 bit: u64 length with header, u32 level, u32 type, then the data. */
    private static List<Integer> descriptors(Memory control, int size) {
        List<Integer> out = new ArrayList<>();
        int at = 0;
        while (at + 16 <= size) {
            int length = (int) control.getLong(at);
            if (length < 16) {
                break;
            }
            if (control.getInt(at + 8L) == LibC.SOL_SOCKET && control.getInt(at + 12L) == LibC.SCM_RIGHTS) {
                for (int i = at + 16; i + Integer.BYTES <= at + length; i += Integer.BYTES) {
                    out.add(control.getInt(i));
                }
            }
            at += (length + 7) & ~7;
        }
        return out;
    }

    /** Fills {@code into} from {@code at} on; the number of bytes read, less than asked for at the end of the stream. */
    public int read(byte[] into, int at) throws IOException {
        byte[] chunk = new byte[Math.min(CHUNK, Math.max(1, into.length - at))];
        int done = at;
        while (done < into.length) {
            await(LibC.POLLIN);
            try {
                int count = (int) LibC.recv(fd, chunk, Math.min(chunk.length, into.length - done), 0);
                if (count == 0) {
                    break;
                }
                System.arraycopy(chunk, 0, into, done, count);
                done += count;
            } catch (LastErrorException e) {
                retryOrThrow("receive", e);
            }
        }
        return done - at;
    }

    public void write(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        try (Memory memory = new Memory(bytes.length)) {
            memory.write(0, bytes, 0, bytes.length);
            long done = 0;
            while (done < bytes.length) {
                await(LibC.POLLOUT);
                try {
                    done += LibC.send(fd, memory.share(done), bytes.length - done, LibC.MSG_NOSIGNAL);
                } catch (LastErrorException e) {
                    retryOrThrow("send", e);
                }
            }
        }
    }

    /** Says that nothing more will be written, and reads away up to {@code most} bytes: a reset would lose the reply. */
    public void finish(int most) throws IOException {
        try {
            LibC.shutdown(fd, LibC.SHUT_WR);
        } catch (LastErrorException e) {
            throw new UnixSocketException("shutdown", e);
        }
        byte[] unread = new byte[CHUNK];
        int left = most;
        while (left > 0) {
            int count = read(unread, Math.max(0, CHUNK - left));
            if (count == 0) {
                return;
            }
            left -= count;
        }
    }

    private void await(short events) throws IOException {
        try (Memory entry = new Memory(8)) {
            while (true) {
                entry.setInt(0, fd);
                entry.setShort(4, events);
                entry.setShort(6, (short) 0);
                long leftMs = Math.max(0, (deadlineNanos - System.nanoTime()) / 1_000_000);
                try {
                    if (LibC.poll(entry, 1, (int) Math.min(leftMs, Integer.MAX_VALUE)) > 0) {
                        return;
                    }
                    throw new SocketTimeoutException("the caller was too slow");
                } catch (LastErrorException e) {
                    retryOrThrow("poll", e);
                }
            }
        }
    }

    private static void retryOrThrow(String operation, LastErrorException e) throws UnixSocketException {
        if (e.getErrorCode() != LibC.EINTR && e.getErrorCode() != LibC.EAGAIN) {
            throw new UnixSocketException(operation, e);
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            Descriptors.close(fd);
        }
    }
}
