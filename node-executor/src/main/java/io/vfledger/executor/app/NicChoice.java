package io.vfledger.executor.app;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.LinuxKernel;
import io.vfledger.executor.kernel.PciFunction;
import io.vfledger.executor.kernel.SimulatedKernel;
import io.vfledger.executor.kernel.Sysfs;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.jna.Namespaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Whose NICs the agent serves. */
sealed interface NicChoice {
    /** How long the kernel may take for an answer. */
    Duration KERNEL_PATIENCE = Duration.ofSeconds(10);

    /**
     * This machine's own.
     *
     * @param sysfsRoot where sysfs is mounted, usually {@code /sys}
     */
    record Host(Path sysfsRoot) implements NicChoice {}

    /**
     * Made-up ones.
     *
     * @param directory of the simulation
     * @param pfs how many PFs, 1 to 10
     * @param vfs how many VFs a new PF gets, 0 to 7
     * @param host the network namespace that plays the host; empty for this process's own
     */
    record Simulated(Path directory, int pfs, int vfs, Optional<Path> host) implements NicChoice {}

    /** The directory in {@code simulated:DIR}; empty for {@code host}. */
    static Optional<Path> simulation(String text) {
        if (text.equals("host")) {
            return Optional.empty();
        }
        String prefix = "simulated:";
        if (text.startsWith(prefix) && text.length() > prefix.length()) {
            return Optional.of(Path.of(text.substring(prefix.length())));
        }
        throw new IllegalArgumentException("--nic '" + text + "' is neither host nor simulated:DIR");
    }

    /**
     * Opens them.
     *
     * @throws KernelException when the kernel refuses
     */
    default Kernel open() throws KernelException {
        try {
            Namespaces namespaces = new Namespaces(KERNEL_PATIENCE);
            return switch (this) {
                case Host host -> new LinuxKernel(new Sysfs(host.sysfsRoot), namespaces);
                case Simulated simulated -> simulate(simulated, namespaces);
            };
        } catch (NetlinkException e) {
            throw new KernelException("the kernel's netlink cannot be opened (" + e.getMessage()
                    + "): the node agent has to run as root, with CAP_NET_ADMIN and CAP_SYS_ADMIN");
        }
    }

    private static Kernel simulate(Simulated simulated, Namespaces namespaces)
            throws KernelException, NetlinkException {
        NamespaceHandle host =
                simulated.host.isPresent() ? NamespaceHandle.open(simulated.host.get()) : namespaces.home();
        Kernel kernel = new SimulatedKernel(simulated.directory, simulated.pfs, namespaces, host);
        // As the hardware after a boot has none, and nobody else configures made-up ones.
        for (PciFunction pf : kernel.sysfs().pfs()) {
            if (pf.configuredVfs() == 0 && simulated.vfs > 0) {
                kernel.setVfCount(pf.pci(), simulated.vfs);
            }
        }
        return kernel;
    }

    /** Whether the NICs are made up. */
    default boolean isSimulated() {
        return switch (this) {
            case Host host -> false;
            case Simulated simulated -> true;
        };
    }
}
