package io.vfledger.vfctl.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process that cannot be mistaken for another one which got its number later.
 *
 * @param pid process id
 * @param startTicks when it was started, clock ticks after boot (field 22 of /proc/PID/stat, proc(5))
 * @param bootId of the boot in which it ran (/proc/sys/kernel/random/boot_id)
 */
record ProcessIdentity(long pid, long startTicks, String bootId) {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int START_TIME = 19;

    /** Who runs under that number now; empty where nobody does. */
    static Optional<ProcessIdentity> of(long pid) {
        List<String> fields = statFields(pid);
        if (fields.size() <= START_TIME || "Z".equals(fields.get(STATE))) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields.get(START_TIME)), currentBootId()));
    }

    /** Reads what {@link #toString} wrote; empty where it is something else. */
    static Optional<ProcessIdentity> parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3 || !parts[0].matches("[0-9]{1,10}") || !parts[1].matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]));
    }

    boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Asks it to end (SIGTERM), and ends it (SIGKILL) when it has not after the grace. */
    void end(Duration grace) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(found -> isAlive());
        handle.ifPresent(ProcessHandle::destroy);
        if (handle.isPresent() && !awaitEnd(grace)) {
            handle.get().destroyForcibly();
            awaitEnd(Duration.ofSeconds(5));
        }
    }

    /** Whether it ended within that time. */
    boolean awaitEnd(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Pause.of(Duration.ofMillis(50));
        }
        return true;
    }

    /** Resident memory, bytes (VmRSS of /proc/PID/status); empty where it does not run. */
    Optional<Long> residentBytes() {
        try {
            return Files.readAllLines(PROC.resolve(pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return pid + "/" + startTicks + "/" + bootId;
    }

    private static List<String> statFields(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            // The name is in parentheses and may hold spaces and parentheses of its own.
            return List.of(stat.substring(stat.lastIndexOf(')') + 2).trim().split(" "));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String currentBootId() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
