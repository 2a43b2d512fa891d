package io.vfledger.benchmarks.fanout;

import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the broker spends on agents that only wait for commands, and on commands at a fixed rate, as there are more of
 * them: every agent follows the whole partition of its node and skips what is not its own. {@code benchmarks/fan-out}
 * starts the broker and this.
 */
public final class FanOutBenchmark {
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final int COMMANDS_PER_SECOND = 100;
    private static final int VALUE_BYTES = 700;
    /** Of the kernel's clock in {@code /proc/PID/stat}. */
    private static final int TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;

    private final ConnectionSettings connection;
    private final long brokerPid;
    private final int partitions;
    private final List<SimulatedAgent> agents = new ArrayList<>();

    private FanOutBenchmark(ConnectionSettings connection, long brokerPid, int partitions) {
        this.connection = connection;
        this.brokerPid = brokerPid;
        this.partitions = partitions;
    }

    /** The broker is told by the environment; arguments: its process, the number of partitions, numbers of agents. */
    public static void main(String[] arguments) throws Exception {
        FanOutBenchmark benchmark = new FanOutBenchmark(
                ConnectionSettings.fromEnvironment(System.getenv()),
                Long.parseLong(arguments[0]),
                Integer.parseInt(arguments[1]));
        int[] counts =
                Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
        benchmark.createTopic();
        System.out.printf(
                "%-10s %-10s %12s %14s %12s %10s %10s%n",
                "partitions", "agents", "idle CPU %", "CPU %", "deliveries/s", "own p50", "own p99");
        for (int count : counts) {
            benchmark.grow(count);
            benchmark.measure();
        }
        Runtime.getRuntime().halt(0);
    }

    private void createTopic() throws Exception {
        NewTopic commands = new NewTopic(
                        Topic.COMMANDS.topicName(),
                        partitions,
                        connection.durability().replication())
                .configs(TopicCatalogue.brokerSettings(Topic.COMMANDS, connection.durability()));
        try (Admin admin = Admin.create(connection.admin("benchmark-fan-out"))) {
            admin.createTopics(List.of(commands)).all().get();
        }
    }

    private void grow(int count) throws InterruptedException {
        while (agents.size() < count) {
            String node = "worker-" + agents.size();
            agents.add(SimulatedAgent.start(connection, node, NodePartition.of(node, partitions)));
        }
        for (SimulatedAgent agent : agents) {
            agent.awaitReady();
        }
        Thread.sleep(SETTLING);
    }

    private void measure() throws Exception {
        double idle = cpuPercent(() -> Thread.sleep(LENGTH));
        agents.forEach(SimulatedAgent::reset);
        double busy = cpuPercent(this::send);
        Thread.sleep(SETTLING);
        long deliveries = agents.stream().mapToLong(SimulatedAgent::received).sum();
        long[] own =
                agents.stream().flatMapToLong(SimulatedAgent::ownNanos).sorted().toArray();
        int sent = COMMANDS_PER_SECOND * Math.toIntExact(LENGTH.toSeconds());
        if (own.length != sent) {
            throw new IllegalStateException(own.length + " of " + sent + " commands came to their nodes");
        }
        System.out.printf(
                Locale.ROOT,
                "%-10d %-10d %12.0f %14.0f %12.0f %7.1f ms %7.1f ms%n",
                partitions,
                agents.size(),
                idle,
                busy,
                deliveries / (double) LENGTH.toSeconds(),
                own[own.length / 2] / 1e6,
                own[own.length * 99 / 100] / 1e6);
    }

    /** Commands to one node after the other, evenly over time. */
    private void send() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                connection.producer("benchmark-fan-out"), new ByteArraySerializer(), new ByteArraySerializer())) {
            long from = System.nanoTime();
            long count = COMMANDS_PER_SECOND * LENGTH.toSeconds();
            for (int number = 0; number < count; number++) {
                long due = from + number * TimeUnit.SECONDS.toNanos(1) / COMMANDS_PER_SECOND;
                LockSupport.parkNanos(due - System.nanoTime());
                SimulatedAgent agent = agents.get((int) (number * (long) agents.size() / count));
                var _ = producer.send(new ProducerRecord<>(
                        Topic.COMMANDS.topicName(),
                        agent.partition(),
                        agent.key(),
                        SimulatedAgent.stamped(VALUE_BYTES)));
            }
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** Of one processor, of the broker. */
    private double cpuPercent(Work work) throws InterruptedException, IOException {
        long ticks = brokerTicks();
        long from = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - from) / (double) TimeUnit.SECONDS.toNanos(1);
        return (brokerTicks() - ticks) * 100.0 / TICKS_PER_SECOND / seconds;
    }

    private long brokerTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + brokerPid + "/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(afterName[USER_TIME]) + Long.parseLong(afterName[USER_TIME + 1]);
    }
}
