package io.vfledger.vfctl.query;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vfctl requests}. */
@Command(
        name = "requests",
        description =
                "Lists requests of container runtimes: those that wait for their node, then the newest settled ones.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl requests --open", "  vfctl requests --node worker-1 --limit 20"},
        mixinStandardHelpOptions = true)
public final class RequestsCommand extends QueryCommand {
    @Option(names = "--open", description = "Only those that wait.")
    private boolean open;

    @Option(names = "--node", paramLabel = "NODE", description = "Only of this node.")
    private String node = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 2000. Default: 200.")
    private String limit = "";

    @Override
    void ask() {
        print(
                service().get("/requests", Map.of("open", open ? "true" : "", "node", node, "limit", limit)),
                Shown::requests);
    }
}
