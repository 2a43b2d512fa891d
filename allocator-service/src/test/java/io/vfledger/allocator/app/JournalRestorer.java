package io.vfledger.allocator.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vfledger.allocator.stream.PartitionTask;
import io.vfledger.allocator.stream.Restorer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The least that can be hosted: every input is written to the ledger with a dense number. What a broken transaction
 * does to it (a gap, a number twice, an input twice or never) can be seen by everybody.
 */
final class JournalRestorer implements Restorer {
    private final TestBroker broker;

    JournalRestorer(TestBroker broker) {
        this.broker = broker;
    }

    @Override
    public Map<Integer, Result> restore(
            SortedMap<Integer, Optional<PartitionTask>> wanted, Map<TopicPartition, Long> committed) {
        Map<Integer, Result> results = new HashMap<>();
        Map<Integer, Long> entries = new HashMap<>();
        broker.read("ledger").forEach(entry -> entries.merge(entry.partition(), 1L, Long::sum));
        wanted.forEach((number, kept) ->
                results.put(number, new Restored(new Journal(number, entries.getOrDefault(number, 0L)))));
        return results;
    }

    static final class Journal implements PartitionTask {
        private final int number;
        private long adopted;
        private long decided;

        Journal(int number, long entries) {
            this.number = number;
            this.adopted = entries;
            this.decided = entries;
        }

        @Override
        public List<ProducerRecord<byte[], byte[]>> prepare(List<ConsumerRecord<byte[], byte[]>> batch, Instant now) {
            decided = adopted;
            List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> input : batch) {
                String entry = decided++ + " " + input.topic() + "@" + input.offset();
                outputs.add(new ProducerRecord<>("ledger", number, input.key(), entry.getBytes(UTF_8)));
                outputs.add(new ProducerRecord<>("commands", number, input.key(), input.value()));
            }
            return outputs;
        }

        @Override
        public boolean timerDue(Instant now) {
            return false;
        }

        @Override
        public void committed() {
            adopted = decided;
        }

        @Override
        public void aborted() {
            decided = adopted;
        }
    }
}
