package io.vfledger.inventory.stream;

import io.vfledger.avro.TreeHead;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.NotePublicKey;
import io.vfledger.ledger.proof.SignedNote;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The heads that an earlier life signed. */
final class SignedHeads {
    private static final Logger LOG = LoggerFactory.getLogger(SignedHeads.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So far back a head of this key is looked for behind those of others. */
    private static final long MOST_RECORDS = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final AvroReader reader;
    private final NotePublicKey key;

    SignedHeads(Consumer<byte[], byte[]> consumer, AvroReader reader, NotePublicKey key) {
        this.consumer = consumer;
        this.reader = reader;
        this.key = key;
    }

    /**
     * The largest of each partition that this key signed.
     *
     * @param partitions of the topic
     */
    Map<Integer, Checkpoint> newest(int partitions) {
        Map<Integer, Checkpoint> newest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            TopicPartition from = new TopicPartition(Topic.CHECKPOINTS.topicName(), partition);
            consumer.assign(List.of(from));
            long begin = consumer.beginningOffsets(List.of(from)).getOrDefault(from, 0L);
            long end = consumer.endOffsets(List.of(from)).getOrDefault(from, 0L);
            consumer.seek(from, Math.max(begin, end - MOST_RECORDS));
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(from) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(from)) {
                    head(record)
                            .ifPresent(head ->
                                    newest.merge(record.partition(), head, (a, b) -> a.size() >= b.size() ? a : b));
                }
                if (System.nanoTime() > giveUpAt) {
                    throw new TimeoutException(from + " was not read up to " + end + " within " + PATIENCE);
                }
            }
        }
        return newest;
    }

    private Optional<Checkpoint> head(ConsumerRecord<byte[], byte[]> record) {
        if (reader.read(Topic.CHECKPOINTS, record.value()) instanceof Decoded.Value value
                && value.record() instanceof TreeHead head) {
            try {
                SignedNote note = SignedNote.parse(head.getNote());
                Checkpoint checkpoint = Checkpoint.parse(note.text());
                String origin = Checkpoint.originOf(key.name(), record.partition());
                if (checkpoint.origin().equals(origin) && note.isSignedBy(key.named(origin))) {
                    return Optional.of(checkpoint);
                }
            } catch (IllegalArgumentException e) {
                LOG.warn("passing over a head that cannot be read, at offset {}", record.offset(), e);
            }
        }
        return Optional.empty();
    }
}
