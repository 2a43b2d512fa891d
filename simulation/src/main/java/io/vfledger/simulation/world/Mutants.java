package io.vfledger.simulation.world;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Shows that the simulation sees what it has to see: compiles one class with a deliberate bug, puts it before the right one
 * on a class path of its own, and looks for a seed that is caught by it.
 */
public final class Mutants {
    private static final int SEEDS = 600;
    private static final int SHOWN = 160;
    private static final List<String> MODULES = List.of("simulation", "vf-lifecycle");

    private final Path root;
    private final Path scratch;

    private Mutants(Path root, Path scratch) {
        this.root = root;
        this.scratch = scratch;
    }

    /**
     * {@code ROOT [WORDS]}: the checkout, whose modules are compiled; of the mutants only those whose name has the words.
     *
     * @throws IOException when it cannot be read
     * @throws InterruptedException when it is stopped
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String words = arguments.length > 1 ? arguments[1] : "";
        List<Mutant> mutants = Mutant.all().stream()
                .filter(mutant -> mutant.name().contains(words))
                .toList();
        Path scratch = Files.createTempDirectory("vfledger-mutants");
        boolean fine;
        try {
            fine = new Mutants(Path.of(arguments[0]), scratch).run(mutants);
        } finally {
            delete(scratch);
        }
        System.exit(fine ? 0 : 1);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(each);
            }
        }
    }

    private boolean run(List<Mutant> mutants) throws InterruptedException {
        int caught = 0;
        try (ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<String>> results = new ArrayList<>();
            for (Mutant mutant : mutants) {
                Callable<String> look = () -> caughtBy(mutant);
                results.add(workers.submit(look));
            }
            for (int i = 0; i < mutants.size(); i++) {
                String by = result(results.get(i));
                caught += by.isEmpty() ? 0 : 1;
                System.out.printf(
                        "   %-7s %s%n           %s%n",
                        by.isEmpty() ? "MISSED" : "caught",
                        mutants.get(i).name(),
                        by.isEmpty()
                                ? "by none of " + SEEDS + " seeds"
                                : by.substring(0, Math.min(SHOWN, by.length())));
            }
        }
        System.out.println(mutants.size() + " mutants, " + caught + " caught");
        return caught == mutants.size();
    }

    private static String result(Future<String> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        }
    }

    private String caughtBy(Mutant mutant) throws IOException, ReflectiveOperationException {
        Path classes = Files.createTempDirectory(scratch, "classes");
        compile(mutant, classes);
        List<URL> path = new ArrayList<>();
        path.add(classes.toUri().toURL());
        for (String module : MODULES) {
            path.add(classesOf(module).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method firstBroken =
                    loader.loadClass(Simulate.class.getName()).getMethod("firstBroken", String.class, long[].class);
            return caughtBy(mutant, firstBroken);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("'" + mutant.name() + "' ends the simulation itself", e.getCause());
        }
    }

    /** A seed that is broken without the mutant as well says nothing about it. */
    private static String caughtBy(Mutant mutant, Method firstBroken) throws ReflectiveOperationException {
        String profile = mutant.profile().name();
        long[] left = LongStream.concat(LongStream.of(mutant.seed()), LongStream.rangeClosed(1, SEEDS))
                .toArray();
        while (true) {
            Map<?, ?> broken = (Map<?, ?>) firstBroken.invoke(null, profile, left);
            if (broken.isEmpty()) {
                return "";
            }
            Map.Entry<?, ?> by = broken.entrySet().iterator().next();
            long seed = (Long) by.getKey();
            if (Simulate.firstBroken(profile, new long[] {seed}).isEmpty()) {
                return "seed " + seed + ": " + by.getValue();
            }
            left = Arrays.stream(left).dropWhile(each -> each != seed).skip(1).toArray();
        }
    }

    private Path classesOf(String module) {
        return root.resolve(module).resolve("target/classes");
    }

    private void compile(Mutant mutant, Path classes) throws IOException {
        Path file = root.resolve(mutant.source().path());
        String right = Files.readString(file);
        int at = right.indexOf(mutant.right());
        if (at < 0 || right.indexOf(mutant.right(), at + 1) >= 0) {
            throw new IllegalStateException("'" + mutant.name() + "' does not apply any more: " + file
                    + " must have exactly once: " + mutant.right());
        }
        Path mutated = Files.createDirectories(classes.resolveSibling(classes.getFileName() + "-source"))
                .resolve(file.getFileName());
        Files.writeString(mutated, right.replace(mutant.right(), mutant.wrong()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-nowarn",
                    "-proc:none",
                    "-cp",
                    classesOf("simulation") + ":" + classesOf("vf-lifecycle"));
            if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(mutated))
                    .call()) {
                throw new IllegalStateException("'" + mutant.name() + "' does not compile");
            }
        }
    }
}
