package io.vfledger.executor.app;

import io.vfledger.executor.conformance.Conformance;
import io.vfledger.executor.conformance.Preflight;
import io.vfledger.executor.conformance.Report;
import io.vfledger.executor.conformance.ReportText;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.journal.AgentDirectory;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.nodefile.ProfileFile;
import io.vfledger.executor.plan.DriverProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tries a VF of this node's own NIC; {@code vfctl conformance} runs it. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = "Tries what the agent does to VFs on one VF of a PF that nobody uses, puts everything back, and"
                + " writes the profile of its driver.",
        footerHeading = "%n",
        footer = "Exit codes: 0 the driver is as the agent knows it, 1 it needs the profile that was written, 2 refused"
                + " and nothing was changed, 3 it does something that no profile can express; as ever above 128 after a"
                + " signal.")
final class ConformanceCommand implements Callable<Integer> {
    private static final int NEEDS_PROFILE = 1;
    private static final int REFUSED = 2;
    private static final int FAILED = 3;

    /** Longest time for putting everything back after a signal; a NIC that needs more is named by what is left. */
    private static final long RESTORING_S = 120;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private @Nullable NodeAgent agent;

    @Parameters(index = "0", paramLabel = "PF", description = "The PF's interface, or its PCI address.")
    private String pf = "";

    @Option(names = "--vf", paramLabel = "N", description = "Number of the VF to try; default: 0.")
    private int vf;

    @Option(names = "--yes", description = "Try it. Without it, it is only said what would be tried.")
    private boolean yes;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to write the profile; it must not be there yet. Default: driver-profiles.json.")
    private Path output = Path.of("driver-profiles.json");

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    @Override
    public Integer call() {
        NodeAgent options = Objects.requireNonNull(agent, "picocli sets it");
        Optional<AgentDirectory> locked = Optional.empty();
        try {
            locked = lock(options.dataDirectory());
            return call(options);
        } catch (KernelException | IOException | StorageException | IllegalArgumentException e) {
            return refuse(String.valueOf(e.getMessage()));
        } finally {
            locked.ifPresent(AgentDirectory::close);
            finished.countDown();
        }
    }

    /** An agent that serves meanwhile could give the VF to a pod. */
    private static Optional<AgentDirectory> lock(Path dataDirectory) {
        return Files.isDirectory(dataDirectory) ? Optional.of(AgentDirectory.lock(dataDirectory)) : Optional.empty();
    }

    private int call(NodeAgent options) throws KernelException, IOException {
        Optional<String> refusal = refusal();
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        DriverProfiles known = options.profiles();
        try (Kernel kernel = options.choice().open()) {
            Preflight preflight =
                    new Preflight(kernel, new Discovery(kernel, PciNames.ofThisSystem(), known), new DeviceUsers());
            return switch (preflight.of(pf, vf)) {
                case Preflight.Result.Refused(String why) -> refuse(why);
                case Preflight.Result.Ready ready
                when !yes ->
                    refuse("would try VF " + vf + " (" + ready.vf().pci() + ", "
                            + ready.vf().driver().orElse("unbound") + "): set and read back its attributes, move it to"
                            + " a namespace and back, bind its driver anew, reset it, and take the PF's link away for a"
                            + " moment; nothing was changed. Add --yes to do it");
                case Preflight.Result.Ready ready -> attempt(kernel, known, ready);
            };
        }
    }

    private Optional<String> refusal() throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            return Optional.of("VFs can only be set by root");
        }
        if (Files.exists(output)) {
            return Optional.of(output + " is there already: remove it, or name another with --output");
        }
        Path parent = output.toAbsolutePath().getParent();
        return parent != null && Files.isDirectory(parent)
                ? Optional.empty()
                : Optional.of("there is no directory for " + output);
    }

    private int refuse(String why) {
        spec.commandLine().getErr().println("conformance: " + why);
        return REFUSED;
    }

    private int attempt(Kernel kernel, DriverProfiles known, Preflight.Result.Ready ready)
            throws KernelException, IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "restore"));
        Report report = new Conformance(kernel, known, ready, stopping::get).run();
        boolean writes = report.conclusion() != Report.Conclusion.FAILED;
        if (writes) {
            String text = ProfileFile.text(
                    report.measured(),
                    report.circumstances(NodeFacts.ofThisMachine().kernelRelease()));
            Files.writeString(output, text, StandardOpenOption.CREATE_NEW);
        }
        if (json) {
            System.out.print(new ReportText(report).json(writes ? output.toString() : ""));
        } else {
            System.out.print(new ReportText(report).table());
            if (writes) {
                System.out.println("Its profile is in " + output + "; vfledger-agent --driver-profiles takes it.");
            }
        }
        return exitCode(report.conclusion());
    }

    static int exitCode(Report.Conclusion conclusion) {
        return switch (conclusion) {
            case CONFORMANT -> 0;
            case NEEDS_PROFILE -> NEEDS_PROFILE;
            case FAILED -> FAILED;
        };
    }

    /** On a signal: the check under way ends, the rest is left out, and the VF is put back before the process goes. */
    private void stop() {
        stopping.set(true);
        try {
            if (!finished.await(RESTORING_S, TimeUnit.SECONDS)) {
                System.err.println("conformance: the VF could not be put back within " + RESTORING_S + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
