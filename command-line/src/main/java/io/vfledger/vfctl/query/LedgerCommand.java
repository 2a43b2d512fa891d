package io.vfledger.vfctl.query;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vfctl ledger}. */
@Command(
        name = "ledger",
        description = {
            "Lists every entry of the ledger about something, over any interval since its first entry: a pod, a container, a"
                    + " request, a MAC, an IP, a VLAN, a network, a node, a PF, a VF; filters are joined by and.",
            "An entry that ends an ownership is also about who had it. Times are the allocator's; the node's own clock is"
                    + " beside them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl ledger --pod default/web-0 --since 2h           newest first",
            "  vfctl ledger --mac 02:00:00:00:01:01 --oldest         its whole life",
            "  vfctl ledger --pf worker-1/ens1f0 --vlan 100 --since 14:00 --until 14:30 --csv",
            "  vfctl ledger --refused --node worker-1 --since 1d --json"
        },
        mixinStandardHelpOptions = true)
public final class LedgerCommand extends QueryCommand {
    @Option(names = "--pod", paramLabel = "POD", description = "Of this pod: name, namespace/name, or UID.")
    private String pod = "";

    @Option(names = "--container", paramLabel = "ID", description = "Of this container, by its whole id.")
    private String container = "";

    @Option(names = "--request", paramLabel = "ID", description = "Of this request of a container runtime.")
    private String request = "";

    @Option(names = "--network", paramLabel = "NAME", description = "Of this network.")
    private String network = "";

    @Option(names = "--node", paramLabel = "NODE", description = "Of this node.")
    private String node = "";

    @Option(names = "--vf", paramLabel = "NODE/PCI", description = "Of this function.")
    private String vf = "";

    @Option(
            names = "--pf",
            paramLabel = "NODE/PF",
            description = "Of functions of this PF: its interface or PCI address.")
    private String pf = "";

    @Option(names = "--mac", paramLabel = "MAC", description = "Of owners that asked for or had this MAC.")
    private String mac = "";

    @Option(names = "--ip", paramLabel = "IP", description = "Of owners that had this address, as IPAM gave it.")
    private String ip = "";

    @Option(
            names = "--vlan",
            paramLabel = "VLAN",
            description = "Of owners that asked for or had this VLAN; 0: untagged.")
    private String vlan = "";

    @Option(names = "--refused", description = "Only refusals.")
    private boolean refused;

    @Mixin
    private IntervalOptions interval = new IntervalOptions();

    @Option(names = "--oldest", description = "The oldest first; else the newest.")
    private boolean oldest;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 500. Default: 50.")
    private String limit = "";

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after a page: what it said at its end.")
    private String after = "";

    @Override
    void ask() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("pod", pod);
        parameters.put("container", container);
        parameters.put("request", request);
        parameters.put("network", network);
        parameters.put("node", node);
        parameters.put("vf", vf);
        parameters.put("pf", pf);
        parameters.put("mac", mac);
        parameters.put("ip", ip);
        parameters.put("vlan", vlan);
        parameters.put("disposition", refused ? "refused" : "");
        interval.into(parameters, times());
        parameters.put("order", oldest ? "oldest" : "");
        parameters.put("limit", limit);
        parameters.put("after", after);
        print(service().get("/ledger", parameters), Shown::ledger);
    }
}
