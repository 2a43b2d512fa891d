package io.vfledger.benchmarks.restore;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vfledger.allocator.stream.AllocatorMetrics;
import io.vfledger.allocator.stream.InputTopics;
import io.vfledger.allocator.stream.LedgerRestorer;
import io.vfledger.allocator.stream.PartitionTask;
import io.vfledger.allocator.stream.Restorer;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.install.TopicInstaller;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.vf.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long an allocator takes to restore partitions from a real broker, and what memory it needs: the very classes that
 * it restores by, in a JVM of their own. {@code benchmarks/restore} starts the broker and this.
 */
public final class RestoreBenchmark {
    private static final int PARTITIONS = 64;
    private static final int VFS_OF_A_NODE = 256;
    /** Input offsets are of topics that are empty here: nothing of them is behind. */
    private static final long FAR_AHEAD = Long.MAX_VALUE / 2;

    private final ConnectionSettings connection;
    private final CatalogueIds ids = new CatalogueIds();

    private RestoreBenchmark(ConnectionSettings connection) {
        this.connection = connection;
    }

    /** The broker is told by the environment; arguments: {@code fill VFS} or {@code restore all|PARTITION}. */
    public static void main(String[] arguments) throws Exception {
        RestoreBenchmark benchmark = new RestoreBenchmark(ConnectionSettings.fromEnvironment(System.getenv()));
        switch (arguments[0]) {
            case "fill" -> benchmark.fill(Integer.parseInt(arguments[1]));
            case "restore" ->
                benchmark.restore(
                        arguments[1].equals("all")
                                ? IntStream.range(0, PARTITIONS).boxed().toList()
                                : List.of(Integer.valueOf(arguments[1])));
            default -> {
                System.err.println("usage: fill VFS | restore all | restore PARTITION, with VFL_BOOTSTRAP_SERVERS set");
                System.exit(2);
            }
        }
    }

    private void fill(int vfs) {
        long from = System.nanoTime();
        try (Admin admin = Admin.create(connection.admin("benchmark-restore"))) {
            new TopicInstaller(admin, PARTITIONS, connection.durability()).install();
        }
        int nodes = Math.ceilDiv(vfs, VFS_OF_A_NODE);
        Map<Integer, List<NodeName>> byPartition = IntStream.range(0, nodes)
                .mapToObj(number -> new NodeName("worker-" + number))
                .collect(Collectors.groupingBy(node -> NodePartition.of(node.value(), PARTITIONS)));
        AvroWriter writer = new AvroWriter(ids);
        Map<String, Object> settings = new HashMap<>(connection.producer("benchmark-restore"));
        settings.putAll(Map.of("linger.ms", 20, "batch.size", 256 * 1024));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byPartition.entrySet().parallelStream()
                    .forEach(partition -> new Filling(partition.getKey(), writer, producer)
                            .fill(partition.getValue(), VFS_OF_A_NODE));
        }
        System.out.printf(
                Locale.ROOT,
                "%,d VFs of %,d nodes written in %.1f s%n",
                (long) nodes * VFS_OF_A_NODE,
                nodes,
                seconds(from));
    }

    private void restore(List<Integer> numbers) throws IOException {
        SortedMap<Integer, Optional<PartitionTask>> wanted = new TreeMap<>();
        Map<TopicPartition, Long> committed = new HashMap<>();
        for (int number : numbers) {
            wanted.put(number, Optional.empty());
            InputTopics.NAMES.forEach(topic -> committed.put(new TopicPartition(topic, number), FAR_AHEAD));
        }
        LedgerRestorer restorer = new LedgerRestorer(
                connection,
                new AvroReader(ids),
                new AvroWriter(ids),
                () -> PARTITIONS,
                "benchmark",
                new AllocatorMetrics(new SimpleMeterRegistry(), InstantSource.system()));
        long from = System.nanoTime();
        Map<Integer, Restorer.Result> results = restorer.restore(wanted, committed);
        double took = seconds(from);
        long vfs = results.values().stream().mapToLong(RestoreBenchmark::vfs).sum();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%-18s %,12d VFs %8.2f s %8d MiB heap %8d MiB resident at most%n",
                numbers.size() == 1 ? "partition " + numbers.getFirst() : numbers.size() + " partitions",
                vfs,
                took,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                residentMiB());
    }

    private static long vfs(Restorer.Result result) {
        return switch (result) {
            // Every second one is free, the others are with pods.
            case Restorer.Restored(var task) ->
                task.tally().pools().values().stream()
                        .mapToLong(pool -> 2L * pool.free())
                        .sum();
            case Restorer.Contradiction(String what) -> throw new IllegalStateException(what);
        };
    }

    private static long residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }

    private static double seconds(long fromNanos) {
        return (System.nanoTime() - fromNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
