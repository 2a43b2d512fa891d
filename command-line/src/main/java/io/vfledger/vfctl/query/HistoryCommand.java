package io.vfledger.vfctl.query;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vfctl history}. */
@Command(
        name = "history",
        description = "Prints the ledger of one function, newest first: every step, when by both clocks, and why.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl history worker-1/0000:01:10.0", "  vfctl history worker-1/0000:01:10.0 --limit 10 --utc"},
        mixinStandardHelpOptions = true)
public final class HistoryCommand extends QueryCommand {
    @Parameters(paramLabel = "NODE/PCI", description = "The function.")
    private String vf = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many steps, 1 to 500. Default: 50.")
    private String limit = "";

    @Option(names = "--before", paramLabel = "ENTRY", description = "Only steps of entries before this one.")
    private String before = "";

    @Override
    void ask() {
        print(service().get(VfName.path(vf) + "/history", Map.of("limit", limit, "before", before)), Shown::history);
    }
}
