package io.vfledger.executor.stream;

import io.vfledger.avro.NodeState;
import io.vfledger.avro.VfState;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.vf.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the two state topics to their end, for one node. */
final class StateReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final NodeName node;
    private final AvroReader reader;

    StateReader(NodeName node, AvroReader reader) {
        this.node = node;
        this.reader = reader;
    }

    LogView read(Consumer<byte[], byte[]> consumer, int partition) {
        TopicPartition functions = new TopicPartition(Topic.VF_STATE.topicName(), partition);
        TopicPartition nodes = new TopicPartition(Topic.NODE_STATE.topicName(), partition);
        List<TopicPartition> both = List.of(functions, nodes);
        consumer.assign(both);
        consumer.seekToBeginning(both);
        Map<TopicPartition, Long> ends = consumer.endOffsets(both);
        Map<String, VfState> found = new HashMap<>();
        Optional<NodeState> state = Optional.empty();
        long giveUpAt = System.nanoTime() + LONGEST.toNanos();
        while (both.stream().anyMatch(part -> consumer.position(part) < ends.getOrDefault(part, 0L))) {
            if (System.nanoTime() > giveUpAt) {
                throw new StreamException("the state topics could not be read to their end within " + LONGEST);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (isOurs(record)) {
                    switch (decode(record)) {
                        case VfState vf -> found.put(vf.getPci(), vf);
                        case NodeState newest -> state = Optional.of(newest);
                        case Object other -> throw new StreamException("unexpected " + other.getClass());
                    }
                }
            }
        }
        return new LogView(List.copyOf(found.values()), state);
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && RecordKey.isOf(record.key(), RecordKey.bytes(node.value()));
    }

    private Object decode(ConsumerRecord<byte[], byte[]> record) {
        Topic topic = record.topic().equals(Topic.VF_STATE.topicName()) ? Topic.VF_STATE : Topic.NODE_STATE;
        return switch (reader.read(topic, record.value())) {
            case Decoded.Value readable -> readable.record();
            case Decoded.Unreadable unreadable ->
                throw new StreamException(record.topic() + "-" + record.partition() + "@" + record.offset()
                        + " cannot be read (" + unreadable.message()
                        + "): start an agent of the allocator's version");
        };
    }
}
