package io.vfledger.vfctl.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.vfctl.Vfctl;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl verify}. */
@Command(
        name = "verify",
        description = {
            "Reads the ledger, vf-state and node-state straight from Kafka and checks them: numbers are dense, hashes are"
                    + " chained, phases follow one another as they may, nobody shares a function, every refusal has a"
                    + " reason, and every state is the fold of the entries up to the one that it names.",
            "Trusts nothing but the bytes; needs neither the service nor the allocator."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:something is wrong, or could not be read; the first of it is printed",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl verify                                              the platform on this machine",
            "  vfctl verify --bootstrap kafka-1:9092 --registry https://registry:8081"
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    private static final int REGISTRY_PORT = 1;
    private static final int BROKER_PORT = 2;

    @ParentCommand
    private Vfctl program = new Vfctl();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The brokers. Default: VFL_BOOTSTRAP_SERVERS, else the platform on this machine. Settings for"
                    + " TLS and SASL: VFL_KAFKA_PROPERTIES names the file.")
    private String bootstrap = "";

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "The schema registry. Default: VFL_REGISTRY_URL, else the platform on this machine.")
    private String registry = "";

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        LedgerTopics.Result result;
        try (LedgerTopics topics = new LedgerTopics(connection(System.getenv()))) {
            result = topics.audit();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? asJson(result) : asText(result));
        out.flush();
        return result.fault().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private ConnectionSettings connection(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.putIfAbsent("VFL_BOOTSTRAP_SERVERS", "127.0.0.1:" + (program.portBase() + BROKER_PORT));
        settings.putIfAbsent(
                "VFL_REGISTRY_URL", "http://127.0.0.1:" + (program.portBase() + REGISTRY_PORT) + "/apis/ccompat/v7");
        if (!bootstrap.isEmpty()) {
            settings.put("VFL_BOOTSTRAP_SERVERS", bootstrap);
        }
        if (!registry.isEmpty()) {
            settings.put("VFL_REGISTRY_URL", registry);
        }
        return ConnectionSettings.fromEnvironment(settings);
    }

    static String asText(LedgerTopics.Result result) {
        Optional<Fault> fault = result.fault();
        return "verify: " + entries(result.audits()) + " entries of " + nodes(result.audits()) + " nodes, "
                + vfs(result.audits()) + " VFs: "
                + (fault.isEmpty()
                        ? "nothing wrong"
                        : "WRONG at " + fault.get().where() + " (ledger partition "
                                + fault.get().partition() + ", offset "
                                + fault.get().offset() + "): "
                                + fault.get().what());
    }

    private static String asJson(LedgerTopics.Result result) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("entries", entries(result.audits()));
        root.put("nodes", nodes(result.audits()));
        root.put("vfs", vfs(result.audits()));
        root.put("sound", result.fault().isEmpty());
        result.fault()
                .ifPresent(fault -> root.putObject("fault")
                        .put("partition", fault.partition())
                        .put("offset", fault.offset())
                        .put("where", fault.where())
                        .put("what", fault.what()));
        return root.toPrettyString();
    }

    private static long entries(List<PartitionAudit> audits) {
        return audits.stream().mapToLong(PartitionAudit::entries).sum();
    }

    private static int nodes(List<PartitionAudit> audits) {
        return audits.stream().mapToInt(PartitionAudit::nodes).sum();
    }

    private static int vfs(List<PartitionAudit> audits) {
        return audits.stream().mapToInt(PartitionAudit::vfs).sum();
    }
}
