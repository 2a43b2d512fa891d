package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Main class of the supervisor's process: starts the parts as soon as what they need is there, starts one again when it
 * has died, stops them in order when it is asked to end (SIGTERM).
 */
public final class Supervisor {
    private static final long LOOK_EVERY_MS = 100;

    /** So often in a row may a part die before everything was ready once. */
    private static final int MOST_FAILURES_AT_START = 4;

    /** Begins the line that tells {@code vfctl up} why the platform did not start. */
    static final String PROBLEM = "problem: ";

    private final DataDirectory data;
    private final Ports ports;
    private final List<SupervisedPart> parts;
    private final Provisioning provisioning;
    private final ProcessIdentity self;
    private final long startedAtMs = System.currentTimeMillis();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Optional<CompletableFuture<Void>> topics = Optional.empty();
    private Optional<CompletableFuture<Void>> schemas = Optional.empty();
    private Optional<PlatformState> written = Optional.empty();
    private long readyAfterMs;

    private Supervisor(Home home, DataDirectory data, Ports ports, Optional<Path> pools) {
        this.data = data;
        this.ports = ports;
        this.parts = new Parts(home, data, ports, pools)
                .all().stream().map(part -> new SupervisedPart(part, data)).toList();
        this.provisioning = Provisioning.of(ports);
        this.self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    }

    /**
     * Supervises until it is asked to end.
     *
     * @param arguments data directory, port base, and the file with the pools where there is one
     */
    public static void main(String[] arguments) {
        try {
            DataDirectory data = new DataDirectory(Path.of(arguments[0]));
            Optional<Path> pools = arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty();
            run(data, new Ports(Integer.parseInt(arguments[1])), pools);
        } catch (Refusal e) {
            say(PROBLEM + e.getMessage());
            System.exit(1);
        }
    }

    static void say(String what) {
        System.out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + " " + what);
    }

    private static void run(DataDirectory data, Ports ports, Optional<Path> pools) {
        Optional<PlatformLock> lock = PlatformLock.take(data);
        if (lock.isEmpty()) {
            throw new Refusal("another platform has taken the data directory '" + data.root() + "'");
        }
        try {
            new Orphans(data).end();
            BrokerSettings.write(data, ports);
            Supervisor supervisor = new Supervisor(Home.ofThisProgram(), data, ports, pools);
            Runtime.getRuntime().addShutdownHook(new Thread(supervisor::endInOrder, "stop"));
            supervisor.superviseUntilAskedToStop();
        } finally {
            lock.get().close();
        }
    }

    private void superviseUntilAskedToStop() {
        try {
            while (!stopRequested.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopAll();
            stopped.countDown();
        }
    }

    private void tick() {
        boolean servicesMayStart = topics.isPresent();
        for (SupervisedPart part : parts) {
            boolean infrastructure = part.state().name().compareTo(PartName.REGISTRY) <= 0;
            part.tick(infrastructure || servicesMayStart);
            if (readyAfterMs == 0 && part.failures() > MOST_FAILURES_AT_START) {
                throw new Refusal(part.state().name() + " does not start; see `vfctl logs "
                        + part.state().name() + "` ("
                        + data.log(part.state().name().toString()) + ")");
            }
        }
        topics = topics.or(() -> onceReady(PartName.BROKER, provisioning::topics));
        schemas = schemas.or(() -> onceReady(PartName.REGISTRY, provisioning::schemas));
        boolean all = topics.filter(Supervisor::isDone).isPresent()
                && schemas.filter(Supervisor::isDone).isPresent()
                && parts.stream().allMatch(part -> part.state().phase() == PartState.Phase.READY);
        if (all && readyAfterMs == 0) {
            readyAfterMs = System.currentTimeMillis() - startedAtMs;
            say("everything is ready after " + readyAfterMs + " ms");
        }
        writeState();
    }

    private Optional<CompletableFuture<Void>> onceReady(PartName name, Runnable install) {
        return parts.stream()
                        .map(SupervisedPart::state)
                        .anyMatch(part -> part.name() == name && part.phase() == PartState.Phase.READY)
                ? Optional.of(CompletableFuture.runAsync(install, task -> new Thread(task, "install").start()))
                : Optional.empty();
    }

    /** Whether it is; what it failed with is thrown here. */
    private static boolean isDone(CompletableFuture<Void> installed) {
        if (!installed.isDone()) {
            return false;
        }
        try {
            installed.get();
            return true;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal ? refusal : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void writeState() {
        List<PartState> states = new ArrayList<>();
        parts.forEach(part -> states.add(part.state()));
        PlatformState now = new PlatformState(self, ports.base(), startedAtMs, readyAfterMs, states);
        if (!written.equals(Optional.of(now))) {
            now.write(data);
            written = Optional.of(now);
        }
    }

    private void stopAll() {
        for (SupervisedPart part : parts.reversed()) {
            say("stopping " + part.state().name());
            part.stop();
            writeState();
        }
        data.forgetState();
        say("stopped");
    }

    private void endInOrder() {
        stopRequested.countDown();
        try {
            if (!stopped.await(Duration.ofSeconds(90).toMillis(), TimeUnit.MILLISECONDS)) {
                say("parts did not end in 90 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
