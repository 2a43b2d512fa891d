package io.vfledger.executor.pf;

import io.vfledger.executor.apply.Wait;
import io.vfledger.executor.binding.DriverBinding;
import io.vfledger.executor.binding.UserSpaceVfs;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.PciFunction;
import io.vfledger.executor.pf.PfChange.RefusedException;
import io.vfledger.executor.pf.PfRefusal.Kind;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a PF to its configuration. Everything is asked before anything is touched; what fails on the way is undone, the
 * last first.
 */
public final class PfConfigurer {
    /** A VF's interface comes some milliseconds after the VF; a slow driver takes seconds for many. */
    private static final Duration NETDEVS = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Kernel kernel;
    private final Discovery discovery;
    private final UserSpaceVfs userSpace;
    private final VfSetup vfSetup;

    public PfConfigurer(Kernel kernel, Discovery discovery, DeviceUsers users) {
        this.kernel = kernel;
        this.discovery = discovery;
        this.userSpace = new UserSpaceVfs(kernel.sysfs(), users);
        this.vfSetup = new VfSetup(kernel, new DriverBinding(kernel.sysfs(), users));
    }

    /**
     * Configures a PF.
     *
     * @param wanted how it shall be
     * @param given VFs that this node has given away or works on
     */
    public PfResult configure(PfConfiguration wanted, Set<PciAddress> given) {
        PfChange change = new PfChange();
        try {
            PciFunction pf = kernel.sysfs()
                    .pf(wanted.pf())
                    .orElseThrow(() -> new RefusedException(
                            Kind.NO_SUCH_PF, "there is no PF " + wanted.pf() + " with SR-IOV on this node"));
            check(wanted, pf, given);
            apply(wanted, pf, given, change);
            return new PfResult.Configured(now(wanted.pf()));
        } catch (RefusedException e) {
            return new PfResult.Refused(e.refusal(), change.undoAll());
        } catch (KernelException e) {
            PfRefusal refusal = new PfRefusal(Kind.KERNEL_REFUSED, String.valueOf(e.getMessage()));
            return new PfResult.Refused(refusal, change.undoAll());
        }
    }

    private void check(PfConfiguration wanted, PciFunction pf, Set<PciAddress> given)
            throws KernelException, RefusedException {
        Optional<PfRefusal> limit = wanted.vfCount().flatMap(count -> PfRefusal.ofFirmware(count, pf.totalVfs()));
        if (limit.isPresent()) {
            throw new RefusedException(limit.get());
        }
        Optional<String> hostUse = now(wanted.pf()).hostUse();
        if (hostUse.isPresent() && !wanted.consent().hostUse()) {
            throw new RefusedException(
                    Kind.HOST_USE,
                    "PF " + pf.pci() + " " + hostUse.get() + ": the node itself uses it, and could be cut off;"
                            + " allow_host_use does it all the same");
        }
        boolean disturbs = changesCount(wanted, pf) || wanted.driver().isPresent();
        if (disturbs && !wanted.consent().inUse()) {
            refuseUse(wanted, pf, given);
        }
    }

    private static boolean changesCount(PfConfiguration wanted, PciFunction pf) {
        return wanted.vfCount().isPresent() && wanted.vfCount().get() != pf.configuredVfs();
    }

    private void refuseUse(PfConfiguration wanted, PciFunction pf, Set<PciAddress> given)
            throws KernelException, RefusedException {
        for (PciAddress vf : kernel.sysfs().vfs(wanted.pf()).values()) {
            boolean stays = !changesCount(wanted, pf) && vfSetup.isBound(vf, wanted.driver());
            Optional<String> use = stays ? Optional.empty() : useOf(vf, given);
            if (use.isPresent()) {
                throw new RefusedException(
                        Kind.IN_USE,
                        "VF " + vf + " " + use.get() + "; release it first, or drain the node (allow_in_use takes it"
                                + " away from its user)");
            }
        }
    }

    private Optional<String> useOf(PciAddress vf, Set<PciAddress> given) throws KernelException {
        if (given.contains(vf)) {
            return Optional.of("is attached");
        }
        Optional<String> user = userSpace.user(vf);
        if (user.isPresent()) {
            return user.map(who -> "is in use: " + who);
        }
        return vfSetup.useOfInterface(vf);
    }

    private void apply(PfConfiguration wanted, PciFunction pf, Set<PciAddress> given, PfChange change)
            throws KernelException, RefusedException {
        if (wanted.mtu().isPresent()) {
            setMtu(pf, wanted.mtu().get(), change);
        }
        boolean fresh = changesCount(wanted, pf);
        if (fresh) {
            // Undone after autoprobe: the former VFs come back as they were bound.
            change.undoBy(() -> kernel.setVfCount(pf.pci(), pf.configuredVfs()));
        }
        if (wanted.autoprobe().isPresent()) {
            setAutoprobe(wanted.pf(), wanted.autoprobe().get(), change);
        }
        if (fresh) {
            setCount(pf, wanted.vfCount().orElse(0));
        }
        // New VFs are undone by their number.
        setUpVfs(wanted, fresh, fresh || wanted.consent().inUse() ? Set.of() : given, fresh ? new PfChange() : change);
    }

    private void setUpVfs(PfConfiguration wanted, boolean fresh, Set<PciAddress> spared, PfChange change)
            throws KernelException, RefusedException {
        List<PciAddress> vfs = List.copyOf(kernel.sysfs().vfs(wanted.pf()).values());
        for (PciAddress vf : vfs) {
            if (wanted.driver().isPresent() && !spared.contains(vf)) {
                vfSetup.bind(vf, wanted.driver().get(), change);
            }
        }
        if (fresh) {
            awaitInterfaces(vfs);
        }
        for (PciAddress vf : vfs) {
            // A pod's VF gets them at its release, when it is brought to its baseline.
            if (!spared.contains(vf)) {
                vfSetup.setDefaults(vf, wanted.defaults(), change);
            }
        }
    }

    private void setMtu(PciFunction pf, int mtu, PfChange change) throws KernelException, RefusedException {
        Link link = interfaceOf(pf);
        if (link.mtu() == mtu) {
            return;
        }
        change.undoBy(() -> setMtu(link.index(), link.mtu()));
        setMtu(link.index(), mtu);
        int now = interfaceOf(pf).mtu();
        if (now != mtu) {
            throw new RefusedException(Kind.NOT_READ_BACK, "MTU of " + pf.pci() + ": set " + mtu + ", found " + now);
        }
    }

    private void setMtu(int index, int mtu) throws KernelException {
        kernel.change(kernel.host(), index, List.of(new LinkChange.SetMtu(mtu)));
    }

    private Link interfaceOf(PciFunction pf) throws KernelException, RefusedException {
        Optional<InterfaceName> name = kernel.sysfs().netdev(pf.pci());
        Optional<Link> link = name.isEmpty() ? Optional.empty() : kernel.hostLink(name.get());
        return link.orElseThrow(() -> new RefusedException(
                Kind.DRIVER_LIMIT,
                "PF " + pf.pci() + " has no interface on the host: it is bound to a driver for user space, or in a"
                        + " pod"));
    }

    private void setAutoprobe(PciAddress pf, boolean on, PfChange change) throws KernelException, RefusedException {
        Optional<Boolean> now = kernel.sysfs().drivers().autoprobe(pf);
        if (now.isEmpty()) {
            throw new RefusedException(Kind.DRIVER_LIMIT, "PF " + pf + " has no sriov_drivers_autoprobe");
        }
        if (now.get() != on) {
            change.undoBy(() -> kernel.sysfs().drivers().autoprobe(pf, !on));
            kernel.sysfs().drivers().autoprobe(pf, on);
        }
    }

    private void setCount(PciFunction pf, int count) throws KernelException, RefusedException {
        try {
            kernel.setVfCount(pf.pci(), count);
        } catch (KernelException e) {
            Optional<Errno> errno = e.errno();
            String words = String.valueOf(e.getMessage());
            throw new RefusedException(errno.map(number -> PfRefusal.ofVfCount(count, number, words))
                    .orElseGet(() -> new PfRefusal(Kind.KERNEL_REFUSED, words)));
        }
        int now = kernel.sysfs().vfs(pf.pci()).size();
        if (now != count) {
            throw new RefusedException(
                    Kind.NOT_READ_BACK, "VFs of " + pf.pci() + ": asked " + count + ", found " + now);
        }
    }

    /** So that the next look at the node finds the VFs whole; one that stays without an interface is no error here. */
    private void awaitInterfaces(List<PciAddress> vfs) throws KernelException {
        Wait wait = new Wait(NETDEVS, POLL);
        for (PciAddress vf : vfs) {
            while (vfSetup.isWithoutItsInterface(vf) && wait.more()) {}
        }
    }

    private PfInfo now(PciAddress pf) throws KernelException, RefusedException {
        return discovery.pf(pf).orElseThrow(() -> new RefusedException(Kind.NO_SUCH_PF, "PF " + pf + " went away"));
    }
}
