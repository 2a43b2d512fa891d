package io.vfledger.lifecycle;

import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;

/** Whether an outcome is about the function as the ledger has it now. */
final class Fencing {
    private static final int SHOWN = 8;

    private Fencing() {}

    static Disposition unknownVf(PciAddress vf) {
        return new Disposition.Ignored("VF " + vf + " is not known");
    }

    /** Refuses an outcome of any command but the last. */
    static Optional<Disposition> stale(VfState vf, Fence fence) {
        return vf.fence().equals(fence)
                ? Optional.empty()
                : Optional.of(new Disposition.Ignored(
                        "VF " + vf.pci() + " is at " + vf.fence() + "; the outcome is of " + fence));
    }

    /** Refuses an outcome of another ownership term. */
    static Optional<Disposition> staleEpoch(VfState vf, Fence fence) {
        return vf.fence().epoch().equals(fence.epoch())
                ? Optional.empty()
                : Optional.of(new Disposition.Ignored("VF " + vf.pci() + " is in epoch "
                        + vf.fence().epoch() + "; the outcome is of epoch " + fence.epoch()));
    }

    static String listed(List<String> differences) {
        if (differences.isEmpty()) {
            return "no difference told";
        }
        String shown = String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())));
        return differences.size() <= SHOWN ? shown : shown + " and " + (differences.size() - SHOWN) + " more";
    }
}
