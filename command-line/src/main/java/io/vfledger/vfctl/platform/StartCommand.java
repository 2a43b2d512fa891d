package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Vfctl;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl start}. */
@Command(
        name = "start",
        description = "Starts a part again that was stopped, and returns when it is ready.",
        footerHeading = "%nExamples:%n",
        footer = "  vfctl start broker",
        mixinStandardHelpOptions = true)
public final class StartCommand implements Callable<Integer> {
    @ParentCommand
    private Vfctl options = new Vfctl();

    @Mixin
    private PartParameter parameter = new PartParameter();

    @Override
    public Integer call() {
        parameter.mark(RunningPlatform.dataDirectory(options), false, part -> part.phase() == PartState.Phase.READY);
        return CommandLine.ExitCode.OK;
    }
}
