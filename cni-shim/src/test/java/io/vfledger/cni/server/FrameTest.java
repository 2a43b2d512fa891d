package io.vfledger.cni.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {
    record Field(int tag, ByteBuffer bytes) {
        static Field text(int tag, String text) {
            return new Field(tag, StandardCharsets.UTF_8.encode(text));
        }

        static Field remaining(int ms) {
            return new Field(11, ByteBuffer.allocate(4).putInt(0, ms));
        }

        static Field spooledAt(long ms) {
            return new Field(12, ByteBuffer.allocate(8).putLong(0, ms));
        }
    }

    static byte[] frame(int flags, List<Field> fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Field field : fields) {
            body.write(field.tag());
            byte[] bytes = new byte[field.bytes().remaining()];
            field.bytes().get(0, bytes);
            body.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            body.writeBytes(bytes);
        }
        return ByteBuffer.allocate(12 + body.size())
                .put("VFLC".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) flags)
                .putShort((short) fields.size())
                .putInt(body.size())
                .put(body.toByteArray())
                .array();
    }

    static byte[] good() {
        return frame(0, List.of(Field.text(1, "STATUS"), Field.text(10, "{}"), Field.remaining(500)));
    }

    @Test
    void readsAWholeFrame() {
        Checked<Frame> read = Frame.decode(good());
        assertThat(read)
                .isEqualTo(Checked.valid(new Frame(
                        Map.of("CNI_COMMAND", "STATUS"),
                        ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)),
                        Optional.of(Duration.ofMillis(500)),
                        Optional.empty(),
                        false)));
    }

    @Test
    void readsASpooledFrame() {
        byte[] bytes = frame(2, List.of(Field.text(1, "DEL"), Field.text(10, "{}"), Field.spooledAt(1234)));
        assertThat(Frame.decode(bytes))
                .isInstanceOfSatisfying(
                        Checked.Valid.class,
                        valid -> assertThat(((Frame) valid.value()).spooledAt()).contains(Instant.ofEpochMilli(1234)));
    }

    record Bad(String message, ByteBuffer bytes) {
        Bad(String message, byte[] bytes) {
            this(message, ByteBuffer.wrap(bytes));
        }

        @Override
        public String toString() {
            return message;
        }
    }

    private static Bad changed(String message, Consumer<ByteBuffer> change) {
        byte[] bytes = good();
        change.accept(ByteBuffer.wrap(bytes));
        return new Bad(message, bytes);
    }

    static List<Bad> badFrames() {
        return List.of(
                new Bad("does not begin with VFLC", new byte[0]),
                new Bad("does not begin with VFLC", Arrays.copyOf(good(), 11)),
                changed("does not begin with VFLC", b -> b.put(0, (byte) 'X')),
                changed("has version 2, this agent speaks 1", b -> b.put(4, (byte) 2)),
                changed("has unknown flags", b -> b.put(5, (byte) 4)),
                changed("has 13 fields", b -> b.putShort(6, (short) 13)),
                changed("4294967295 bytes; allowed are up to", b -> b.putInt(8, -1)),
                changed("allowed are up to 12 in 1212530", b -> b.putInt(8, 1_212_531)),
                changed("bytes of fields instead of 30", b -> b.putInt(8, 30)),
                changed("has bytes behind its last field", b -> b.putShort(6, (short) 2)),
                changed("ends inside field 3", b -> b.putShort(6, (short) 4)),
                changed("longer than the frame", b -> b.putInt(13, -2)),
                changed("longer than the frame", b -> b.putInt(13, 1000)),
                changed("the field 0 twice, or it is unknown", b -> b.put(12, (byte) 0)),
                changed("the field 13 twice, or it is unknown", b -> b.put(12, (byte) 13)),
                changed("the field 10 twice, or it is unknown", b -> b.put(12, (byte) 10)),
                new Bad("has no stdin", frame(0, List.of(Field.remaining(1)))),
                new Bad("has no valid field 11", frame(0, List.of(Field.text(10, "{}")))),
                new Bad("has no valid field 11", frame(0, List.of(Field.text(10, "{}"), Field.text(11, "x")))),
                new Bad("has no valid field 12", frame(2, List.of(Field.text(10, "{}"), Field.remaining(1)))));
    }

    @ParameterizedTest
    @MethodSource("badFrames")
    void refusesABadFrameAndSaysWhy(Bad bad) {
        assertThat(Frame.decode(bad.bytes().array())).isInstanceOfSatisfying(Checked.Refused.class, refused -> {
            CniError error = refused.error();
            assertThat(error.code()).isEqualTo(6);
            assertThat(error.msg()).contains(bad.message());
        });
    }

    @Test
    void survivesAnyBytes() {
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = good();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
            try {
                Frame.decode(bytes).then(CallReader::read);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
