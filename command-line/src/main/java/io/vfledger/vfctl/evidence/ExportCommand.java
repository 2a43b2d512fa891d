package io.vfledger.vfctl.evidence;

import io.vfledger.vf.NodeName;
import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Times;
import io.vfledger.vfctl.Vfctl;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl export}. */
@Command(
        name = "export",
        description = {
            "Writes a part of the ledger into an archive that needs neither Kafka nor a registry: entries, the states before"
                    + " them, their schemas, the signed heads over them.",
            "vfctl verify checks an archive, vfctl replay tells it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl export incident.vfa --from 14:00 --to 14:30 --node worker-1", "  vfctl export all.vfa"},
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    @ParentCommand
    private Vfctl program = new Vfctl();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private ConnectionOptions where = new ConnectionOptions();

    @Parameters(paramLabel = "FILE", description = "The archive. One that is there is replaced.")
    private Path file = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First decision time: 14:03 or 14:03:07 of today, -30s, -5m, -2h, -1d, or ISO 8601. Default:"
                    + " that of the first entry.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Last decision time. Default: now.")
    private String to = "";

    @Option(names = "--node", paramLabel = "NODE", description = "Only of this node. May be given often.")
    private List<String> nodes = List.of();

    @Option(names = "--utc", description = "Times without a zone are UTC; else this machine's zone.")
    private boolean utc;

    @Override
    public Integer call() {
        Times times = Times.of(utc, Instant.now());
        long fromMs = from.isEmpty() ? 0 : times.parse(from).toEpochMilli();
        long toMs = to.isEmpty() ? Long.MAX_VALUE : times.parse(to).toEpochMilli();
        if (fromMs > toMs) {
            throw new Refusal("--from " + from + " is after --to " + to + ": nothing is between them");
        }
        PartitionExport.Range range = new PartitionExport.Range(fromMs, toMs, names());
        Manifest manifest;
        try (LedgerTopics topics = new LedgerTopics(where.connection(program))) {
            manifest = new Exporter(topics, range).write(file);
        }
        long entries = manifest.partitions().stream()
                .mapToLong(Manifest.PartitionPart::entries)
                .sum();
        spec.commandLine()
                .getOut()
                .println("export: " + entries + " entries of "
                        + manifest.partitions().size() + " ledger partitions are in " + file);
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    private List<NodeName> names() {
        try {
            return nodes.stream().map(NodeName::new).toList();
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }
}
