package io.vfledger.vfctl.query;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vfctl vfs}. */
@Command(
        name = "vfs",
        description = "Lists the virtual functions: phase, owner, MAC, VLAN. An exclamation mark: a fault is known.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl vfs",
            "  vfctl vfs --node worker-1 --phase ATTACHED",
            "  vfctl vfs --pod default/web-0 --json"
        },
        mixinStandardHelpOptions = true)
public final class VfsCommand extends QueryCommand {
    @Option(names = "--node", paramLabel = "NODE", description = "Only of this node.")
    private String node = "";

    @Option(names = "--phase", paramLabel = "PHASE", description = "Only in this phase, such as FREE or ATTACHED.")
    private String phase = "";

    @Option(names = "--pool", paramLabel = "POOL", description = "Only of this pool.")
    private String pool = "";

    @Option(names = "--pod", paramLabel = "POD", description = "Only of this pod: name, namespace/name, or UID.")
    private String pod = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 5000. Default: 500.")
    private String limit = "";

    @Option(names = "--after", paramLabel = "NODE/PCI", description = "Only those after this one, in order.")
    private String after = "";

    @Override
    void ask() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("node", node);
        parameters.put("phase", phase);
        parameters.put("pool", pool);
        parameters.put("pod", pod);
        parameters.put("after", after);
        parameters.put("limit", limit);
        print(service().get("/vfs", parameters), Shown::vfs);
    }
}
