package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Vfctl;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl up}. */
@Command(
        name = "up",
        description = "Starts broker, registry, allocator and inventory here, and returns when all are ready. They are"
                + " supervised: one that dies is started again.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl up", "  vfctl up --data /var/tmp/second --port-base 19190 --pools pools.json"},
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @ParentCommand
    private Vfctl options = new Vfctl();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--pools", paramLabel = "FILE", description = "File that defines the pools of VFs.")
    private @Nullable Path pools;

    @Override
    public Integer call() {
        Ports ports = ports();
        DataDirectory data =
                new DataDirectory(options.data().orElse(Home.ofThisProgram().defaultData()));
        PlatformState state = new Launcher(ports, data, Archives.USE, out()).up(poolsFile());
        out().printf(
                        "vfctl: ready after %.1f s; page %s, brokers %s, registry %s%n",
                        state.readyAfterMs() / 1000.0, ports.page(), ports.bootstrapServers(), ports.registryUrl());
        return CommandLine.ExitCode.OK;
    }

    private Ports ports() {
        try {
            return new Ports(options.portBase());
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<Path> poolsFile() {
        Optional<Path> file = Optional.ofNullable(pools).map(Path::toAbsolutePath);
        file.filter(path -> !Files.isReadable(path)).ifPresent(path -> {
            throw new Refusal("--pools names '" + path + "', which cannot be read");
        });
        return file;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
