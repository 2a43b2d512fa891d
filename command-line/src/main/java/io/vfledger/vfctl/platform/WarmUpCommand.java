package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vfctl warm-up}. */
@Command(
        name = "warm-up",
        description =
                "Starts and stops a platform of its own once, and keeps the classes that were loaded: later starts"
                        + " take about a third less work. Worth repeating after a build.",
        footerHeading = "%nExamples:%n",
        footer = "  vfctl warm-up",
        mixinStandardHelpOptions = true)
public final class WarmUpCommand implements Callable<Integer> {
    private static final int FIRST_BASE = 21_000;
    private static final int TRIES = 100;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Ports ports = IntStream.range(0, TRIES)
                .mapToObj(i -> new Ports(FIRST_BASE + Ports.COUNT * i))
                .filter(free -> PortOwner.conflicts(free).isEmpty())
                .findFirst()
                .orElseThrow(() -> new Refusal("no " + Ports.COUNT + " free ports from " + FIRST_BASE));
        Path directory = temporary();
        try {
            DataDirectory data = new DataDirectory(directory);
            Launcher launcher = new Launcher(ports, data, Archives.MAKE, out);
            PlatformState state = launcher.up(Optional.empty());
            out.println("vfctl: keeping the classes");
            out.flush();
            launcher.down(state);
        } finally {
            remove(directory);
        }
        return CommandLine.ExitCode.OK;
    }

    private static Path temporary() {
        try {
            Files.createDirectories(Home.ofThisProgram().archive("broker").resolveSibling("."));
            return Files.createTempDirectory("vfctl-warm-up");
        } catch (IOException e) {
            throw new Refusal("cannot make a temporary directory", e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new Refusal("cannot remove '" + directory + "'", e);
        }
    }
}
