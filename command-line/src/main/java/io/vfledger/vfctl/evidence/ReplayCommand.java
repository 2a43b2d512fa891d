package io.vfledger.vfctl.evidence;

import io.vfledger.inventory.pools.PoolsFile;
import io.vfledger.inventory.pools.PoolsFileException;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Times;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vfctl replay}. */
@Command(
        name = "replay",
        description = {
            "Tells an archive entry by entry, in the order of decision times, and then who has which function after the last"
                    + " of them.",
            "With --decide: decides each input again, from the recorded state at the recorded time, and prints every entry"
                    + " that this build would have written otherwise.",
            "With --decide --pools FILE: the same as if the pools of that file had been in force, and prints every decision"
                    + " that would have done something else. What it would have changed for later ones is not followed; how"
                    + " the file wants PFs to be is not looked at."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was told, or no decision differs",
            "1:a decision differs, or the archive is not sound; the reason is on standard error",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl replay incident.vfa",
            "  vfctl replay incident.vfa --until worker-1/17      up to that entry of that node, and all else before it",
            "  vfctl replay incident.vfa --until 14:03 --json",
            "  vfctl replay incident.vfa --decide",
            "  vfctl replay incident.vfa --decide --pools pools-of-next-week.yaml"
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "ARCHIVE", description = "What vfctl export wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--until",
            paramLabel = "ENTRY|TIME",
            description = "The last entry, or the last decision time, that is told. Default: all.")
    private String until = "";

    @Option(names = "--decide", description = "Decide again, and compare.")
    private boolean decide;

    @Option(
            names = "--pools",
            paramLabel = "FILE",
            description = "With --decide: a pools file, in place of the pools that were in force.")
    private @Nullable Path pools;

    @Option(names = "--json", description = "One JSON object a line, for programs.")
    private boolean json;

    @Option(names = "--utc", description = "Times without a zone are UTC; else this machine's zone.")
    private boolean utc;

    private Replay replay(PrintWriter out) {
        if (pools == null) {
            return decide ? new DecidedAnew(out) : new Told(out, json);
        }
        if (!decide) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--pools is of use with --decide alone");
        }
        try {
            return new DecidedOtherwise(out, PoolsFile.read(pools));
        } catch (PoolsFileException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Until end = until.isEmpty() ? Until.NEVER : Until.parse(until, Times.of(utc, Instant.now()));
        Replay replay = replay(out);
        Optional<Fault> fault;
        try (ArchiveFile archive = new ArchiveFile(file)) {
            fault = new ArchiveAudit(archive, Optional.empty(), List.of())
                    .run((before, entry) -> {
                        if (end.has(entry)) {
                            replay.take(before, entry);
                        }
                    })
                    .fault();
        }
        fault.ifPresent(what -> {
            out.flush();
            throw new Refusal("the archive is not sound, at " + what.where() + ": " + what.what());
        });
        boolean same = replay.end();
        out.flush();
        return same ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
