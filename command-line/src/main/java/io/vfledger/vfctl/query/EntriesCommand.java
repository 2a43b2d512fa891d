package io.vfledger.vfctl.query;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vfctl entries}. */
@Command(
        name = "entries",
        description = "Lists the newest entries of the ledger, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl entries", "  vfctl entries --node worker-1 --limit 20 --json"},
        mixinStandardHelpOptions = true)
public final class EntriesCommand extends QueryCommand {
    @Option(names = "--node", paramLabel = "NODE", description = "Only of this node.")
    private String node = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 1000. Default: 100.")
    private String limit = "";

    @Override
    void ask() {
        print(service().get("/entries", Map.of("node", node, "limit", limit)), Shown::entries);
    }
}
