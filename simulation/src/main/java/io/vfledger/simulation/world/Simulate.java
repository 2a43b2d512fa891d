package io.vfledger.simulation.world;

import io.vfledger.simulation.check.Coverage;
import io.vfledger.simulation.fate.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Runs the worlds of many seeds, or of one with a trace. */
public final class Simulate {
    private static final int LINES = Integer.getInteger("vfledger.simulation.lines", 200);
    private static final int MOST_SHOWN = 10;

    private Simulate() {}

    /**
     * {@code seeds FIRST COUNT} or {@code seed SEED}.
     *
     * @throws InterruptedException when it is stopped
     */
    public static void main(String[] arguments) throws InterruptedException {
        boolean fine = arguments[0].equals("seed")
                ? one(Long.parseLong(arguments[1]))
                : many(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        System.exit(fine ? 0 : 1);
    }

    private static boolean one(long seed) {
        Run run = new World(seed, LINES).run();
        run.trace().forEach(System.out::println);
        System.out.println("seed " + seed + ": "
                + run.failure().orElse("no violation") + " (" + run.events() + " events, " + run.entries()
                + " entries, faults " + run.faults() + ")");
        return run.failure().isEmpty();
    }

    /**
     * The first of some seeds whose world breaks a rule, and which; empty where none does.
     *
     * @param first the first seed to try
     * @param count how many are tried after it, from 1 on
     */
    public static String firstBroken(long first, int count) {
        return LongStream.concat(LongStream.of(first), LongStream.rangeClosed(1, count))
                .mapToObj(seed -> new World(seed, 0)
                        .run()
                        .failure()
                        .map(failure -> "seed " + seed + ": " + failure)
                        .orElse(""))
                .filter(broken -> !broken.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static boolean many(long first, int count) throws InterruptedException {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        List<Future<Run>> running = new ArrayList<>();
        Coverage coverage = new Coverage();
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        long events = 0;
        long entries = 0;
        int violations = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (long seed = first; seed < first + count; seed++) {
                long mine = seed;
                Callable<Run> world = () -> new World(mine, 0).run();
                running.add(workers.submit(world));
            }
            for (Future<Run> future : running) {
                Run run = result(future);
                coverage.add(run.coverage());
                run.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
                events += run.events();
                entries += run.entries();
                if (run.failure().isPresent() && ++violations <= MOST_SHOWN) {
                    System.out.println("VIOLATION " + run.failure().get());
                    System.out.println("  again: make simulate SEED=" + run.seed());
                }
            }
        }
        coverage.lines().forEach(System.out::println);
        StringBuilder struck = new StringBuilder();
        for (Fault fault : Fault.values()) {
            struck.append(' ').append(fault).append(' ').append(faults.getOrDefault(fault, 0));
        }
        System.out.println("faults:" + struck);
        System.out.println(events + " events, " + entries + " entries");
        System.out.println(count + " seeds, " + violations + " violations");
        return violations == 0;
    }

    private static Run result(Future<Run> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a world ends with a result, whatever happens in it", e);
        }
    }
}
