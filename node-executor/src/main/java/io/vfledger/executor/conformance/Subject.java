package io.vfledger.executor.conformance;

import io.vfledger.executor.apply.Wait;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The VF that is tried, on the host.
 *
 * @param kernel that has it
 * @param vf which
 * @param patience longest wait for what was asked to show
 */
record Subject(Kernel kernel, VfTraits vf, Duration patience) {
    /** Longest wait for an interface after a rebind, or for a link. */
    static final Duration RETURN = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(20);

    /** Something that may become so. */
    interface Hope {
        boolean holds() throws KernelException;
    }

    /** A change that the kernel may refuse. */
    interface Change {
        void make() throws KernelException;
    }

    /** Waits until it is so and says how long that took; empty when it never was. */
    static Optional<Duration> until(Duration longest, Hope hope) throws KernelException {
        long begun = System.nanoTime();
        Wait wait = new Wait(longest, POLL);
        do {
            if (hope.holds()) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - begun));
            }
        } while (wait.more());
        return Optional.empty();
    }

    /** Makes a change; the kernel's words where it refuses. A driver that is just starting is asked again. */
    Optional<String> refusal(Change change) {
        Wait wait = new Wait(patience, POLL);
        while (true) {
            try {
                change.make();
                return Optional.empty();
            } catch (KernelException e) {
                if (!e.is(Errno.EAGAIN) || !wait.more()) {
                    return Optional.of(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    /** Waits as long as there is patience. */
    Optional<Duration> shows(Hope hope) throws KernelException {
        return until(patience, hope);
    }

    Optional<String> refusal(AdminSetting setting) {
        return refusal(() -> kernel.administer(vf, setting));
    }

    VfAttributes administrative() throws KernelException {
        return Optional.ofNullable(kernel.administrative(vf.pf()).get(vf.index()))
                .orElseThrow(() -> new KernelException("PF " + vf.pf() + " tells nothing about VF " + vf.pci()));
    }

    Optional<Netdev> netdev() throws KernelException {
        return kernel.netdev(vf.pci(), kernel.host());
    }

    Netdev requiredNetdev() throws KernelException {
        return netdev().orElseThrow(() -> new KernelException("the interface of VF " + vf.pci() + " went away"));
    }

    void change(LinkChange change) throws KernelException {
        kernel.change(kernel.host(), requiredNetdev().index(), List.of(change));
    }

    /** Binds the driver anew, and waits for the interface. */
    Duration rebind() throws KernelException {
        kernel.unbind(vf);
        kernel.bind(vf);
        return until(RETURN, () -> netdev().isPresent())
                .orElseThrow(() -> new KernelException("VF " + vf.pci() + " has no interface " + RETURN.toSeconds()
                        + " s after its driver was bound anew"));
    }

    Link pfLink() throws KernelException {
        InterfaceName name =
                vf.pfName().orElseThrow(() -> new KernelException("PF " + vf.pf() + " has no interface on the host"));
        return kernel.hostLink(name)
                .orElseThrow(() -> new KernelException("the interface " + name + " of PF " + vf.pf() + " went away"));
    }
}
