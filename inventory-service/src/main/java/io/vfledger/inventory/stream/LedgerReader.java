package io.vfledger.inventory.stream;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.inventory.projection.Entry;
import io.vfledger.inventory.projection.EntrySource;
import io.vfledger.inventory.projection.Position;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RegistryException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads single entries of the ledger again, one question at a time, and keeps the last thousand that it read. */
public final class LedgerReader implements EntrySource, AutoCloseable {
    private static final int KEPT = 1_000;
    /** Reading on costs less than a seek as long as the next one is this near. */
    private static final long NEAR = 200;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConnectionSettings connection;
    private final AvroReader reader;
    private final EntryViews views;
    private final LinkedHashMap<Position, Entry> kept = new LinkedHashMap<>();
    private Optional<Consumer<byte[], byte[]>> open = Optional.empty();

    /** Makes a reader, which connects when it is first asked. */
    public LedgerReader(ConnectionSettings connection, AvroReader reader) {
        this.connection = connection;
        this.reader = reader;
        this.views = new EntryViews(new InputContents(reader));
    }

    @Override
    public synchronized Map<Position, Entry> read(Collection<Position> positions) {
        if (positions.size() > MOST) {
            throw new IllegalArgumentException(
                    positions.size() + " entries at once are too many: allowed are 0 to " + MOST);
        }
        Map<Position, Entry> found = new HashMap<>();
        TreeSet<Position> missing = new TreeSet<>();
        for (Position position : positions) {
            Entry entry = kept.get(position);
            if (entry == null) {
                missing.add(position);
            } else {
                found.put(position, entry);
            }
        }
        if (!missing.isEmpty()) {
            fetch(missing).forEach((position, entry) -> {
                keep(position, entry);
                found.put(position, entry);
            });
        }
        return found;
    }

    private void keep(Position position, Entry entry) {
        if (kept.size() == KEPT) {
            kept.pollFirstEntry();
        }
        kept.put(position, entry);
    }

    private Map<Position, Entry> fetch(NavigableSet<Position> wanted) {
        try {
            Consumer<byte[], byte[]> consumer = consumer();
            Map<Position, Entry> found = new HashMap<>();
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (!wanted.isEmpty()) {
                if (System.nanoTime() > giveUpAt) {
                    throw new LedgerUnreadable(
                            "reading the ledger entry at " + wanted.first() + " took longer than " + PATIENCE,
                            new TimeoutException());
                }
                fetchFrom(consumer, wanted, found);
            }
            return found;
        } catch (KafkaException | RegistryException e) {
            close();
            throw new LedgerUnreadable("reading the ledger failed: " + e.getMessage(), e);
        }
    }

    /** Reads on from the first wanted one for as long as the next is near. */
    private void fetchFrom(
            Consumer<byte[], byte[]> consumer, NavigableSet<Position> wanted, Map<Position, Entry> found) {
        Position first = wanted.first();
        TopicPartition partition = new TopicPartition(Topic.LEDGER.topicName(), first.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, first.offset());
        long position = first.offset();
        while (!wanted.isEmpty()
                && wanted.first().partition() == first.partition()
                && wanted.first().offset() - position <= NEAR) {
            List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
            if (records.isEmpty()) {
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Position at = new Position(record.partition(), record.offset());
                if (wanted.remove(at)) {
                    found.put(at, entry(at, record));
                }
                position = record.offset() + 1;
            }
        }
    }

    private Entry entry(Position at, ConsumerRecord<byte[], byte[]> record) {
        return switch (reader.read(Topic.LEDGER, record.value())) {
            // The reader gives nothing else from this topic: its catalogue has no other type.
            case Decoded.Value value -> views.entry(at, (LedgerEntry) value.record(), RecordFold.hash(value, record));
            case Decoded.Unreadable unreadable ->
                throw new LedgerUnreadable(
                        "the ledger entry at " + at + " cannot be read",
                        new IllegalArgumentException(unreadable.message()));
        };
    }

    private Consumer<byte[], byte[]> consumer() {
        if (open.isEmpty()) {
            Map<String, Object> settings = connection.consumer("inventory-service-history");
            settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
            settings.put("max.partition.fetch.bytes", 256 * 1024);
            open = Optional.of(new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        }
        return open.get();
    }

    @Override
    public synchronized void close() {
        open.ifPresent(Consumer::close);
        open = Optional.empty();
    }
}
