package io.vfledger.vfctl.query;

import io.vfledger.vfctl.evidence.ArchiveDiff;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vfctl diff}. */
@Command(
        name = "diff",
        description = {
            "Says which functions are otherwise at a later instant: phase, owner, addresses, MAC, VLAN, settings, each with"
                    + " the last entry that changed it.",
            "Of an archive it says the same, without Kafka and without the service."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl diff --from 14:00 --to 14:30",
            "  vfctl diff --from 2h --node worker-1 --csv            until now",
            "  vfctl diff incident.vfa --from 14:00 --to 14:30"
        },
        mixinStandardHelpOptions = true)
public final class DiffCommand extends QueryCommand {
    @Parameters(arity = "0..1", paramLabel = "ARCHIVE", description = "An archive, instead of the live ledger.")
    private @Nullable Path archive;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "The earlier instant: 14:03 or 14:03:07 of today, 30s, 5m, 2h, 1d ago, or ISO 8601.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "The later instant. Default: now.")
    private String to = "";

    @Option(names = "--node", paramLabel = "NODE", description = "Only functions of this node.")
    private String node = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many functions, 1 to 500. Default: 100.")
    private String limit = "";

    @Option(names = "--after", paramLabel = "NODE/PCI", description = "Go on after a page: what it said at its end.")
    private String after = "";

    @Override
    void ask() {
        Instant begin = times().parseEnd(from);
        if (archive != null) {
            Instant end = to.isEmpty() ? Instant.MAX : times().parseEnd(to);
            print(ArchiveDiff.of(archive, begin, end, node), (shown, answer) -> new ShownPast(shown).diff(answer));
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("from", begin.toString());
        parameters.put("to", to.isEmpty() ? "" : times().parseEnd(to).toString());
        parameters.put("node", node);
        parameters.put("limit", limit);
        parameters.put("after", after);
        print(service().get("/diff", parameters), (shown, answer) -> new ShownPast(shown).diff(answer));
    }
}
