package io.vfledger.vfctl.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vfctl adopt --dry-run}: what an installation on this node would take each VF for, by the agent's own program. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description =
                "Says what each VF of this node would be: ATTACHED by which evidence, RESERVED why, or FREE. Reads the"
                        + " kernel and the records of sriov-cni; asks no broker and changes nothing. The adoption itself is what the"
                        + " node agent does when it starts.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl adopt --dry-run",
            "  vfctl adopt --dry-run --json --adopt-from /var/lib/cni/sriov     one JSON object per VF"
        })
public final class AdoptCommand implements Callable<Integer> {
    @Option(names = "--dry-run", required = true, description = "Only say it.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object per VF: vf, pf, would_be, because.")
    private boolean json;

    @Option(
            names = "--adopt-from",
            paramLabel = "DIR",
            description = "Where sriov-cni keeps its records; default: /var/lib/cni/sriov.")
    private @Nullable Path adoptFrom;

    @Option(names = "--nic", paramLabel = "NIC", description = "host, or simulated:DIR; default: host.")
    private @Nullable String nic;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        if (dryRun) {
            line.add("--adopt-dry-run");
        }
        if (json) {
            line.add("--json");
        }
        if (adoptFrom != null) {
            line.addAll(List.of("--adopt-from", adoptFrom.toString()));
        }
        if (nic != null) {
            line.addAll(List.of("--nic", nic));
        }
        int status = AgentProgram.ofThisInstallation().run(line);
        return status == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
