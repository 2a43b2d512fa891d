package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intents that were begun and not ended. Each is on disk before {@link #begin} returns. An end that the disk did not take
 * is written before the next intent.
 */
public final class IntentJournal implements Closeable {
    /** The file is written anew once it is larger, bytes; more than that many open intents cannot be. */
    static final long COMPACT_ABOVE = 4L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(IntentJournal.class);

    private final RecordLog log;
    private final boolean damaged;
    private final SortedMap<Long, Intent> open = new TreeMap<>();
    private final SortedSet<Long> endsToWrite = new TreeSet<>();
    private long lastId;
    private long compactAbove = COMPACT_ABOVE;

    private IntentJournal(RecordLog log, boolean damaged) {
        this.log = log;
        this.damaged = damaged;
    }

    /**
     * Opens the journal; what {@link #open()} then tells was interrupted.
     *
     * @throws StorageException when the disk refuses
     */
    public static IntentJournal open(Path file) {
        RecordLog.Opened opened = RecordLog.open(file);
        IntentJournal journal = new IntentJournal(opened.log(), opened.damagedBytes() > 0);
        if (journal.damaged) {
            LOG.error("{} bytes of {} cannot be read; the file is kept beside it", opened.damagedBytes(), file);
        }
        opened.payloads().forEach(payload -> journal.replay(AvroJson.parse(payload)));
        return journal;
    }

    /** Whether something in it could not be read, so that an intent that looks open may have been ended. */
    public boolean damaged() {
        return damaged;
    }

    private void replay(JsonNode node) {
        long id = node.path("id").asLong();
        lastId = Math.max(lastId, id);
        if (node.has("begin")) {
            Intent.of(node.path("begin")).ifPresent(intent -> open.put(id, intent));
        } else {
            open.remove(id);
        }
    }

    /** The open intents by id, oldest first. */
    public synchronized SortedMap<Long, Intent> open() {
        return new TreeMap<>(open);
    }

    /** Size of its file. */
    public synchronized long bytesOnDisk() {
        return log.size();
    }

    /**
     * Writes an intent down.
     *
     * @return its id, for {@link #end}
     * @throws StorageException when the disk refuses; then nothing may be done
     */
    public synchronized long begin(Intent intent) {
        long id = lastId + 1;
        for (long ended : List.copyOf(endsToWrite)) {
            log.append(ended(ended));
            endsToWrite.remove(ended);
        }
        log.append(begun(id, intent));
        lastId = id;
        open.put(id, intent);
        return id;
    }

    /**
     * The intent was carried out, or undone, and its outcome is safe.
     *
     * @return whether that is durable; where not, a crash would bring the intent back
     */
    public synchronized boolean end(long id) {
        open.remove(id);
        try {
            log.append(ended(id));
        } catch (StorageException e) {
            LOG.warn("intent {} is carried out, which could not be written down: {}", id, e.getMessage());
            endsToWrite.add(id);
            return false;
        }
        if (log.size() > compactAbove) {
            compact();
        }
        return true;
    }

    private void compact() {
        List<byte[]> live = new ArrayList<>();
        open.forEach((key, intent) -> live.add(begun(key, intent)));
        try {
            log.rewrite(live);
            compactAbove = Math.max(COMPACT_ABOVE, 2 * log.size());
        } catch (StorageException e) {
            // It is only longer than it need be; the next end tries again.
            LOG.warn("the journal was not made shorter: {}", e.getMessage());
        }
    }

    private static byte[] ended(long id) {
        ObjectNode node = AvroJson.object();
        node.put("id", id);
        return AvroJson.bytes(node);
    }

    private static byte[] begun(long id, Intent intent) {
        ObjectNode node = AvroJson.object();
        node.put("id", id);
        node.set("begin", intent.json());
        return AvroJson.bytes(node);
    }

    @Override
    public synchronized void close() {
        log.close();
    }
}
