package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.VfKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * How the index writes its keys: a letter, a text that ends with a zero byte, numbers of eight bytes each. Their order is
 * that of the text, then of the numbers, none of which is negative.
 */
final class IndexKey {
    private static final byte FACET = 'F';
    private static final byte STEP = 'S';
    private static final byte STEP_BY_ENTRY = 'E';
    private static final int PARTITION_SHIFT = 48;
    private static final int ORDINAL_SHIFT = 8;
    private static final List<VfPhase> PHASES = List.of(VfPhase.values());

    private IndexKey() {}

    private static byte[] of(byte family, String text, long... numbers) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(2 + bytes.length + numbers.length * Long.BYTES)
                .put(family)
                .put(bytes)
                .put((byte) 0);
        for (long number : numbers) {
            key.putLong(number);
        }
        return key.array();
    }

    private static String text(Facet facet) {
        return facet.kind().parameter() + ':' + facet.value();
    }

    /** An instant as a number: before 1970 is as 1970, after the year 292 million as that. */
    private static long ms(Instant at) {
        return at.getEpochSecond() < 0
                ? 0
                : at.getEpochSecond() > Long.MAX_VALUE / 1_000 - 1 ? Long.MAX_VALUE - 1 : at.toEpochMilli();
    }

    private static long place(Position position) {
        return (long) position.partition() << PARTITION_SHIFT | position.offset();
    }

    private static Position position(long place) {
        return new Position((int) (place >>> PARTITION_SHIFT), place & (1L << PARTITION_SHIFT) - 1);
    }

    /** An entry that is about something. */
    static byte[] facet(Facet facet, Moment moment) {
        return of(FACET, text(facet), ms(moment.at()), place(moment.position()));
    }

    /** Before all entries that are about it and were decided at that instant or later. */
    static byte[] facet(Facet facet, Instant at) {
        return of(FACET, text(facet), ms(at));
    }

    /** The first key behind that one. */
    static byte[] behind(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    /** The entry that a facet's key names. */
    static Moment moment(byte[] key) {
        ByteBuffer numbers = ByteBuffer.wrap(key, key.length - 2 * Long.BYTES, 2 * Long.BYTES);
        return new Moment(Instant.ofEpochMilli(numbers.getLong()), position(numbers.getLong()));
    }

    /** A step of a function. */
    static byte[] step(VfKey vf, Step step) {
        return of(
                STEP,
                vf.toString(),
                ms(step.at()),
                step.nodeSeq(),
                (long) step.ordinal() << ORDINAL_SHIFT | PHASES.indexOf(step.phase()),
                place(step.position()),
                step.epoch());
    }

    /** Before all steps of a function that were decided at that instant or later. */
    static byte[] step(VfKey vf, Instant at) {
        return of(STEP, vf.toString(), ms(at));
    }

    /** Before all steps of a function that entry made which was decided at that instant, and of later ones. */
    static byte[] step(VfKey vf, long atMs, long nodeSeq) {
        return of(STEP, vf.toString(), atMs, nodeSeq);
    }

    /** Behind all steps of a function. */
    static byte[] stepsEnd(VfKey vf) {
        return of(STEP, vf.toString(), Long.MAX_VALUE);
    }

    /** The step that a key names. */
    static Step step(byte[] key) {
        ByteBuffer numbers = ByteBuffer.wrap(key, key.length - 5 * Long.BYTES, 5 * Long.BYTES);
        Instant at = Instant.ofEpochMilli(numbers.getLong());
        long nodeSeq = numbers.getLong();
        long ordinalAndPhase = numbers.getLong();
        Position position = position(numbers.getLong());
        VfPhase phase = PHASES.get((int) (ordinalAndPhase & (1 << ORDINAL_SHIFT) - 1));
        return new Step(at, phase, numbers.getLong(), nodeSeq, position, (int) (ordinalAndPhase >>> ORDINAL_SHIFT));
    }

    /** When an entry was decided that made a step of a function; found by its number. */
    static byte[] stepByEntry(VfKey vf, long nodeSeq, Instant at) {
        return of(STEP_BY_ENTRY, vf.toString(), nodeSeq, ms(at));
    }

    /** Before all entries of at least that number that made a step of a function. */
    static byte[] stepByEntry(VfKey vf, long nodeSeq) {
        return of(STEP_BY_ENTRY, vf.toString(), nodeSeq);
    }

    /** The decision time in such a key, milliseconds since 1970. */
    static long lastNumber(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
    }

    /** The entry's number in such a key. */
    static long numberBeforeLast(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - 2 * Long.BYTES);
    }
}
