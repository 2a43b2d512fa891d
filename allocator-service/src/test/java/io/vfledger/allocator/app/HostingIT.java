package io.vfledger.allocator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.allocator.stream.InputTopics;
import io.vfledger.allocator.stream.Restorer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Faults of a transaction, on a real broker: whatever goes wrong, every input is entered once, in a dense chain. */
class HostingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ProducerFaults faults = new ProducerFaults();
    private TestBroker broker;
    private ConfigurableApplicationContext allocator;

    @BeforeEach
    void start() throws Exception {
        List<String> topics = new ArrayList<>(InputTopics.NAMES);
        topics.addAll(List.of("ledger", "commands"));
        broker = new TestBroker(topics.toArray(String[]::new));
        broker.startGroupAtZero("allocator");
        allocator = new SpringApplicationBuilder(AllocatorService.class)
                .initializers(context -> register((GenericApplicationContext) context))
                .properties(BindingProperties.of(
                        new AllocatorSettings("test-1", 0, "127.0.0.1"), broker.address(), Map.of()))
                .run();
    }

    private void register(GenericApplicationContext context) {
        context.registerBean(Restorer.class, () -> new JournalRestorer(broker));
        context.registerBean(ProducerFaults.class, () -> faults);
    }

    @AfterEach
    void stop() {
        allocator.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(ProducerFaults.Fault.class)
    void entersEveryInputOnceWhenATransactionGoesWrong(ProducerFaults.Fault fault) {
        send(0, 40);
        awaitEntries(40);
        faults.plan(fault);
        faults.plan(ProducerFaults.Fault.NONE);
        faults.plan(fault);
        send(40, 80);
        awaitEntries(80);
        await("all faults met", faults::allMet);
        send(80, 120);
        awaitEntries(120);

        assertThat(faults.met(fault)).isEqualTo(fault == ProducerFaults.Fault.NONE ? 0 : 2);
        assertEveryInputEnteredOnce(120);
    }

    @Test
    void entersEveryInputOnceUnderManyFaults() {
        int sent = 0;
        for (int round = 0; round < 3; round++) {
            for (ProducerFaults.Fault fault : ProducerFaults.Fault.values()) {
                faults.plan(fault);
                send(sent, sent + 20);
                sent += 20;
            }
        }
        awaitEntries(sent);
        assertEveryInputEnteredOnce(sent);
    }

    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            String topic = InputTopics.NAMES.get(i % InputTopics.NAMES.size());
            broker.send(topic, i % 3, "node".getBytes(UTF_8), Integer.toString(i).getBytes(UTF_8));
        }
        broker.flush();
    }

    private void awaitEntries(int count) {
        await(count + " entries", () -> broker.read("ledger").size() >= count);
    }

    private static void await(String what, BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(giveUpAt);
        }
    }

    private void assertEveryInputEnteredOnce(int inputs) {
        Map<Integer, Integer> nextByPartition = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> entry : broker.read("ledger")) {
            String text = new String(entry.value(), UTF_8);
            int next = nextByPartition.merge(entry.partition(), 1, Integer::sum) - 1;
            assertThat(text).as("partition " + entry.partition()).startsWith(next + " ");
        }
        assertThat(broker.read("ledger").stream()
                        .map(entry -> entry.partition() + new String(entry.value(), UTF_8).replaceFirst("[0-9]+", "")))
                .hasSize(inputs)
                .doesNotHaveDuplicates();
        assertThat(broker.read("commands").stream().map(command -> new String(command.value(), UTF_8)))
                .hasSize(inputs)
                .doesNotHaveDuplicates();
    }
}
