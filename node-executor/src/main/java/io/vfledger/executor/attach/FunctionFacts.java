package io.vfledger.executor.attach;

import io.vfledger.avro.PfDescription;
import io.vfledger.avro.VfDescription;
import io.vfledger.executor.binding.UserSpaceVfs;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What sysfs tells beside a function's attributes: how VFs are bound, and how a process reaches one. */
final class FunctionFacts {
    private final Kernel kernel;
    private final UserSpaceVfs userSpace;

    FunctionFacts(Kernel kernel, UserSpaceVfs userSpace) {
        this.kernel = kernel;
        this.userSpace = userSpace;
    }

    /** The same functions with these facts. */
    NodeNics.Inventory completed(NodeNics.Inventory seen) throws KernelException {
        List<PfDescription> pfs = new ArrayList<>();
        for (PfDescription pf : seen.pfs()) {
            pfs.add(completed(pf));
        }
        List<VfDescription> vfs = new ArrayList<>();
        Map<PciAddress, UserSpaceVfs.Access> accesses = userSpace.accesses(
                seen.vfs().stream().map(vf -> new PciAddress(vf.getPci())).toList());
        for (VfDescription vf : seen.vfs()) {
            UserSpaceVfs.Access access = accesses.get(new PciAddress(vf.getPci()));
            vfs.add(access == null ? vf : completed(vf, access));
        }
        return new NodeNics.Inventory(pfs, vfs);
    }

    PfDescription completed(PfDescription pf) throws KernelException {
        Optional<Boolean> autoprobe = kernel.sysfs().drivers().autoprobe(new PciAddress(pf.getPci()));
        return PfDescription.newBuilder(pf)
                .setVfDriversAutoprobe(autoprobe.orElse(null))
                .build();
    }

    private static VfDescription completed(VfDescription vf, UserSpaceVfs.Access access) {
        VfDescription.Builder completed = VfDescription.newBuilder(vf)
                .setIommuGroup(access.iommuGroup().orElse(null))
                .setDeviceNodes(access.nodes());
        if (vf.getHostUse() == null) {
            completed.setHostUse(access.user().orElse(null));
        }
        return completed.build();
    }

    /** Why the host itself uses a VF, its interface apart. */
    Optional<String> hostUse(PciAddress vf) throws KernelException {
        return userSpace.user(vf);
    }
}
