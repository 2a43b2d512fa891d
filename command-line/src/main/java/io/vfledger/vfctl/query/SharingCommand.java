package io.vfledger.vfctl.query;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vfctl sharing}. */
@Command(
        name = "sharing",
        description = "Says which owners had functions of one PF, and which of them at the same time.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl sharing worker-1/ens1f0 --since 14:00 --until 14:30",
            "  vfctl sharing worker-1/0000:01:00.0 --since 1d --csv"
        },
        mixinStandardHelpOptions = true)
public final class SharingCommand extends QueryCommand {
    @Parameters(paramLabel = "NODE/PF", description = "The PF: its interface or PCI address.")
    private String pf = "";

    @Mixin
    private IntervalOptions interval = new IntervalOptions();

    @Override
    void ask() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("pf", pf);
        interval.into(parameters, times());
        print(service().get("/sharing", parameters), (shown, answer) -> new ShownPast(shown).sharing(answer));
    }
}
