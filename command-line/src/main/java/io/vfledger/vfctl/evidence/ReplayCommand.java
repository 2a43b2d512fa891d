package io.vfledger.vfctl.evidence;

import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Times;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vfctl replay}. */
@Command(
        name = "replay",
        description = {
            "Tells an archive entry by entry, each ledger partition in its order, and then who has which function after the"
                    + " last of them.",
            "With --decide: decides each input again, from the recorded state at the recorded time, and prints every entry"
                    + " that this build would have written otherwise."
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
            "  vfctl replay incident.vfa --decide"
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

    @Option(names = "--json", description = "One JSON object a line, for programs.")
    private boolean json;

    @Option(names = "--utc", description = "Times without a zone are UTC; else this machine's zone.")
    private boolean utc;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Until end = until.isEmpty() ? Until.NEVER : Until.parse(until, Times.of(utc, Instant.now()));
        Replay replay = decide ? new DecidedAnew(out) : new Told(out, json);
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
