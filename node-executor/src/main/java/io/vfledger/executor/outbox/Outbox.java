package io.vfledger.executor.outbox;

import io.vfledger.executor.journal.AgentLife;
import io.vfledger.executor.journal.RecordLog;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.schemas.Topic;
import java.io.Closeable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's records in the order of agent_seq, from the moment they happened until Kafka has them. What is left from an
 * earlier life comes first. Bounded: when it is full, ADDs are refused while room is kept for the outcomes of DELs.
 */
public final class Outbox implements Closeable {
    /**
     * How much it takes.
     *
     * @param records at most this many
     * @param bytes at most this many
     */
    public record Limits(int records, long bytes) {
        /**
         * For any absence of the broker, as without it no ADD succeeds and each VF ends once: 256 VFs leave 256 outcomes. All
         * of it is in memory, too, about half as much again, and has to fit into the heap that the start script gives.
         */
        public static final Limits DEFAULT = new Limits(8_000, 8L * 1024 * 1024);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Share of the limits, percent, above which nothing is begun that would need more room later. */
    private static final int RESERVED_FROM_PERCENT = 80;

    private static final byte PUT = 1;
    private static final byte DONE = 2;
    private static final long TRIM_ABOVE = 256 * 1024;

    private final RecordLog log;
    private final RecordPress press;
    private final Limits limits;
    private final InstantSource clock;
    private final NavigableMap<Long, Waiting> waiting = new TreeMap<>();
    private final Map<Topic, Long> lastSeqOf = new EnumMap<>(Topic.class);
    private long lastPlace;
    private long lastSeq;
    private long bytes;
    private long trimAbove = TRIM_ABOVE;

    /** A record that waits. */
    private record Waiting(Outgoing record, boolean durable, CompletableFuture<Void> acknowledged, long sinceNanos) {}

    /** A record at its place in the queue; places rise, and are of this process only. */
    public record Placed(long place, Outgoing record) {}

    private Outbox(RecordLog log, RecordPress press, Limits limits, InstantSource clock) {
        this.log = log;
        this.press = press;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Opens the outbox with what an earlier life left in it.
     *
     * @param file where it is kept
     * @param life the present one
     * @param key signs every record
     * @param limits how much it takes
     * @param clock for the records' times
     * @throws io.vfledger.executor.journal.StorageException when the disk refuses
     */
    public static Outbox open(Path file, AgentLife life, PrivateKey key, Limits limits, InstantSource clock) {
        SchemaShelf shelf = new SchemaShelf(file.resolveSibling(file.getFileName() + ".schemas"));
        RecordLog.Opened opened = RecordLog.open(file);
        Outbox outbox = new Outbox(opened.log(), new RecordPress(life, key, shelf), limits, clock);
        if (opened.damagedBytes() > 0) {
            LOG.error("{} bytes of {} cannot be read; the file is kept beside it", opened.damagedBytes(), file);
        }
        try {
            outbox.restore(opened.payloads());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new StorageException("cannot read " + file, e);
        }
        return outbox;
    }

    private void restore(List<byte[]> payloads) {
        Map<Outgoing.Stamp, Long> places = new HashMap<>();
        for (byte[] payload : payloads) {
            ByteBuffer buffer = ByteBuffer.wrap(payload);
            if (buffer.get() == PUT) {
                byte[] content = new byte[buffer.remaining()];
                buffer.get(content);
                Outgoing record = press.renewed(Outgoing.of(content));
                places.put(record.stamp(), place(record, true, new CompletableFuture<>()));
            } else {
                Optional.ofNullable(places.remove(new Outgoing.Stamp(buffer.getLong(), buffer.getLong())))
                        .ifPresent(this::remove);
            }
        }
    }

    /**
     * Takes a record that must not be lost: it is on disk when this returns. Stamp and place are given in one step, so that
     * agent_seq is dense and is the order of sending.
     *
     * @throws io.vfledger.executor.journal.StorageException when the disk refuses; nothing was kept
     */
    public synchronized Receipt keep(Draft draft) {
        return offer(draft, true);
    }

    /**
     * As {@link #keep}, but where the disk refuses it is kept until this process ends: for what has happened already and
     * would be found by comparing with the kernel after a crash.
     */
    public synchronized Receipt keepIfPossible(Draft draft) {
        try {
            return keep(draft);
        } catch (StorageException e) {
            LOG.error("a record of {} is kept in memory only: {}", draft.key(), e.getMessage());
            return place(draft, false);
        }
    }

    /** Takes a record that a restart makes worthless: a request whose caller would be gone, an inventory. */
    public synchronized Receipt pass(Draft draft) {
        return offer(draft, false);
    }

    private Receipt offer(Draft draft, boolean durable) {
        boolean full = waiting.size() >= limits.records() || bytes >= limits.bytes();
        // What can be told again must not take the room of what cannot.
        if (full || (!durable && !hasRoom())) {
            return new Receipt.Full(fill());
        }
        return place(draft, durable);
    }

    private Receipt place(Draft draft, boolean durable) {
        Outgoing record = press.press(draft, lastSeq + 1, lastSeqOf.getOrDefault(draft.topic(), 0L), clock.millis());
        if (durable) {
            press.shelve(record);
            byte[] content = record.bytes();
            log.append(ByteBuffer.allocate(1 + content.length)
                    .put(PUT)
                    .put(content)
                    .array());
        }
        lastSeq++;
        lastSeqOf.put(draft.topic(), lastSeq);
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        place(record, durable, acknowledged);
        notifyAll();
        return new Receipt.Kept(record.stamp(), acknowledged);
    }

    private long place(Outgoing record, boolean durable, CompletableFuture<Void> acknowledged) {
        lastPlace++;
        waiting.put(lastPlace, new Waiting(record, durable, acknowledged, System.nanoTime()));
        bytes += record.size();
        return lastPlace;
    }

    /** Whether there is room for a request and its outcome, and for the outcomes of DELs beside. */
    public synchronized boolean hasRoom() {
        return waiting.size() * 100L < (long) limits.records() * RESERVED_FROM_PERCENT
                && bytes * 100 < limits.bytes() * RESERVED_FROM_PERCENT;
    }

    /** How full it is, in words. */
    public synchronized String fill() {
        return waiting.size() + " of " + limits.records() + " records and " + bytes + " of " + limits.bytes()
                + " bytes wait for Kafka";
    }

    /** How long the oldest record has been waiting in this process; zero where none is. */
    public synchronized Duration oldestWait() {
        return waiting.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(
                        System.nanoTime() - waiting.firstEntry().getValue().sinceNanos());
    }

    /** Size of its file. */
    public synchronized long bytesOnDisk() {
        return log.size();
    }

    /** Records that wait. */
    public synchronized int size() {
        return waiting.size();
    }

    /**
     * The first record after a place; waits for one.
     *
     * @param place the last one sent; 0 for the very first unacknowledged
     * @param patience how long to wait
     * @return empty when none came
     */
    public synchronized Optional<Placed> after(long place, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            Map.Entry<Long, Waiting> next = waiting.higherEntry(place);
            if (next != null) {
                return Optional.of(new Placed(next.getKey(), next.getValue().record()));
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (leftMs <= 0) {
                return Optional.empty();
            }
            wait(leftMs);
        }
    }

    /** Kafka has it: it is forgotten here. */
    public void acknowledged(long place) {
        Optional<Waiting> done = forget(place);
        done.ifPresent(entry -> entry.acknowledged().complete(null));
    }

    private synchronized Optional<Waiting> forget(long place) {
        Optional<Waiting> entry = remove(place);
        try {
            if (entry.isPresent() && entry.get().durable()) {
                Outgoing.Stamp stamp = entry.get().record().stamp();
                log.note(ByteBuffer.allocate(1 + 2 * Long.BYTES)
                        .put(DONE)
                        .putLong(stamp.incarnation())
                        .putLong(stamp.agentSeq())
                        .array());
                if (log.size() > trimAbove) {
                    trim();
                }
            }
        } catch (StorageException e) {
            // Kafka has it all the same; at worst it is sent once more after a restart.
            LOG.warn("an acknowledgement could not be written down: {}", e.getMessage());
        }
        notifyAll();
        return entry;
    }

    private Optional<Waiting> remove(long place) {
        Optional<Waiting> entry = Optional.ofNullable(waiting.remove(place));
        entry.ifPresent(gone -> bytes -= gone.record().size());
        return entry;
    }

    private void trim() {
        List<byte[]> live = new ArrayList<>();
        for (Waiting entry : waiting.values()) {
            if (entry.durable()) {
                byte[] content = entry.record().bytes();
                live.add(ByteBuffer.allocate(1 + content.length)
                        .put(PUT)
                        .put(content)
                        .array());
            }
        }
        log.rewrite(live);
        trimAbove = Math.max(TRIM_ABOVE, 4 * log.size());
    }

    /**
     * Waits until nothing is left to send.
     *
     * @return whether that was reached in time
     */
    public synchronized boolean awaitEmpty(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!waiting.isEmpty()) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    @Override
    public synchronized void close() {
        log.close();
    }
}
