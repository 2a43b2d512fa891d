package io.vfledger.executor.app;

import io.vfledger.avro.ConfigurePf;
import io.vfledger.cni.ipam.DelegateProcess;
import io.vfledger.cni.ipam.IpamPlugins;
import io.vfledger.cni.server.ServerSettings;
import io.vfledger.executor.adopt.SriovCniRecords;
import io.vfledger.executor.attach.AdoptionPreview;
import io.vfledger.executor.attach.KernelNics;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.nodefile.ProfileFile;
import io.vfledger.executor.nodefile.ResourceFile;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.vf.NodeName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The node agent as a process. */
@Command(
        name = "vfledger-agent",
        mixinStandardHelpOptions = true,
        version = "vfledger node agent",
        sortOptions = false,
        subcommands = ConformanceCommand.class,
        description = {
            "Serves the CNI binary on this node, and carries out what the allocator decides: gives SR-IOV virtual"
                    + " functions to pods, takes them back, and reports all of it to Kafka.",
            "Every option can be given by the environment variable that stands in its description."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfledger-agent --node-name worker-1 --bootstrap-servers kafka:9092 --registry-url http://registry:8081",
            "  vfledger-agent --nic simulated:/tmp/nic --data-dir /tmp/agent --cni-socket /tmp/agent/cni.sock",
            "",
            "Exit codes: 0 stopped by a signal, 1 could not start (stderr says why), 2 wrong usage."
        })
public final class NodeAgent implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
    private static final int COULD_NOT_START = 1;
    private static final String KUBELET_DIRECTORY = "/var/lib/kubelet/device-plugins";

    /** Where a meta plugin looks for what is known of a device (device-info-spec 1.1.0). */
    private static final String DEVICE_INFO_DIRECTORY = "/var/run/k8s.cni.cncf.io/devinfo/dp";

    static {
        AvroTrust.establish();
    }

    @Option(names = "--node-name", description = "Name of this node. VFL_NODE_NAME; default: the host's name.")
    private @Nullable String nodeName;

    @Option(names = "--bootstrap-servers", description = "Kafka, host:port list. VFL_BOOTSTRAP_SERVERS.")
    private @Nullable String bootstrapServers;

    @Option(names = "--registry-url", description = "Schema registry, Confluent API. VFL_REGISTRY_URL.")
    private @Nullable String registryUrl;

    @Option(
            names = "--kafka-properties",
            description = "File of further Kafka client settings (TLS, SASL). VFL_KAFKA_PROPERTIES.")
    private @Nullable String kafkaProperties;

    @Option(
            names = "--data-dir",
            description = "Journal, checkpoint, outbox and key. VFL_DATA_DIR; default: /var/lib/vfledger/agent.")
    private @Nullable String dataDirectory;

    @Option(
            names = "--adopt-from",
            description = "Where sriov-cni keeps its records of VFs that it gave. VFL_ADOPT_FROM;"
                    + " default: /var/lib/cni/sriov.")
    private @Nullable String adoptFrom;

    @Option(
            names = "--adopt-dry-run",
            description = "Say what each VF would be taken for, and end; asks nobody and changes nothing.")
    private boolean adoptDryRun;

    @Option(names = "--json", description = "With --adopt-dry-run: print JSON.")
    private boolean json;

    @Option(
            names = "--cni-socket",
            description = "Socket for the CNI binary. VFL_CNI_SOCKET; default: /run/vfledger/cni.sock.")
    private @Nullable String cniSocket;

    @Option(
            names = "--spool",
            description = "Where the CNI binary leaves DELs while no agent runs. VFL_CNI_SPOOL; default:"
                    + " /var/lib/vfledger/spool.")
    private @Nullable String spool;

    @Option(
            names = "--cni-bin-dir",
            description =
                    "Where IPAM plugins are, for a call without CNI_PATH. VFL_CNI_BIN_DIR; default:" + " /opt/cni/bin.")
    private @Nullable String cniBinDirectory;

    @Option(
            names = "--delegate",
            description = "The program that runs IPAM plugins. VFL_DELEGATE; the start script sets it.")
    private @Nullable String delegate;

    @Option(
            names = "--ipam-mount-namespace",
            description = "Mount namespace (a path) in which IPAM plugins run, for an agent in a container:"
                    + " /proc/1/ns/mnt. VFL_IPAM_MOUNT_NAMESPACE; default: the agent's own.")
    private @Nullable String ipamMountNamespace;

    @Option(
            names = "--add-timeout-ms",
            description = "How long an ADD may take, milliseconds, 100 to 600000. VFL_ADD_TIMEOUT_MS; default: 30000.")
    private @Nullable Integer addTimeoutMs;

    @Option(
            names = "--compare-every-s",
            description = "How often all NICs are compared with what is known, whatever the kernel told, seconds, 1 to"
                    + " 3600. VFL_COMPARE_EVERY_S; default: 30.")
    private @Nullable Integer compareEveryS;

    @Option(
            names = "--status-tells-exhaustion",
            description =
                    "Let CNI STATUS fail while every VF of the node is given; a runtime may make the node NotReady"
                            + " of it. VFL_STATUS_TELLS_EXHAUSTION=true; default: off.")
    private boolean statusTellsExhaustion;

    @Option(
            names = "--metrics-listen",
            description = "HOST:PORT for /metrics, /healthz and /readyz, or none. VFL_METRICS_LISTEN; default: "
                    + MetricsAddress.DEFAULT + ", where a port that is taken is no obstacle.")
    private @Nullable String metricsListen;

    @Option(names = "--nic", description = "host, or simulated:DIR. VFL_NIC; default: host.")
    private @Nullable String nic;

    @Option(names = "--sysfs-root", description = "Where sysfs is mounted. VFL_SYSFS_ROOT; default: /sys.")
    private @Nullable String sysfsRoot;

    @Option(
            names = "--simulated-pfs",
            defaultValue = "2",
            description = "PFs of a simulation, 1 to 10; default: ${DEFAULT-VALUE}.")
    private int simulatedPfs;

    @Option(
            names = "--simulated-vfs",
            defaultValue = "4",
            description = "VFs of a new simulated PF, 0 to 7; default: ${DEFAULT-VALUE}.")
    private int simulatedVfs;

    @Option(
            names = "--simulated-netns",
            description = "Network namespace (a path) that plays the host of a simulation; default: the agent's own.")
    private @Nullable String simulatedNetns;

    @Option(
            names = "--pf-config",
            description = "JSON file that says how PFs shall be (VFs, MTU, driver), for nodes without an operator."
                    + " VFL_PF_CONFIG; default: none.")
    private @Nullable String pfConfig;

    @Option(
            names = "--driver-profiles",
            description = "JSON file that says what is peculiar about VF drivers, as vfctl conformance writes it; it"
                    + " counts before what the agent knows. VFL_DRIVER_PROFILES; default: none.")
    private @Nullable String driverProfiles;

    @Option(
            names = "--device-plugin-config",
            description = "The SR-IOV network device plugin's config.json: which VFs kubelet is offered as which"
                    + " resource. VFL_DEVICE_PLUGIN_CONFIG; default: none, kubelet is offered nothing.")
    private @Nullable String devicePluginConfig;

    @Option(
            names = "--kubelet-dir",
            description = "Kubelet's directory of device plugins. VFL_KUBELET_DIR; default: " + KUBELET_DIRECTORY + ".")
    private @Nullable String kubeletDirectory;

    @Option(
            names = "--device-info-dir",
            description = "Where the devices that kubelet gives are described to the meta plugin. VFL_DEVICE_INFO_DIR;"
                    + " default: " + DEVICE_INFO_DIRECTORY + ".")
    private @Nullable String deviceInfoDirectory;

    private final Map<String, String> environment;

    /** With the environment that it reads. */
    NodeAgent(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new NodeAgent(System.getenv()));
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (!isExpected(failure)) {
                throw failure;
            }
            System.err.println("vfledger-agent: " + failure.getMessage());
            return COULD_NOT_START;
        });
        int status = command.execute(arguments);
        // Threads of clients do not keep a failed start alive.
        System.exit(status);
    }

    private static boolean isExpected(Exception failure) {
        return failure instanceof StorageException
                || failure instanceof KernelException
                || failure instanceof KernelNics.KernelFailure
                || failure instanceof IOException
                || failure instanceof IllegalArgumentException;
    }

    @Override
    public Integer call() throws IOException, KernelException, InterruptedException {
        NicChoice choice = choice();
        AgentSettings settings = settings(choice);
        DriverProfiles profiles = profiles();
        try (Kernel kernel = choice.open()) {
            KernelNics nics =
                    new KernelNics(kernel, new Discovery(kernel, PciNames.ofThisSystem(), profiles), profiles);
            if (adoptDryRun) {
                System.out.print(AdoptionPreview.of(nics.inventory(), new SriovCniRecords(Path.of(adoptFrom())))
                        .text(json));
                return 0;
            }
            RunningAgent agent = RunningAgent.start(settings, nics, ipam(), NodeFacts.ofThisMachine());
            LinkListener listener = LinkListener.start(kernel, agent::hear);
            serveMetrics(agent, kernel);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, listener), "stop"));
            stopped.await();
            return 0;
        }
    }

    private String adoptFrom() {
        return value(adoptFrom, "VFL_ADOPT_FROM", SriovCniRecords.DEFAULT_DIRECTORY.toString());
    }

    NicChoice choice() {
        return NicChoice.simulation(value(nic, "VFL_NIC", "host"))
                .<NicChoice>map(directory -> new NicChoice.Simulated(
                        directory,
                        simulatedPfs,
                        simulatedVfs,
                        Optional.ofNullable(simulatedNetns).map(Path::of)))
                .orElseGet(() -> new NicChoice.Host(Path.of(value(sysfsRoot, "VFL_SYSFS_ROOT", "/sys"))));
    }

    /** Being watched is worth less than serving: only an address that somebody chose has to be had. */
    private void serveMetrics(RunningAgent agent, Kernel kernel) throws IOException {
        String text = value(metricsListen, "VFL_METRICS_LISTEN", "");
        Optional<InetSocketAddress> address = MetricsAddress.of(text.isEmpty() ? MetricsAddress.DEFAULT : text);
        if (address.isEmpty()) {
            return;
        }
        AgentMetrics metrics =
                new AgentMetrics(agent::vitals, agent::counted, new VfMetrics(kernel), InstantSource.system());
        try {
            MetricsServer.start(address.get(), metrics);
        } catch (IOException e) {
            if (!text.isEmpty()) {
                throw e;
            }
            LOG.warn("there are no metrics: {}", e.getMessage());
        }
    }

    private static void stop(RunningAgent agent, LinkListener listener) {
        try {
            listener.close();
            agent.close();
            Runtime.getRuntime().halt(0);
        } finally {
            Runtime.getRuntime().halt(COULD_NOT_START);
        }
    }

    private AgentSettings settings(NicChoice choice) throws IOException {
        Map<String, String> told = new HashMap<>(environment);
        tell(told, "VFL_BOOTSTRAP_SERVERS", bootstrapServers);
        tell(told, "VFL_REGISTRY_URL", registryUrl);
        tell(told, "VFL_KAFKA_PROPERTIES", kafkaProperties);
        return new AgentSettings(
                new NodeName(value(nodeName, "VFL_NODE_NAME", hostName())),
                ConnectionSettings.fromEnvironment(told),
                dataDirectory(),
                Path.of(value(cniSocket, "VFL_CNI_SOCKET", ServerSettings.DEFAULT_SOCKET.toString())),
                Path.of(value(spool, "VFL_CNI_SPOOL", "/var/lib/vfledger/spool")),
                Path.of(adoptFrom()),
                Duration.ofMillis(number(addTimeoutMs, "VFL_ADD_TIMEOUT_MS", 30_000)),
                Duration.ofSeconds(number(compareEveryS, "VFL_COMPARE_EVERY_S", 30)),
                statusTellsExhaustion || Boolean.parseBoolean(environment.get("VFL_STATUS_TELLS_EXHAUSTION")),
                choice.isSimulated(),
                pfs(),
                offer());
    }

    private Optional<AgentSettings.Offer> offer() {
        String file = value(devicePluginConfig, "VFL_DEVICE_PLUGIN_CONFIG", "");
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new AgentSettings.Offer(
                        ResourceFile.read(Path.of(file)),
                        Path.of(value(kubeletDirectory, "VFL_KUBELET_DIR", KUBELET_DIRECTORY)),
                        Path.of(value(deviceInfoDirectory, "VFL_DEVICE_INFO_DIR", DEVICE_INFO_DIRECTORY))));
    }

    Path dataDirectory() {
        return Path.of(value(dataDirectory, "VFL_DATA_DIR", "/var/lib/vfledger/agent"));
    }

    private List<ConfigurePf> pfs() {
        String file = value(pfConfig, "VFL_PF_CONFIG", "");
        return file.isEmpty() ? List.of() : PfFile.read(Path.of(file));
    }

    DriverProfiles profiles() {
        String file = value(driverProfiles, "VFL_DRIVER_PROFILES", "");
        DriverProfiles known = DriverProfiles.builtIn();
        return file.isEmpty() ? known : known.with(ProfileFile.read(Path.of(file)));
    }

    private int number(@Nullable Integer option, String variable, int otherwise) {
        if (option != null) {
            return option;
        }
        String text = environment.getOrDefault(variable, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(variable + " '" + text + "' is not a whole number", e);
        }
    }

    private DelegatedIpam ipam() {
        Path helper = Path.of(value(delegate, "VFL_DELEGATE", "/usr/libexec/vfledger/vfledger-delegate"));
        Optional<Path> mounts = Optional.of(value(ipamMountNamespace, "VFL_IPAM_MOUNT_NAMESPACE", ""))
                .filter(path -> !path.isEmpty())
                .map(Path::of);
        return new DelegatedIpam(
                new IpamPlugins(new DelegateProcess(helper, mounts, Duration.ofSeconds(15))),
                value(cniBinDirectory, "VFL_CNI_BIN_DIR", "/opt/cni/bin"));
    }

    private static void tell(Map<String, String> told, String name, @Nullable String option) {
        if (option != null) {
            told.put(name, option);
        }
    }

    private String value(@Nullable String option, String variable, String otherwise) {
        return option != null ? option : environment.getOrDefault(variable, otherwise);
    }

    private static String hostName() throws IOException {
        return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    }
}
