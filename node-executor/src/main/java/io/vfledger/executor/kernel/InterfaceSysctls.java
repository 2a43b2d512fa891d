package io.vfledger.executor.kernel;

import io.vfledger.executor.plan.Sysctl;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.vf.InterfaceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The kernel's parameters of single interfaces, {@code /proc/sys/net/ipv4/conf/NAME} and the like, as seen from inside. */
final class InterfaceSysctls {
    private final Namespaces namespaces;

    InterfaceSysctls(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    void notifyWhenUp(Namespace in, InterfaceName name) throws KernelException {
        write(in, Path.of("/proc/sys/net/ipv4/conf", name.value(), "arp_notify"), "1");
        write(in, Path.of("/proc/sys/net/ipv6/conf", name.value(), "ndisc_notify"), "1");
    }

    void enableIpv6(Namespace in, InterfaceName name) throws KernelException {
        Path conf = Path.of("/proc/sys/net/ipv6/conf", name.value());
        write(in, conf.resolve("disable_ipv6"), "0");
        write(in, conf.resolve("keep_addr_on_down"), "1");
        write(in, conf.resolve("optimistic_dad"), "1");
    }

    void set(Namespace in, InterfaceName name, Sysctl sysctl) throws KernelException {
        Path file = Path.of("/proc/sys", sysctl.table(), name.value(), sysctl.key());
        if (!write(in, file, sysctl.value())) {
            throw new KernelException("this kernel has no parameter " + file);
        }
    }

    /** A setting that this kernel does not have is left alone; tells whether it has it. */
    private boolean write(Namespace in, Path file, String value) throws KernelException {
        AtomicBoolean found = new AtomicBoolean();
        Optional<IOException> failure = Refusals.told(() -> namespaces.inside(in.handle(), () -> {
            try {
                found.set(Files.exists(file));
                if (found.get()) {
                    Files.writeString(file, value);
                }
                return Optional.<IOException>empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        }));
        if (failure.isPresent()) {
            throw new KernelException("write " + value + " to " + file, failure.get());
        }
        return found.get();
    }
}
