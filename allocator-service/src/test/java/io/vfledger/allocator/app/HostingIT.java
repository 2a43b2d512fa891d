package io.vfledger.allocator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.allocator.stream.InputTopics;
import io.vfledger.allocator.stream.Restorer;
import io.vfledger.schemas.ConnectionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Faults of a transaction, on a real broker: whatever goes wrong, every input is entered once, in a dense chain. */
class HostingIT {
    private static final ProducerFaults FAULTS = new ProducerFaults();
    private static TestBroker broker;
    private static ConfigurableApplicationContext allocator;
    private static int sent;

    @BeforeAll
    static void start() throws Exception {
        List<String> topics = new ArrayList<>(InputTopics.NAMES);
        topics.addAll(List.of("ledger", "commands"));
        broker = new TestBroker(topics.toArray(String[]::new));
        broker.startGroupAtZero("allocator");
        allocator = new SpringApplicationBuilder(AllocatorService.class)
                .initializers(context -> register((GenericApplicationContext) context))
                .properties(BindingProperties.of(
                        new AllocatorSettings("test-1", 0, "127.0.0.1", "test"),
                        new ConnectionSettings(broker.address(), "mock://unused", Map.of(), true)))
                .run();
    }

    private static void register(GenericApplicationContext context) {
        context.registerBean(Restorer.class, () -> new JournalRestorer(broker));
        context.registerBean(ProducerFaults.class, () -> FAULTS);
    }

    @AfterAll
    static void stop() {
        allocator.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(ProducerFaults.Fault.class)
    void entersEveryInputOnceWhenATransactionGoesWrong(ProducerFaults.Fault fault) {
        int before = FAULTS.met(fault);
        FAULTS.plan(fault);
        FAULTS.plan(ProducerFaults.Fault.NONE);
        FAULTS.plan(fault);
        Await.until("all faults met", () -> {
            send(5);
            awaitEntries();
            return FAULTS.allMet();
        });
        send(20);
        awaitEntries();

        assertThat(FAULTS.met(fault) - before).isEqualTo(fault == ProducerFaults.Fault.NONE ? 0 : 2);
        assertEveryInputEnteredOnce();
    }

    @Test
    void entersEveryInputOnceUnderManyFaults() {
        for (int round = 0; round < 3; round++) {
            for (ProducerFaults.Fault fault : ProducerFaults.Fault.values()) {
                FAULTS.plan(fault);
                send(20);
            }
            // All that is planned may fall on one batch: only what follows shows on what state it was decided.
            awaitEntries();
            send(20);
            awaitEntries();
            assertEveryInputEnteredOnce();
        }
    }

    @ParameterizedTest
    @EnumSource(ProducerFaults.Fault.class)
    void firesATimerOnceWithoutAnyInput(ProducerFaults.Fault fault) {
        long fired = timers();
        FAULTS.plan(ProducerFaults.Fault.NONE);
        FAULTS.plan(fault);
        broker.send("outcomes", 1, "node".getBytes(UTF_8), ("arm " + sent).getBytes(UTF_8));
        broker.flush();
        sent++;
        Await.until("a timer fired", () -> timers() > fired);
        send(5);
        awaitEntries();

        assertThat(timers()).isEqualTo(fired + 1);
        assertThat(FAULTS.allMet()).isTrue();
        assertEveryInputEnteredOnce();
    }

    private static long timers() {
        return broker.read("ledger").stream()
                .filter(entry -> new String(entry.value(), UTF_8).endsWith(" timer"))
                .count();
    }

    private static void send(int count) {
        for (int i = 0; i < count; i++, sent++) {
            String topic = InputTopics.NAMES.get(sent % InputTopics.NAMES.size());
            broker.send(
                    topic,
                    sent % 3,
                    "node".getBytes(UTF_8),
                    Integer.toString(sent).getBytes(UTF_8));
        }
        broker.flush();
    }

    private static void awaitEntries() {
        Await.until(sent + " entries", () -> broker.read("ledger").size() - timers() >= sent);
    }

    private void assertEveryInputEnteredOnce() {
        Map<Integer, Integer> nextByPartition = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> entry : broker.read("ledger")) {
            String text = new String(entry.value(), UTF_8);
            int next = nextByPartition.merge(entry.partition(), 1, Integer::sum) - 1;
            assertThat(text).as("partition " + entry.partition()).startsWith(next + " ");
        }
        assertThat(broker.read("ledger").stream()
                        .filter(entry -> !new String(entry.value(), UTF_8).endsWith(" timer"))
                        .map(entry -> entry.partition() + new String(entry.value(), UTF_8).replaceFirst("[0-9]+", "")))
                .hasSize(sent)
                .doesNotHaveDuplicates();
        assertThat(broker.read("commands").stream().map(command -> new String(command.value(), UTF_8)))
                .hasSize(sent)
                .doesNotHaveDuplicates();
    }
}
