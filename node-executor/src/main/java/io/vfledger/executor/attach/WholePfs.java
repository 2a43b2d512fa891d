package io.vfledger.executor.attach;

import io.vfledger.executor.binding.UserSpaceVfs;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfInfo;
import java.util.Optional;

/** Whether a PF may go to a pod as a whole: the allocator has decided so, and the kernel is asked once more. */
final class WholePfs {
    private final Kernel kernel;
    private final Discovery discovery;
    private final UserSpaceVfs userSpace;

    WholePfs(Kernel kernel, Discovery discovery, UserSpaceVfs userSpace) {
        this.kernel = kernel;
        this.discovery = discovery;
        this.userSpace = userSpace;
    }

    /** Whether a function is a PF; false also where that cannot be told: what is to be done then fails by itself. */
    boolean isPf(PciAddress function) {
        try {
            return kernel.sysfs().pf(function).isPresent();
        } catch (KernelException e) {
            return false;
        }
    }

    /** Why a PF must not be given: the host uses it, or one of its VFs is with somebody. */
    Optional<String> refusal(PciAddress pf) throws KernelException {
        Optional<String> use = discovery.wholeUse(pf);
        if (use.isPresent()) {
            return use.map(why -> "PF " + pf + " " + why);
        }
        for (VfInfo vf : discovery.read(pf).vfs()) {
            PciAddress pci = vf.traits().pci();
            Optional<String> user = vf.hostUse()
                    .or(() -> vf.holderNetns().map(netns -> "is in namespace " + netns.device() + ":" + netns.inode()));
            Optional<String> taken = user.isPresent() ? user : userSpace.user(pci);
            if (taken.isPresent()) {
                return taken.map(why -> "VF " + pci + " of PF " + pf + " " + why);
            }
        }
        return Optional.empty();
    }
}
