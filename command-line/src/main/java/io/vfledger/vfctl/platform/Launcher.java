package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts a supervisor, waits until everything is ready, and shows the progress; stops it again. */
final class Launcher {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Sum of what the parts are given to stop, and some more. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(100);

    private final Home home = Home.ofThisProgram();
    private final Ports ports;
    private final DataDirectory data;
    private final Archives archives;
    private final PrintWriter out;

    Launcher(Ports ports, DataDirectory data, Archives archives, PrintWriter out) {
        this.ports = ports;
        this.data = data;
        this.archives = archives;
        this.out = out;
    }

    /**
     * Starts the platform, and returns when all of it is ready.
     *
     * @param pools file that defines the pools
     * @throws Refusal when something is in the way; nothing runs then
     */
    PlatformState up(Optional<Path> pools) {
        home.requireBuild();
        data.prepare();
        refuseIfRunning();
        endOrphans();
        refuseTakenPorts();
        out.println("vfctl: starting, data in " + data.root());
        Process supervisor = startSupervisor(pools);
        RunningPlatform.remember(ports, data);
        // Ctrl-C while it starts means: do not start.
        Thread giveUp = new Thread(supervisor::destroy, "give-up");
        Runtime.getRuntime().addShutdownHook(giveUp);
        PlatformState state = awaitReady(supervisor);
        Runtime.getRuntime().removeShutdownHook(giveUp);
        return state;
    }

    /**
     * Stops what runs with the data directory, in order, whether or not its supervisor lives.
     *
     * @throws Refusal when it does not end
     */
    void down(PlatformState state) {
        ProcessIdentity supervisor = state.supervisor();
        if (supervisor.isAlive()) {
            ProcessHandle.of(supervisor.pid()).ifPresent(ProcessHandle::destroy);
            Duration patience = archives.grace(STOP_PATIENCE);
            if (!supervisor.awaitEnd(patience)) {
                throw new Refusal("the supervisor (process " + supervisor.pid() + ") did not end within "
                        + patience.toSeconds() + " s; see " + data.log("supervisor"));
            }
        }
        new Orphans(data).end();
        RunningPlatform.forget(state.portBase(), data);
    }

    private void refuseIfRunning() {
        Optional<PlatformLock> lock = PlatformLock.take(data);
        if (lock.isEmpty()) {
            throw new Refusal("the data directory '" + data.root() + "' belongs to a platform that runs"
                    + PlatformState.read(data)
                            .map(state -> " (supervisor is process "
                                    + state.supervisor().pid() + ", ports from " + state.portBase() + ")")
                            .orElse("")
                    + "; `vfctl status` shows it, `vfctl down` stops it, another --data and --port-base runs a second");
        }
        lock.get().close();
    }

    private void endOrphans() {
        List<PartState> orphans = new Orphans(data).living();
        if (!orphans.isEmpty()) {
            out.println("vfctl: the supervisor was killed; ending what it left: "
                    + orphans.stream().map(part -> part.name().toString()).toList());
            new Orphans(data).end();
        }
    }

    private void refuseTakenPorts() {
        List<String> conflicts = PortOwner.conflicts(ports);
        if (!conflicts.isEmpty()) {
            data.forgetState();
            throw new Refusal(String.join("; ", conflicts) + "; end it, or choose other ports with --port-base");
        }
    }

    private Process startSupervisor(Optional<Path> pools) {
        List<String> command = new ArrayList<>(List.of(
                // A session of its own: Ctrl-C in this terminal is not for the platform.
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.config.file=" + home.logging(),
                archives.asProperty(),
                "-Dvfctl.home=" + home.root(),
                "-cp",
                home.vfctlClassPath(),
                Supervisor.class.getName(),
                data.root().toString(),
                Integer.toString(ports.base())));
        command.addAll(2, archives.options(home.archive("supervisor")));
        pools.ifPresent(file -> command.add(file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(data.log("supervisor").toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Refusal("cannot start the supervisor", e);
        }
    }

    private PlatformState awaitReady(Process supervisor) {
        Set<PartName> shown = EnumSet.noneOf(PartName.class);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<PlatformState> state =
                    PlatformState.read(data).filter(found -> found.supervisor().pid() == supervisor.pid());
            state.ifPresent(found -> found.parts().stream()
                    .filter(part -> part.phase() == PartState.Phase.READY && shown.add(part.name()))
                    .forEach(part -> out.printf(
                            "vfctl:   %-10s ready after %.1f s%n", part.name(), part.readyAfterMs() / 1000.0)));
            out.flush();
            if (state.filter(PlatformState::isReady).isPresent()) {
                return state.get();
            }
            if (!supervisor.isAlive()) {
                throw new Refusal("the platform did not start: " + reason());
            }
            if (System.nanoTime() > until) {
                supervisor.destroy();
                throw new Refusal("not ready within " + PATIENCE.toMinutes() + " min, stopped again; see the logs in "
                        + data.logs());
            }
            Pause.of(Duration.ofMillis(100));
        }
    }

    private String reason() {
        try {
            List<String> lines = Files.readAllLines(data.log("supervisor"));
            return lines.stream()
                    .filter(line -> line.contains(Supervisor.PROBLEM))
                    .map(line -> line.substring(line.indexOf(Supervisor.PROBLEM) + Supervisor.PROBLEM.length()))
                    .reduce((first, second) -> second)
                    .or(() -> lines.stream().reduce((first, second) -> second))
                    .orElse("the supervisor said nothing");
        } catch (IOException e) {
            return "see " + data.log("supervisor");
        }
    }
}
