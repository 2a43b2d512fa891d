package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A part and its process: started, asked whether it serves, started again when it has died. It is driven by
 * {@link #tick}, from one thread.
 */
final class SupervisedPart {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** A process that lived that long has not failed to start. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    /** A log that has become that long is begun anew; the end of the old one is kept beside it. */
    private static final long LOG_BYTES = 16L * 1024 * 1024;

    private final Part part;
    private final DataDirectory data;
    private PartState state;
    private Optional<Process> process = Optional.empty();
    private int failures;
    private long nextStartMs;

    SupervisedPart(Part part, DataDirectory data) {
        this.part = part;
        this.data = data;
        this.state = PartState.initial(part.name(), part.port());
    }

    PartState state() {
        return state;
    }

    /** How often it has died in a row without having settled. */
    int failures() {
        return failures;
    }

    /**
     * Looks after it once.
     *
     * @param mayStart what it needs is there
     */
    void tick(boolean mayStart) {
        long now = System.currentTimeMillis();
        if (Files.exists(data.stopMark(part.name()))) {
            stop();
            return;
        }
        if (process.isPresent()) {
            watch(process.get(), now);
        } else if (mayStart && now >= nextStartMs) {
            start(now);
        }
        if (state.phase() == PartState.Phase.STOPPED && process.isEmpty()) {
            state = state.in(PartState.Phase.WAITING);
        }
    }

    /** Stops it; returns when it has ended. */
    void stop() {
        process.ifPresent(running -> {
            running.destroy();
            if (!ended(running, part.grace())) {
                running.destroyForcibly();
                ended(running, Duration.ofSeconds(5));
            }
        });
        process = Optional.empty();
        failures = 0;
        nextStartMs = 0;
        state = state.in(PartState.Phase.STOPPED);
    }

    private void watch(Process running, long now) {
        if (!running.isAlive()) {
            boolean settled = now - state.startedAtMs() > SETTLED.toMillis();
            failures = settled ? 1 : failures + 1;
            long pause = Math.min(FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10), LONGEST_PAUSE.toMillis());
            Supervisor.say(
                    part.name() + " ended with exit code " + running.exitValue() + "; again in " + pause + " ms");
            process = Optional.empty();
            state = state.died();
            nextStartMs = now + pause;
        } else if (state.phase() == PartState.Phase.STARTING && part.probe().isReady()) {
            state = state.ready(System.currentTimeMillis());
            Supervisor.say(part.name() + " is ready after " + state.readyAfterMs() + " ms");
        }
        shortenLog();
    }

    private void start(long now) {
        ProcessBuilder builder =
                new ProcessBuilder(part.command()).directory(part.directory().toFile());
        builder.environment().putAll(part.environment());
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        try {
            Process started = builder.start();
            process = Optional.of(started);
            // A process that has ended already has no identity left; the next look finds that.
            state = state.started(
                    ProcessIdentity.of(started.pid()).orElse(new ProcessIdentity(started.pid(), 0, "")), now);
        } catch (IOException e) {
            throw new Refusal(
                    "cannot start " + part.name() + " (" + part.command().get(0) + ")", e);
        }
    }

    private void shortenLog() {
        Path log = log();
        try {
            if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
                Files.copy(log, data.log(part.name() + ".old"), StandardCopyOption.REPLACE_EXISTING);
                // The process appends, so it goes on at the new end.
                try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                    file.setLength(0);
                }
            }
        } catch (IOException e) {
            throw new Refusal("cannot shorten '" + log + "'", e);
        }
    }

    private Path log() {
        return data.log(part.name().toString());
    }

    private static boolean ended(Process running, Duration most) {
        try {
            return running.waitFor(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
