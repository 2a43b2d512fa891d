package io.vfledger.fuzzing;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;

/**
 * What Jazzer calls with each input. The system properties {@code vfledger.fuzz.target}, {@code .root} and {@code .scratch}
 * say which target, where the sources are and where it may write.
 */
public final class FuzzDriver {
    /** What reading one input may allocate, bytes: inputs of some KiB that claim more are a way to stop an agent. */
    private static final long ALLOCATION_MAX = 64L * 1024 * 1024;

    private static final Path SCRATCH = path("scratch");
    private static final Target TARGET = target();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private FuzzDriver() {}

    /** Called once. From here on every path that is opened outside of the scratch directory is a finding. */
    public static void fuzzerInitialize() throws IOException {
        // The first input would be blamed for the classes that it loads.
        TARGET.seeds().forEach(TARGET::feed);
        var _ = BugDetectors.setFilePathTraversalAllowPath(
                opened -> opened.toAbsolutePath().normalize().startsWith(SCRATCH));
    }

    /** Called with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        // What the first reading allocates may be the classes that it loads; what an input claims, it claims again.
        if (allocatedBy(input) > ALLOCATION_MAX) {
            long allocated = allocatedBy(input);
            if (allocated > ALLOCATION_MAX) {
                throw new AssertionError("an input of " + input.length + " bytes made the reader allocate " + allocated
                        + ", allowed are " + ALLOCATION_MAX);
            }
        }
    }

    private static long allocatedBy(byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        TARGET.feed(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Called at the end, but not after a finding. */
    public static void fuzzerTearDown() {
        if (TARGET instanceof EveryTarget every) {
            System.err.print(every.counts());
        }
    }

    private static Target target() {
        Map<String, Target> targets = Targets.all(path("root"), SCRATCH);
        String name = System.getProperty("vfledger.fuzz.target", "");
        Target target = targets.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no target '" + name + "'; there are " + targets.keySet());
        }
        return target;
    }

    private static Path path(String name) {
        return Path.of(System.getProperty("vfledger.fuzz." + name, "."))
                .toAbsolutePath()
                .normalize();
    }
}
