package io.vfledger.vfctl.query;

import java.util.Map;
import picocli.CommandLine.Command;

/** {@code vfctl pfs}. */
@Command(
        name = "pfs",
        description =
                "Lists the PFs: driver, VFs configured of those that are possible, MTU, mode of the switch, and what was"
                        + " last asked of them by a policy with what became of it. An exclamation mark: no link, or the"
                        + " node refused.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl pfs", "  vfctl pfs --json"},
        mixinStandardHelpOptions = true)
public final class PfsCommand extends QueryCommand {
    @Override
    void ask() {
        print(service().get("/nodes", Map.of()), Shown::physicalFunctions);
    }
}
