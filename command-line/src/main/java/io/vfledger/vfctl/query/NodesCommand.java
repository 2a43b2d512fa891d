package io.vfledger.vfctl.query;

import java.util.Map;
import picocli.CommandLine.Command;

/** {@code vfctl nodes}. */
@Command(
        name = "nodes",
        description =
                "Lists the nodes: agent, PFs, VFs by phase, open requests, newest entry. An exclamation mark: a PF"
                        + " has no link.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl nodes", "  vfctl nodes --json"},
        mixinStandardHelpOptions = true)
public final class NodesCommand extends QueryCommand {
    @Override
    void ask() {
        print(service().get("/nodes", Map.of()), Shown::nodes);
    }
}
