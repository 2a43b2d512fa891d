package io.vfledger.vfctl.query;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vfctl phases}. */
@Command(
        name = "phases",
        description =
                "Says how long functions stood in each phase: all together, how often they came into it, the longest.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl phases --since 1d                               of all",
            "  vfctl phases --vf worker-1/0000:01:10.0 --since 14:00 --until 14:30",
            "  vfctl phases --node worker-1 --csv"
        },
        mixinStandardHelpOptions = true)
public final class PhasesCommand extends QueryCommand {
    @Option(names = "--node", paramLabel = "NODE", description = "Only functions of this node.")
    private String node = "";

    @Option(names = "--vf", paramLabel = "NODE/PCI", description = "Only this function.")
    private String vf = "";

    @Mixin
    private IntervalOptions interval = new IntervalOptions();

    @Override
    void ask() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("node", node);
        parameters.put("vf", vf);
        interval.into(parameters, times());
        print(service().get("/phases", parameters), (shown, answer) -> new ShownPast(shown).phases(answer));
    }
}
