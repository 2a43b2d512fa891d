package io.vfledger.cni.server;

import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.EnvironmentReader;
import io.vfledger.cni.protocol.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request frame, version 1; the layout is in src/main/c/shim.h. The bytes are read without trust in them.
 *
 * @param variables the environment of the call, by name
 * @param stdin the network configuration
 */
record Frame(
        Map<String, String> variables,
        ByteBuffer stdin,
        Optional<Duration> remaining,
        Optional<Instant> spooledAt,
        boolean withDescriptor) {
    static final int HEADER_SIZE = 12;
    static final int LENGTH_MAX = Json.LENGTH_MAX + 10 * (EnvironmentReader.VARIABLE_MAX + 5) + 64;

    private static final int REQUEST_MAGIC = 0x56464c43;
    private static final int REPLY_MAGIC = 0x56464c52;
    private static final int VERSION = 1;
    private static final int FLAG_DESCRIPTOR = 1;
    private static final int FLAG_SPOOLED = 2;
    private static final int TAG_STDIN = 10;
    private static final int TAG_REMAINING_MS = 11;
    private static final int TAG_SPOOLED_AT_MS = 12;
    /** What the binary allows itself at most. */
    private static final long REMAINING_MAX_MS = 600_000;

    private static final Map<Integer, String> VARIABLES = Map.of(
            1, "CNI_COMMAND",
            2, "CNI_CONTAINERID",
            3, "CNI_NETNS",
            4, "CNI_IFNAME",
            5, "CNI_ARGS",
            6, "CNI_PATH",
            7, "TRACEPARENT",
            8, "TRACESTATE",
            9, "BAGGAGE");

    /** The length of the fields that follow this header. */
    static Checked<Integer> lengthOf(byte[] header) {
        ByteBuffer in = ByteBuffer.wrap(header);
        if (in.remaining() < HEADER_SIZE || in.getInt() != REQUEST_MAGIC) {
            return malformed("does not begin with VFLC");
        }
        int version = in.get();
        if (version != VERSION) {
            return malformed("has version " + version + ", this agent speaks " + VERSION
                    + "; install the CNI binary of the same release");
        }
        int flags = in.get();
        int fields = in.getShort() & 0xffff;
        int length = in.getInt();
        if ((flags & ~(FLAG_DESCRIPTOR | FLAG_SPOOLED)) != 0) {
            return malformed("has unknown flags " + flags);
        }
        if (length < 0 || length > LENGTH_MAX || fields > TAG_SPOOLED_AT_MS) {
            return malformed("has " + fields + " fields in " + Integer.toUnsignedString(length)
                    + " bytes; allowed are up to " + TAG_SPOOLED_AT_MS + " in " + LENGTH_MAX);
        }
        return Checked.valid(length);
    }

    /** Reads header and fields of one whole frame. */
    static Checked<Frame> decode(byte[] frame) {
        return lengthOf(frame).then(length -> {
            if (frame.length != HEADER_SIZE + length) {
                return malformed("has " + (frame.length - HEADER_SIZE) + " bytes of fields instead of " + length);
            }
            return fields(ByteBuffer.wrap(frame));
        });
    }

    private static Checked<Frame> fields(ByteBuffer in) {
        int flags = in.get(5);
        int count = in.getShort(6) & 0xffff;
        in.position(HEADER_SIZE);
        Map<Integer, byte[]> fields = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            if (in.remaining() < 5) {
                return malformed("ends inside field " + i);
            }
            int tag = in.get() & 0xff;
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                return malformed("has a field " + tag + " that is longer than the frame");
            }
            byte[] bytes = new byte[length];
            in.get(bytes);
            if (tag < 1 || tag > TAG_SPOOLED_AT_MS || fields.put(tag, bytes) != null) {
                return malformed("has the field " + tag + " twice, or it is unknown");
            }
        }
        return in.hasRemaining() ? malformed("has bytes behind its last field") : assemble(flags, fields);
    }

    private static Checked<Frame> assemble(int flags, Map<Integer, byte[]> fields) {
        Optional<byte[]> stdin = Optional.ofNullable(fields.get(TAG_STDIN));
        Optional<Long> remaining = number(fields, TAG_REMAINING_MS, Integer.BYTES);
        Optional<Long> spooledAt = number(fields, TAG_SPOOLED_AT_MS, Long.BYTES);
        boolean spooled = (flags & FLAG_SPOOLED) != 0;
        if (stdin.isEmpty()) {
            return malformed("has no stdin");
        }
        if (spooled ? spooledAt.isEmpty() : remaining.isEmpty()) {
            return malformed("has no valid field " + (spooled ? TAG_SPOOLED_AT_MS : TAG_REMAINING_MS));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        VARIABLES.forEach((tag, name) -> Optional.ofNullable(fields.get(tag))
                .ifPresent(value -> variables.put(name, new String(value, StandardCharsets.UTF_8))));
        return Checked.valid(new Frame(
                variables,
                ByteBuffer.wrap(stdin.get()).asReadOnlyBuffer(),
                remaining.map(ms -> Duration.ofMillis(Math.min(ms, REMAINING_MAX_MS))),
                spooledAt.map(Instant::ofEpochMilli),
                (flags & FLAG_DESCRIPTOR) != 0));
    }

    private static Optional<Long> number(Map<Integer, byte[]> fields, int tag, int size) {
        return Optional.ofNullable(fields.get(tag))
                .filter(bytes -> bytes.length == size)
                .map(bytes -> {
                    ByteBuffer in = ByteBuffer.wrap(bytes);
                    return size == Long.BYTES ? in.getLong() : Integer.toUnsignedLong(in.getInt());
                });
    }

    /** A reply frame. */
    static byte[] reply(int exitStatus, String stdout) {
        byte[] text = stdout.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER_SIZE + text.length)
                .putInt(REPLY_MAGIC)
                .put((byte) VERSION)
                .put((byte) exitStatus)
                .putShort((short) 0)
                .putInt(text.length)
                .put(text)
                .array();
    }

    private static <T> Checked<T> malformed(String what) {
        return Checked.refused(CniErrorCode.DECODING_FAILURE, "the call's frame " + what);
    }
}
