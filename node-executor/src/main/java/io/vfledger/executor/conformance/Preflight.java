package io.vfledger.executor.conformance;

import io.vfledger.executor.binding.UserSpaceVfs;
import io.vfledger.executor.binding.VfDriver;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.PciFunction;
import io.vfledger.vf.EswitchMode;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfTraits;
import java.util.List;
import java.util.Optional;

/** Whether a VF may be tried: nobody must use it, nor any other VF of its PF, whose link may go for a moment. */
public final class Preflight {
    private final Kernel kernel;
    private final Discovery discovery;
    private final UserSpaceVfs userSpace;

    /** @param users who has device nodes open */
    public Preflight(Kernel kernel, Discovery discovery, DeviceUsers users) {
        this.kernel = kernel;
        this.discovery = discovery;
        this.userSpace = new UserSpaceVfs(kernel.sysfs(), users);
    }

    /** What was found; nothing is changed for it. */
    public sealed interface Result {
        /** It may be tried. */
        record Ready(PfInfo pf, VfTraits vf) implements Result {}

        /** It must not be, or cannot. */
        record Refused(String why) implements Result {}
    }

    /**
     * Looks at a PF and all of its VFs.
     *
     * @param pf its interface's name, or its PCI address
     * @param number of the VF to try, 0 or more
     */
    public Result of(String pf, int number) throws KernelException {
        List<PciFunction> all = kernel.sysfs().pfs();
        Optional<PciFunction> function = all.stream()
                .filter(each -> each.pci().value().equals(pf)
                        || each.netdev().map(InterfaceName::value).equals(Optional.of(pf)))
                .findFirst();
        if (function.isEmpty()) {
            return new Result.Refused("there is no PF '" + pf + "' with SR-IOV on this node; there "
                    + (all.isEmpty() ? "is none" : "are " + names(all)));
        }
        return of(function.get(), number);
    }

    private static String names(List<PciFunction> functions) {
        return String.join(", ", functions.stream().map(Preflight::name).toList());
    }

    private static String name(PciFunction function) {
        return function.netdev().map(InterfaceName::value).orElse(function.pci().value());
    }

    private Result of(PciFunction pf, int number) throws KernelException {
        Discovery.Found found = discovery.read(pf.pci());
        if (pf.netdev().isEmpty()) {
            return new Result.Refused("PF " + pf.pci()
                    + " has no interface on the host, so its VFs cannot be set: bind it to its driver");
        }
        if (found.vfs().isEmpty()) {
            return new Result.Refused("PF " + name(pf) + " has no VFs; make one: echo 1 >/sys/class/net/" + name(pf)
                    + "/device/sriov_numvfs");
        }
        Optional<EswitchMode> other = found.pfs().getFirst().eswitch().filter(mode -> !mode.offersVfs());
        if (other.isPresent()) {
            return new Result.Refused("PF " + name(pf) + " forwards in mode "
                    + other.get().value() + ", in which the agent gives no VF: devlink dev eswitch set pci/" + pf.pci()
                    + " mode legacy");
        }
        for (VfInfo vf : found.vfs()) {
            Optional<String> use = use(vf);
            if (use.isPresent()) {
                return new Result.Refused(
                        "VF " + vf.traits().index() + " (" + vf.traits().pci() + ") of " + name(pf) + " " + use.get()
                                + ": only a PF whose VFs nobody uses can be tried");
            }
        }
        Optional<VfTraits> chosen = found.vfs().stream()
                .map(VfInfo::traits)
                .filter(vf -> vf.index().value() == number)
                .findFirst();
        if (chosen.isEmpty()) {
            return new Result.Refused("PF " + name(pf) + " has no VF " + number + ": allowed are "
                    + String.join(
                            ", ",
                            found.vfs().stream()
                                    .map(vf -> vf.traits().index().toString())
                                    .toList()));
        }
        if (chosen.get().driver().isEmpty()) {
            return new Result.Refused("VF " + chosen.get().pci()
                    + " has no driver, so there is none to try: bind it, or choose another with --vf");
        }
        return new Result.Ready(found.pfs().getFirst(), chosen.get());
    }

    private Optional<String> use(VfInfo vf) throws KernelException {
        PciAddress pci = vf.traits().pci();
        Optional<String> user = userSpace.user(pci);
        if (user.isPresent()) {
            return user.map(who -> "is in use: " + who);
        }
        if (vf.hostUse().isPresent()) {
            return vf.hostUse().map(use -> use + " on the host");
        }
        if (vf.holderNetns().isPresent()) {
            return vf.holderNetns().map(namespace -> "is in namespace " + namespace.path());
        }
        boolean hasInterface = vf.traits().driver().isPresent()
                && !VfDriver.isUserSpace(vf.traits().driver());
        return hasInterface && !vf.inHostNamespace()
                ? Optional.of("has an interface that is not on the host")
                : Optional.empty();
    }
}
