package io.vfledger.vfctl.evidence;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vfctl key}: the key that signs the heads of the ledger. */
@Command(
        name = "key",
        description = "Makes and shows the key by which inventory-service signs the heads of the ledger"
                + " (VFL_CHECKPOINT_KEY). The allocator must not hold it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeyCreateCommand.class, KeyShowCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl key create checkpoint.key --ledger ledger.example.com/prod",
            "  vfctl key show checkpoint.key.pub"
        },
        mixinStandardHelpOptions = true)
public final class KeyCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
