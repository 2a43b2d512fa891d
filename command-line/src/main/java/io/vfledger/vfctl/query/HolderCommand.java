package io.vfledger.vfctl.query;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vfctl holder}. */
@Command(
        name = "holder",
        description = {
            "Says who held a function at a time: pod, attachment, MAC, VLAN, which entry gave it, since when and until"
                    + " when, and whether it was clean when it was handed on.",
            "A change counts from the very millisecond in which the allocator decided it; the node's own clock is shown"
                    + " beside it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl holder worker-1/0000:01:10.0                        now",
            "  vfctl holder worker-1/0000:01:10.0 --at 14:03             today",
            "  vfctl holder worker-1/0000:01:10.0 --at -5m               five minutes ago",
            "  vfctl holder worker-1/0000:01:10.0 --at 2026-11-24T14:03:00Z --json"
        },
        mixinStandardHelpOptions = true)
public final class HolderCommand extends QueryCommand {
    @Parameters(paramLabel = "NODE/PCI", description = "The function.")
    private String vf = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "14:03 or 14:03:07 of today, -30s, -5m, -2h, -1d, or ISO 8601; without a zone in this"
                    + " machine's, or in UTC with --utc. Default: now.")
    private String at = "";

    @Override
    void ask() {
        String instant = at.isEmpty() ? "" : times().parse(at).toString();
        print(service().get(VfName.path(vf) + "/holder", Map.of("at", instant)), Shown::holder);
    }
}
