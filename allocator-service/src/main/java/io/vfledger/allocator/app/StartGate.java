package io.vfledger.allocator.app;

import io.vfledger.allocator.stream.InputTopics;
import io.vfledger.allocator.stream.StreamException;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.install.InstallException;
import io.vfledger.schemas.install.Installation;
import io.vfledger.schemas.install.TopicInstaller;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Holds the binding back until broker, topics and registry are there and as they must be. What is not there yet is
 * waited for without end, since everything may start in any order; what is wrong ends the process.
 *
 * <p>It begins when it is made, while the rest of the service starts.
 */
final class StartGate implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StartGate.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long PAUSE_MS = 250;

    /** Before the binding's consumer, which is at DEFAULT_PHASE - 3000. */
    private static final int PHASE = Integer.MAX_VALUE - 3_500;

    private final ConnectionSettings connections;
    private final AvroWriter writer;
    private final FutureTask<Void> checks = new FutureTask<>(this::waitAndCheck, null);
    private volatile String waitingFor = "the start";
    private volatile int partitions;
    private volatile boolean open;

    StartGate(ConnectionSettings connections, AvroWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    /** Begins to wait and check, beside the caller. */
    StartGate begin() {
        Thread.ofPlatform().daemon().name("start-gate").start(checks);
        return this;
    }

    /** What is missing, in words; empty once nothing is. */
    String waitingFor() {
        return waitingFor;
    }

    /** Partitions of every topic; known once the gate is open. */
    int partitions() {
        return partitions;
    }

    @Override
    public void start() {
        try {
            // Without a time limit on purpose: a context that is closed meanwhile interrupts only such a wait.
            checks.get();
            open = true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartRefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException("the checks at start failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefusedException(List.of("stopped while waiting for " + waitingFor));
        }
    }

    @Override
    public void stop() {
        open = false;
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void waitAndCheck() {
        try (Admin admin = Admin.create(connections.admin("allocator-start"))) {
            until("all topics on " + connections.bootstrapServers(), () -> requireTopics(admin));
            partitions = until("the description of topic ledger", () -> partitionsOf(admin, "ledger"));
            until("the topics' settings", () -> check(new TopicInstaller(admin, partitions, connections.durability())));
            until("the group's offsets", () -> {
                new GroupOffsets(admin, BindingProperties.GROUP, partitions).initialise();
                return true;
            });
        }
        until("the schemas in the registry " + connections.registryUrl(), () -> {
            Stream.of(Topic.COMMANDS, Topic.LEDGER, Topic.VF_STATE, Topic.NODE_STATE, Topic.DEAD_LETTER)
                    .forEach(writer::prepare);
            return true;
        });
        waitingFor = "";
    }

    private static boolean requireTopics(Admin admin) {
        Set<String> missing = new TreeSet<>(InputTopics.NAMES);
        missing.addAll(Stream.of(Topic.values()).map(Topic::topicName).collect(Collectors.toSet()));
        missing.removeAll(await("list the topics", admin.listTopics().names()));
        if (!missing.isEmpty()) {
            throw new StreamException("topics " + missing + " do not exist yet; the installer creates them");
        }
        return true;
    }

    private static int partitionsOf(Admin admin, String topic) {
        return Objects.requireNonNull(await(
                                "describe topic " + topic,
                                admin.describeTopics(List.of(topic)).allTopicNames())
                        .get(topic))
                .partitions()
                .size();
    }

    private static boolean check(TopicInstaller topics) {
        return switch (topics.check()) {
            case Installation.Ready ready -> true;
            case Installation.Refused(List<String> problems) -> throw new StartRefusedException(problems);
        };
    }

    private <T> T until(String what, java.util.function.Supplier<T> question) {
        waitingFor = what;
        for (long attempt = 0; ; attempt++) {
            try {
                return question.get();
            } catch (StreamException | InstallException | RegistryException | KafkaException e) {
                waitingFor = what + ": " + e.getMessage();
                if (attempt % 40 == 4) {
                    LOG.warn("waiting for {}", waitingFor);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefusedException(List.of("stopped while waiting"));
        }
    }

    private static <T> T await(String operation, KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StreamException(operation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException(operation, e);
        }
    }
}
