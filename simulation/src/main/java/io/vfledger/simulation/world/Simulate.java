package io.vfledger.simulation.world;

import io.vfledger.simulation.check.Coverage;
import io.vfledger.simulation.fate.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the worlds of many seeds, or of one with a trace. */
public final class Simulate {
    private static final int LINES = Integer.getInteger("vfledger.simulation.lines", 200);
    private static final int MOST_SHOWN = 10;

    private Simulate() {}

    /**
     * {@code PROFILE seeds FIRST COUNT} or {@code PROFILE seed SEED}.
     *
     * @throws InterruptedException when it is stopped
     */
    public static void main(String[] arguments) throws InterruptedException {
        World.Profile profile = World.Profile.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        long first = Long.parseLong(arguments[2]);
        boolean fine = arguments[1].equals("seed")
                ? one(profile, first)
                : many(profile, first, Integer.parseInt(arguments[3]));
        System.exit(fine ? 0 : 1);
    }

    private static boolean one(World.Profile profile, long seed) {
        Run run = new World(profile, seed, LINES).run();
        run.trace().forEach(System.out::println);
        System.out.println("seed " + seed + ": "
                + run.failure().orElse("no violation")
                + run.loss().map(loss -> ", lost: " + loss).orElse("") + " (" + run.events() + " events, "
                + run.entries()
                + " entries, faults " + run.faults() + ")");
        return run.failure().isEmpty();
    }

    /**
     * The first of some seeds whose world breaks a rule, and which; empty where none does. Only types of the JDK, since it is
     * called through a class loader of its own.
     *
     * @param profile the kind of world, by its name
     * @param seeds in the order in which they are tried
     * @return at most one seed, with what is broken
     */
    public static Map<Long, String> firstBroken(String profile, long[] seeds) {
        for (long seed : seeds) {
            Optional<String> failure =
                    new World(World.Profile.valueOf(profile), seed, 0).run().failure();
            if (failure.isPresent()) {
                return Map.of(seed, failure.get());
            }
        }
        return Map.of();
    }

    private static boolean many(World.Profile profile, long first, int count) throws InterruptedException {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        List<Future<Run>> running = new ArrayList<>();
        Coverage coverage = new Coverage();
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        Map<String, Integer> losses = new TreeMap<>();
        long events = 0;
        long entries = 0;
        int violations = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (long seed = first; seed < first + count; seed++) {
                long mine = seed;
                Callable<Run> world = () -> new World(profile, mine, 0).run();
                running.add(workers.submit(world));
            }
            for (Future<Run> future : running) {
                Run run = result(future);
                coverage.add(run.coverage());
                run.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
                run.loss().ifPresent(loss -> losses.merge(loss, 1, Integer::sum));
                events += run.events();
                entries += run.entries();
                if (run.failure().isPresent() && ++violations <= MOST_SHOWN) {
                    System.out.println("VIOLATION " + run.failure().get());
                    System.out.println("  again: "
                            + (profile == World.Profile.LOSSES ? "testbed/simulate loss " : "make simulate SEED=")
                            + run.seed());
                }
            }
        }
        coverage.lines().forEach(System.out::println);
        StringBuilder struck = new StringBuilder();
        for (Fault fault : Fault.values()) {
            struck.append(' ').append(fault).append(' ').append(faults.getOrDefault(fault, 0));
        }
        System.out.println("faults:" + struck);
        losses.forEach((loss, times) -> System.out.println("lost: " + loss + " " + times));
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
