package io.vfledger.benchmarks.request;

import io.vfledger.avro.PodIdentity;
import io.vfledger.executor.app.AgentSettings;
import io.vfledger.executor.app.NodeFacts;
import io.vfledger.executor.app.RunningAgent;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.testbed.PodNews;
import io.vfledger.vf.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * ADDs from socket frame in to socket frame out, at fixed rates, beside the floor of the same run. {@code
 * benchmarks/requests} starts the platform and this.
 */
public final class RequestBenchmark {
    private static final int NODES = 4;
    private static final int[] RATES = {20, 200, 1000};
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    /** From a pod's binding to its ADD; at the highest rate fewer pods than VFs are bound meanwhile. */
    private static final Duration AHEAD = Duration.ofMillis(300);

    private static final Duration NEWS_PATIENCE = Duration.ofSeconds(10);
    private static final int WARM_UP_CALLS = 2_000;
    private static final int CLOSED_LOOP_CALLERS = 64;
    private static final byte[] VALUE = new byte[600];
    private static final String CONFIGURATION =
            "{\"cniVersion\":\"1.0.0\",\"name\":\"bench\",\"type\":\"vfledger-cni\",\"vlan\":100}";

    private final ConnectionSettings connection;
    private final Path directory;
    private final List<FrameCaller> nodes = new ArrayList<>();
    private final List<RunningAgent> agents = new ArrayList<>();
    private final AtomicInteger containers = new AtomicInteger();

    private RequestBenchmark(ConnectionSettings connection, Path directory) {
        this.connection = connection;
        this.directory = directory;
    }

    /** The connection is told by the environment, as to every part; the one argument is a directory for the agents. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: requests DIRECTORY, with VFL_BOOTSTRAP_SERVERS and VFL_REGISTRY_URL set");
            System.exit(2);
        }
        RequestBenchmark benchmark =
                new RequestBenchmark(ConnectionSettings.fromEnvironment(System.getenv()), Path.of(arguments[0]));
        try (Floor floor = Floor.start(benchmark.connection)) {
            benchmark.startNodes();
            benchmark.run(floor);
        } finally {
            benchmark.agents.forEach(RunningAgent::close);
        }
    }

    private void startNodes() throws IOException {
        for (int number = 1; number <= NODES; number++) {
            Path data = Files.createDirectories(directory.resolve("node-" + number));
            Path socket = data.resolve("run").resolve("cni.sock");
            AgentSettings settings = new AgentSettings(
                    new NodeName("bench-" + number),
                    connection,
                    data.resolve("agent"),
                    socket,
                    data.resolve("spool"),
                    data.resolve("sriov"),
                    Duration.ofSeconds(60),
                    Duration.ofHours(1),
                    false,
                    true,
                    List.of(),
                    Optional.empty());
            agents.add(RunningAgent.start(
                    settings, new FreeNics(FreeNics.MOST_VFS), new NoIpam(), NodeFacts.ofThisMachine()));
            nodes.add(new FrameCaller(socket));
        }
        nodes.forEach(RequestBenchmark::awaitFirstAdd);
    }

    /** Pools and verified VFs come by themselves, soon. */
    private static void awaitFirstAdd(FrameCaller node) {
        long giveUpAt = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            try {
                node.call("ADD", "first", "", CONFIGURATION);
                node.call("DEL", "first", "", CONFIGURATION);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > giveUpAt) {
                    throw new IllegalStateException("no ADD succeeds within " + START_PATIENCE, e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    private void run(Floor floor) throws Exception {
        System.out.printf("%d nodes of %d VFs each; milliseconds%n", NODES, FreeNics.MOST_VFS);
        OpenLoop.run(200, WARM_UP_CALLS, (number, due) -> addAndDel(new Timings(), new Timings(), due));
        System.out.printf(
                "%-8s %-24s %8s %8s %8s %8s %8s %8s%n", "rate", "what", "count", "p50", "p90", "p99", "p50 x", "p99 x");
        for (int rate : RATES) {
            measure(rate, floor);
        }
        System.out.printf(
                Locale.ROOT, "at most: %.0f ADD/s (and as many DEL/s), %d callers%n", most(), CLOSED_LOOP_CALLERS);
    }

    private void measure(int rate, Floor floor) throws Exception {
        int total = Math.toIntExact(rate * LENGTH.toSeconds());
        Timings hops = new Timings();
        OpenLoop.run(rate, total, (number, due) -> {
            floor.threeHops(number, VALUE);
            hops.add(System.nanoTime() - due);
        });
        Timings produce = new Timings();
        OpenLoop.run(rate, total, (number, due) -> {
            floor.produce(VALUE);
            produce.add(System.nanoTime() - due);
        });
        Timings add = new Timings();
        Timings del = new Timings();
        OpenLoop.run(rate, total, (number, due) -> addAndDel(add, del, due));
        print(rate, "floor: three hops", hops, hops);
        print(rate, "floor: one acked produce", produce, hops);
        print(rate, "ADD, cold", add, hops);
        print(rate, "ADD, held", held(rate, total), hops);
        print(rate, "DEL", del, hops);
    }

    /** Every pod is told of ahead of its ADD, as when it was bound to its node. */
    private Timings held(int rate, int total) throws InterruptedException {
        Timings add = new Timings();
        int first = containers.getAndAdd(total);
        try (PodNews news = new PodNews(connection)) {
            Thread scheduler = Thread.ofPlatform().start(() -> {
                try {
                    OpenLoop.run(
                            rate,
                            total,
                            (number, due) ->
                                    told(news.scheduled(node(number), identity(pod(first + number)), "bench", 100)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            LockSupport.parkNanos(AHEAD.toNanos());
            OpenLoop.run(rate, total, (number, due) -> {
                String pod = pod(first + number);
                FrameCaller caller = nodes.get(number % nodes.size());
                caller.call("ADD", pod, arguments(pod), CONFIGURATION);
                add.add(System.nanoTime() - due);
                caller.call("DEL", pod, arguments(pod), CONFIGURATION);
                told(news.deleted(node(number), identity(pod)));
            });
            scheduler.join();
        }
        return add;
    }

    /** News that the broker refuses would make the figures those of another case. */
    private static void told(Future<?> news) throws Exception {
        news.get(NEWS_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static String node(int number) {
        return "bench-" + (1 + number % NODES);
    }

    private static String pod(int number) {
        return "pod-" + number;
    }

    private static PodIdentity identity(String pod) {
        return PodIdentity.newBuilder()
                .setNamespace("bench")
                .setName(pod)
                .setUid("uid-" + pod)
                .build();
    }

    /** CNI_ARGS of that pod, as a container runtime passes them. */
    private static String arguments(String pod) {
        return "IgnoreUnknown=1;K8S_POD_NAMESPACE=bench;K8S_POD_NAME=" + pod + ";K8S_POD_UID=uid-" + pod;
    }

    private void addAndDel(Timings add, Timings del, long due) throws IOException {
        int number = containers.incrementAndGet();
        FrameCaller node = nodes.get(number % nodes.size());
        String container = "bench-" + number;
        node.call("ADD", container, "", CONFIGURATION);
        add.add(System.nanoTime() - due);
        long from = System.nanoTime();
        node.call("DEL", container, "", CONFIGURATION);
        del.add(System.nanoTime() - from);
    }

    /** ADDs a second when every caller begins anew as soon as it has its answer. */
    private double most() throws InterruptedException {
        Timings add = new Timings();
        long from = System.nanoTime();
        long until = from + LENGTH.toNanos();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CLOSED_LOOP_CALLERS; i++) {
            callers.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() < until) {
                    try {
                        addAndDel(add, new Timings(), System.nanoTime());
                    } catch (IOException e) {
                        throw new IllegalStateException("an ADD at full speed failed", e);
                    }
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return add.count() * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - from);
    }

    private static void print(int rate, String what, Timings timings, Timings floor) {
        System.out.printf(
                Locale.ROOT,
                "%-8s %-24s %8d %8.2f %8.2f %8.2f %8.1f %8.1f%n",
                rate + "/s",
                what,
                timings.count(),
                timings.percentileMs(50),
                timings.percentileMs(90),
                timings.percentileMs(99),
                timings.percentileMs(50) / floor.percentileMs(50),
                timings.percentileMs(99) / floor.percentileMs(99));
    }
}
