package io.vfledger.vfctl.evidence;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vfctl key create}. */
@Command(
        name = "create",
        description =
                "Makes a new key: the secret in FILE (mode 0600), what auditors need in FILE.pub, which is printed"
                        + " as well. A file that is there is kept.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl key create checkpoint.key --ledger ledger.example.com/prod"},
        mixinStandardHelpOptions = true)
public final class KeyCreateCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Where the secret goes.")
    private Path file = Path.of("");

    @Option(
            names = "--ledger",
            paramLabel = "NAME",
            description = "Name of the ledger, in all its checkpoints: best a URL without scheme. Default: drawn at"
                    + " random.")
    private String ledger = "";

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(KeyFiles.create(file, ledger));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
