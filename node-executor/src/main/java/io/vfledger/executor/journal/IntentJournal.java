package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The intents that were begun and not ended. Each is on disk before {@link #begin} returns. */
public final class IntentJournal implements Closeable {
    /** The file is written anew once it is larger, bytes; more than that many open intents cannot be. */
    static final long COMPACT_ABOVE = 4L * 1024 * 1024;

    private final RecordLog log;
    private final SortedMap<Long, Intent> open = new TreeMap<>();
    private long lastId;
    private long compactAbove = COMPACT_ABOVE;

    private IntentJournal(RecordLog log) {
        this.log = log;
    }

    /**
     * Opens the journal; what {@link #open()} then tells was interrupted.
     *
     * @throws StorageException when the disk refuses
     */
    public static IntentJournal open(Path file) {
        RecordLog.Opened opened = RecordLog.open(file);
        IntentJournal journal = new IntentJournal(opened.log());
        opened.payloads().forEach(payload -> journal.replay(AvroJson.parse(payload)));
        return journal;
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

    /**
     * Writes an intent down.
     *
     * @return its id, for {@link #end}
     * @throws StorageException when the disk refuses; then nothing may be done
     */
    public synchronized long begin(Intent intent) {
        long id = lastId + 1;
        log.append(begun(id, intent));
        lastId = id;
        open.put(id, intent);
        return id;
    }

    /**
     * The intent was carried out, or undone, and its outcome is safe; durable when this returns.
     *
     * @throws StorageException when the disk refuses
     */
    public synchronized void end(long id) {
        ObjectNode node = AvroJson.object();
        node.put("id", id);
        log.append(AvroJson.bytes(node));
        open.remove(id);
        if (log.size() > compactAbove) {
            List<byte[]> live = new ArrayList<>();
            open.forEach((key, intent) -> live.add(begun(key, intent)));
            log.rewrite(live);
            compactAbove = Math.max(COMPACT_ABOVE, 2 * log.size());
        }
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
