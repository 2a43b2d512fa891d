package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Vfctl;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl stop}. */
@Command(
        name = "stop",
        description = "Stops one part of the platform; it stays stopped until it is started again.",
        footerHeading = "%nExamples:%n",
        footer = "  vfctl stop broker",
        mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
    @ParentCommand
    private Vfctl options = new Vfctl();

    @Mixin
    private PartParameter parameter = new PartParameter();

    @Override
    public Integer call() {
        parameter.mark(RunningPlatform.dataDirectory(options), true, part -> part.phase() == PartState.Phase.STOPPED);
        return CommandLine.ExitCode.OK;
    }
}
