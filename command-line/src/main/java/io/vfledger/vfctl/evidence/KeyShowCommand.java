package io.vfledger.vfctl.evidence;

import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.NotePublicKey;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vfctl key show}. */
@Command(
        name = "show",
        description = "Prints the public key of a key file; with --partition under the name by which it signs the heads"
                + " of that ledger partition, as other tools for signed notes want it.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl key show checkpoint.key.pub --partition 3"},
        mixinStandardHelpOptions = true)
public final class KeyShowCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "KEY", description = "File with a public or a private key, or a public key itself.")
    private String key = "";

    @Option(names = "--partition", paramLabel = "N", defaultValue = "-1", description = "A ledger partition.")
    private int partition = -1;

    @Override
    public Integer call() {
        NotePublicKey found = KeyFiles.publicKey(key);
        spec.commandLine()
                .getOut()
                .println(partition < 0 ? found : found.named(Checkpoint.originOf(found.name(), partition)));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
