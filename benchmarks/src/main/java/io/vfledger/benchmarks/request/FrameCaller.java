package io.vfledger.benchmarks.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Speaks to the agent's socket as the CNI binary does, without being a process of its own each time. The pod's network
 * namespace is this process' standard input. The frame's layout is in {@code cni-shim/src/main/c/shim.h}.
 */
final class FrameCaller {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int PATH_SIZE = 108;
    private static final int REQUEST_MAGIC = 0x56464c43;
    private static final int HEADER_SIZE = 12;
    private static final int FIELDS_MAX = 4096;
    private static final short FIELD_COUNT = 8;
    private static final int EXIT_STATUS_AT = 5;
    private static final int PATIENCE_MS = 60_000;
    private static final byte WITH_DESCRIPTOR = 1;

    static {
        Native.register(FrameCaller.class, "c");
    }

    private final Path socket;

    FrameCaller(Path socket) {
        this.socket = socket;
    }

    private static native int socket(int domain, int type, int protocol) throws LastErrorException;

    private static native int connect(int fd, Pointer address, int length) throws LastErrorException;

    private static native long sendmsg(int fd, Pointer message, int flags) throws LastErrorException;

    private static native long read(int fd, byte[] bytes, long count) throws LastErrorException;

    private static native int close(int fd) throws LastErrorException;

    /**
     * One call.
     *
     * @param command ADD or DEL
     * @param container its id
     * @param arguments CNI_ARGS
     * @throws IOException when the reply is an error, or there is none
     */
    void call(String command, String container, String arguments, String configuration) throws IOException {
        ByteBuffer fields = ByteBuffer.allocate(FIELDS_MAX);
        put(fields, 1, command.getBytes(UTF_8));
        put(fields, 2, container.getBytes(UTF_8));
        put(fields, 3, "/run/netns/bench".getBytes(UTF_8));
        put(fields, 4, "net1".getBytes(UTF_8));
        put(fields, 5, arguments.getBytes(UTF_8));
        put(fields, 6, "/opt/cni/bin".getBytes(UTF_8));
        put(fields, 10, configuration.getBytes(UTF_8));
        put(fields, 11, ByteBuffer.allocate(Integer.BYTES).putInt(PATIENCE_MS).array());
        byte[] reply = exchange(frame(fields.flip()));
        if (reply.length < HEADER_SIZE || reply[EXIT_STATUS_AT] != 0) {
            throw new IOException(command + " of " + container + " failed: " + new String(reply, UTF_8));
        }
    }

    private static void put(ByteBuffer fields, int tag, byte[] bytes) {
        fields.put((byte) tag).putInt(bytes.length).put(bytes);
    }

    private static byte[] frame(ByteBuffer fields) {
        return ByteBuffer.allocate(HEADER_SIZE + fields.remaining())
                .putInt(REQUEST_MAGIC)
                .put((byte) 1)
                .put(WITH_DESCRIPTOR)
                .putShort(FIELD_COUNT)
                .putInt(fields.remaining())
                .put(fields)
                .array();
    }

    private byte[] exchange(byte[] request) throws IOException {
        try {
            int fd = socket(AF_UNIX, SOCK_STREAM, 0);
            try {
                connect(fd);
                send(fd, request);
                return readAll(fd);
            } finally {
                close(fd);
            }
        } catch (LastErrorException e) {
            throw new IOException("socket " + socket, e);
        }
    }

    private void connect(int fd) {
        byte[] path = socket.toString().getBytes(UTF_8);
        try (Memory address = new Memory(Short.BYTES + PATH_SIZE)) {
            address.clear();
            address.setShort(0, (short) AF_UNIX);
            address.write(Short.BYTES, path, 0, path.length);
            connect(fd, address, Short.BYTES + PATH_SIZE);
        }
    }

    /** struct msghdr and struct cmsghdr, 64 bit; the one descriptor that rides on it keeps its number 0. */
    private static void send(int fd, byte[] request) {
        try (Memory data = new Memory(request.length);
                Memory part = new Memory(16);
                Memory control = new Memory(24);
                Memory message = new Memory(56)) {
            data.write(0, request, 0, request.length);
            part.setPointer(0, data);
            part.setLong(8, request.length);
            control.clear();
            control.setLong(0, 20);
            control.setInt(8, SOL_SOCKET);
            control.setInt(12, SCM_RIGHTS);
            message.clear();
            message.setPointer(16, part);
            message.setLong(24, 1);
            message.setPointer(32, control);
            message.setLong(40, 20);
            sendmsg(fd, message, 0);
        }
    }

    private static byte[] readAll(int fd) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        for (long count = read(fd, chunk, chunk.length); count > 0; count = read(fd, chunk, chunk.length)) {
            all.write(chunk, 0, (int) count);
        }
        return all.toByteArray();
    }
}
