package io.vfledger.vfctl;

import io.vfledger.vfctl.evidence.ExportCommand;
import io.vfledger.vfctl.evidence.KeyCommand;
import io.vfledger.vfctl.evidence.ProveCommand;
import io.vfledger.vfctl.evidence.ReplayCommand;
import io.vfledger.vfctl.evidence.VerifyCommand;
import io.vfledger.vfctl.platform.AdoptCommand;
import io.vfledger.vfctl.platform.ConformanceCommand;
import io.vfledger.vfctl.platform.DownCommand;
import io.vfledger.vfctl.platform.InstallCommand;
import io.vfledger.vfctl.platform.LogsCommand;
import io.vfledger.vfctl.platform.StartCommand;
import io.vfledger.vfctl.platform.StatusCommand;
import io.vfledger.vfctl.platform.StopCommand;
import io.vfledger.vfctl.platform.UpCommand;
import io.vfledger.vfctl.platform.WarmUpCommand;
import io.vfledger.vfctl.query.DiffCommand;
import io.vfledger.vfctl.query.EntriesCommand;
import io.vfledger.vfctl.query.HistoryCommand;
import io.vfledger.vfctl.query.HolderCommand;
import io.vfledger.vfctl.query.LedgerCommand;
import io.vfledger.vfctl.query.NodesCommand;
import io.vfledger.vfctl.query.PfsCommand;
import io.vfledger.vfctl.query.PhasesCommand;
import io.vfledger.vfctl.query.RequestsCommand;
import io.vfledger.vfctl.query.SharingCommand;
import io.vfledger.vfctl.query.VfsCommand;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code vfctl}: starts the platform on one machine, and asks it. */
@Command(
        name = "vfctl",
        mixinStandardHelpOptions = true,
        version = "vfctl 0.1.0",
        description = "Runs vfledger on one machine, and asks it which pod holds which virtual function.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was done, or is so",
            "1:it was refused, failed, or is not so; the reason is on standard error",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl up                               start everything, data in .vfledger/data",
            "  vfctl up --data /var/tmp/b --port-base 19190    a second one beside it",
            "  vfctl status                           what runs, and where",
            "  vfctl logs broker --follow",
            "  vfctl vfs                              who has which function now",
            "  vfctl holder worker-1/0000:01:10.0 --at 14:03",
            "  vfctl ledger --pod default/web-0 --since 2h    everything about a pod",
            "  vfctl diff --from 14:00 --to 14:30     what changed",
            "  vfctl verify                           is the ledger sound",
            "  vfctl down"
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            StopCommand.class,
            StartCommand.class,
            WarmUpCommand.class,
            InstallCommand.class,
            AdoptCommand.class,
            ConformanceCommand.class,
            NodesCommand.class,
            PfsCommand.class,
            VfsCommand.class,
            HistoryCommand.class,
            HolderCommand.class,
            RequestsCommand.class,
            EntriesCommand.class,
            LedgerCommand.class,
            SharingCommand.class,
            PhasesCommand.class,
            DiffCommand.class,
            VerifyCommand.class,
            ProveCommand.class,
            ExportCommand.class,
            ReplayCommand.class,
            KeyCommand.class
        })
public final class Vfctl implements Runnable {
    /** First of the platform's ports where none is given. */
    public static final int DEFAULT_PORT_BASE = 19_090;

    @Option(
            names = "--port-base",
            scope = ScopeType.INHERIT,
            paramLabel = "PORT",
            defaultValue = "${env:VFL_PORT_BASE:-" + DEFAULT_PORT_BASE + "}",
            description = "First of the platform's seven ports; REST and page are on it. Default: 19090.")
    private int portBase = DEFAULT_PORT_BASE;

    @Option(
            names = "--data",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Directory with the platform's data and logs. Default: that of the platform on these ports,"
                    + " else .vfledger/data.")
    private @Nullable Path data;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line with all its commands; a refusal is one line on standard error and exit code 1. */
    public static CommandLine commandLine() {
        return new CommandLine(new Vfctl()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Refusal) {
                command.getErr().println("vfctl: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
    }

    /** First of the platform's ports. */
    public int portBase() {
        return portBase;
    }

    /** The data directory, where one was given. */
    public Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
