package io.vfledger.vfctl.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vfctl conformance PF}: what is peculiar about the driver of this node's own NIC, by the agent's own program. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description =
                "Tries on one VF of this node's own NIC what the agent does to VFs: every attribute is set, read back"
                        + " and set back, the VF moved to a namespace and back, its driver bound anew, the function reset. Writes the"
                        + " profile of its driver for the agent's --driver-profiles, and leaves the VF as it was, also on Ctrl-C. Needs"
                        + " root, no running agent, and a PF whose VFs nobody uses; its link may go for a moment.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl conformance ens1f0                     say what would be tried",
            "  vfctl conformance ens1f0 --vf 3 --yes        try it, and write driver-profiles.json",
            "",
            "Exit codes: 0 the driver is as the agent knows it, 1 it needs the profile that was written, 2 refused and"
                    + " nothing was changed, 3 it does something that no profile can express; as ever above 128 after a"
                    + " signal."
        })
public final class ConformanceCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PF", description = "The PF's interface, or its PCI address.")
    private String pf = "";

    @Option(names = "--vf", paramLabel = "N", defaultValue = "0", description = "Number of the VF; default: 0.")
    private int vf;

    @Option(names = "--yes", description = "Try it. Without it, it is only said what would be tried.")
    private boolean yes;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to write the profile; it must not be there yet. Default: driver-profiles.json.")
    private @Nullable Path output;

    @Option(
            names = "--driver-profiles",
            paramLabel = "FILE",
            description = "Compare with these profiles instead of those that the agent knows.")
    private @Nullable Path driverProfiles;

    @Option(names = "--nic", paramLabel = "NIC", description = "host, or simulated:DIR; default: host.")
    private @Nullable String nic;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        if (nic != null) {
            arguments.addAll(List.of("--nic", nic));
        }
        if (driverProfiles != null) {
            arguments.addAll(List.of("--driver-profiles", driverProfiles.toString()));
        }
        arguments.addAll(List.of("conformance", pf, "--vf", Integer.toString(vf)));
        if (yes) {
            arguments.add("--yes");
        }
        if (json) {
            arguments.add("--json");
        }
        if (output != null) {
            arguments.addAll(List.of("--output", output.toString()));
        }
        return AgentProgram.ofThisInstallation().run(arguments);
    }
}
