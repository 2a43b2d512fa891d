package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Vfctl;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl down}. */
@Command(
        name = "down",
        description = "Stops the platform, in order. Its data and logs stay.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl down", "  vfctl down --data /var/tmp/second"},
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
    @ParentCommand
    private Vfctl options = new Vfctl();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        DataDirectory data = RunningPlatform.dataDirectory(options);
        Optional<PlatformState> state = PlatformState.read(data);
        if (state.isEmpty()) {
            spec.commandLine().getOut().println("vfctl: no platform runs with the data directory " + data.root());
            RunningPlatform.forget(options.portBase(), data);
            return CommandLine.ExitCode.OK;
        }
        new Launcher(
                        new Ports(state.get().portBase()),
                        data,
                        Archives.USE,
                        spec.commandLine().getOut())
                .down(state.get());
        spec.commandLine().getOut().println("vfctl: stopped; data stays in " + data.root());
        return CommandLine.ExitCode.OK;
    }
}
