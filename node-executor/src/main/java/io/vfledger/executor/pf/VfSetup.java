package io.vfledger.executor.pf;

import io.vfledger.executor.binding.DriverBinding;
import io.vfledger.executor.binding.VfDriver;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.pf.PfChange.RefusedException;
import io.vfledger.executor.pf.PfRefusal.Kind;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.Difference;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a PF's configuration does to each of its VFs. */
final class VfSetup {
    private final Kernel kernel;
    private final DriverBinding binding;

    VfSetup(Kernel kernel, DriverBinding binding) {
        this.kernel = kernel;
        this.binding = binding;
    }

    /** Whether a VF is bound to that driver; nothing asked is nothing to do. */
    boolean isBound(PciAddress vf, Optional<VfDriver> driver) throws KernelException {
        return driver.isEmpty() || kernel.sysfs().drivers().driver(vf).equals(driver.map(VfDriver::text));
    }

    /** Why a VF with an interface is in use: it is in another namespace, or the host's own. */
    Optional<String> useOfInterface(PciAddress vf) throws KernelException {
        if (VfDriver.isUserSpace(kernel.sysfs().drivers().driver(vf))) {
            return Optional.empty();
        }
        Optional<Netdev> netdev = kernel.netdev(vf, kernel.host());
        if (netdev.isPresent()) {
            return Discovery.hostUse(netdev.get());
        }
        return kernel.holderOf(vf).map(namespace -> {
            try (namespace) {
                return "is in namespace " + namespace.identity().path();
            }
        });
    }

    /** Whether a driver that makes interfaces has a VF and has not made one yet. */
    boolean isWithoutItsInterface(PciAddress vf) throws KernelException {
        Optional<String> driver = kernel.sysfs().drivers().driver(vf);
        return driver.isPresent()
                && !VfDriver.isUserSpace(driver)
                && kernel.netdev(vf, kernel.host()).isEmpty();
    }

    void bind(PciAddress vf, VfDriver driver, PfChange change) throws KernelException, RefusedException {
        switch (binding.bind(vf, driver)) {
            case DriverBinding.Result.Bound(VfDriver before) -> change.undoBy(() -> rebind(vf, before));
            case DriverBinding.Result.Refused(DriverBinding.Why why, String message) ->
                throw new RefusedException(kind(why), message);
        }
    }

    /** A VF that went with a change of their number needs no driver back. */
    private void rebind(PciAddress vf, VfDriver before) throws KernelException, RefusedException {
        if (binding.bind(vf, before) instanceof DriverBinding.Result.Refused(DriverBinding.Why why, String message)) {
            throw new RefusedException(kind(why), message);
        }
    }

    private static Kind kind(DriverBinding.Why why) {
        return switch (why) {
            case NO_SUCH_VF -> Kind.KERNEL_REFUSED;
            case IN_USE -> Kind.IN_USE;
            case PLATFORM -> Kind.PLATFORM_LIMIT;
            case DRIVER -> Kind.DRIVER_LIMIT;
        };
    }

    void setDefaults(PciAddress vf, VfSettings defaults, PfChange change) throws KernelException, RefusedException {
        if (defaults.equals(VfSettings.NONE)) {
            return;
        }
        VfTraits traits = kernel.sysfs()
                .vf(vf)
                .orElseThrow(() -> new RefusedException(Kind.KERNEL_REFUSED, "VF " + vf + " went away"));
        VfAttributes before = administrative(traits);
        List<AdminSetting> settings = VfDefaults.missing(before, defaults);
        if (!settings.isEmpty()) {
            change.undoBy(() -> write(traits, VfDefaults.different(administrative(traits), before)));
        }
        write(traits, settings);
        Optional<Netdev> netdev = kernel.netdev(vf, kernel.host());
        if (netdev.isPresent() && defaults.mtu().isPresent()) {
            setMtu(netdev.get(), defaults.mtu().get(), change);
        }
        List<Difference> differences =
                Difference.between(VfDefaults.over(VfAttributes.UNKNOWN, defaults), administrative(traits));
        if (!differences.isEmpty()) {
            throw new RefusedException(Kind.NOT_READ_BACK, "VF " + vf + ": " + differences);
        }
    }

    private void setMtu(Netdev netdev, int mtu, PfChange change) throws KernelException {
        if (netdev.mtu() != mtu) {
            change.undoBy(
                    () -> kernel.change(kernel.host(), netdev.index(), List.of(new LinkChange.SetMtu(netdev.mtu()))));
            kernel.change(kernel.host(), netdev.index(), List.of(new LinkChange.SetMtu(mtu)));
        }
    }

    private void write(VfTraits vf, List<AdminSetting> settings) throws KernelException {
        for (AdminSetting setting : settings) {
            kernel.administer(vf, setting);
        }
    }

    private VfAttributes administrative(VfTraits vf) throws KernelException, RefusedException {
        Map<io.vfledger.vf.VfIndex, VfAttributes> all = kernel.administrative(vf.pf());
        return Optional.ofNullable(all.get(vf.index()))
                .orElseThrow(() -> new RefusedException(
                        Kind.KERNEL_REFUSED, "PF " + vf.pf() + " tells nothing about VF " + vf.pci()));
    }
}
