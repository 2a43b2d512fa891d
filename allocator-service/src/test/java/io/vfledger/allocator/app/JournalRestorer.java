package io.vfledger.allocator.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vfledger.allocator.stream.PartitionTask;
import io.vfledger.allocator.stream.Restorer;
import io.vfledger.allocator.stream.Tally;
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
    private static final String ARMED = " armed";
    private static final String TIMER = " timer";

    private final TestBroker broker;

    JournalRestorer(TestBroker broker) {
        this.broker = broker;
    }

    @Override
    public Map<Integer, Result> restore(
            SortedMap<Integer, Optional<PartitionTask>> wanted, Map<TopicPartition, Long> committed) {
        Map<Integer, Result> results = new HashMap<>();
        Map<Integer, Journal> journals = new HashMap<>();
        wanted.forEach((number, kept) -> journals.put(number, new Journal(number)));
        for (ConsumerRecord<byte[], byte[]> entry : broker.read("ledger")) {
            Optional.ofNullable(journals.get(entry.partition()))
                    .ifPresent(journal -> journal.adopted = journal.adopted.after(new String(entry.value(), UTF_8)));
        }
        // A task that is handed in is taken at its word: what the host made of it must show.
        journals.forEach((number, journal) -> results.put(
                number,
                new Restored(wanted.getOrDefault(number, Optional.empty()).orElse(journal))));
        return results;
    }

    /** How far a journal has come: its entries, and the timers that are armed and not fired. */
    private record Head(long entries, int armed) {
        Head after(String entry) {
            int change = entry.endsWith(ARMED) ? 1 : entry.endsWith(TIMER) ? -1 : 0;
            return new Head(entries + 1, armed + change);
        }
    }

    static final class Journal implements PartitionTask {
        private final int number;
        private Head adopted = new Head(0, 0);
        private Head decided = adopted;

        Journal(int number) {
            this.number = number;
        }

        @Override
        public List<ProducerRecord<byte[], byte[]>> prepare(List<ConsumerRecord<byte[], byte[]>> batch, Instant now) {
            decided = adopted;
            List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> input : batch) {
                boolean arms = new String(input.value(), UTF_8).startsWith("arm");
                outputs.add(entry(" " + input.topic() + "@" + input.offset() + (arms ? ARMED : "")));
                outputs.add(new ProducerRecord<>("commands", number, input.key(), input.value()));
            }
            for (int timer = adopted.armed(); timer > 0; timer--) {
                outputs.add(entry(TIMER));
            }
            return outputs;
        }

        private ProducerRecord<byte[], byte[]> entry(String text) {
            String entry = decided.entries() + text;
            decided = decided.after(entry);
            return new ProducerRecord<>("ledger", number, null, entry.getBytes(UTF_8));
        }

        @Override
        public boolean timerDue(Instant now) {
            return adopted.armed() > 0;
        }

        @Override
        public Tally tally() {
            return Tally.NONE;
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
