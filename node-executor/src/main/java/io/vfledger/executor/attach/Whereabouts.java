package io.vfledger.executor.attach;

import io.vfledger.avro.Attachment;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfVerified;
import io.vfledger.executor.journal.VfMemory;
import java.util.Optional;

/** Whether a VF is where the ledger has it. */
final class Whereabouts {
    private Whereabouts() {}

    /** It had an interface with this driver, and now it is in no namespace. */
    static boolean hasVanished(VfDescription before, VfDescription now) {
        return before.getAttributes().getMac() != null && before.getDriver().equals(now.getDriver()) && isNowhere(now);
    }

    /** Its owner was given an interface, and now it is in no namespace: seen by who has not seen it before. */
    static boolean isMissing(VfDescription now, VfMemory memory) {
        return memory.owner().isPresent()
                && hadInterface(memory)
                && !now.getDriver().isEmpty()
                && isNowhere(now);
    }

    private static boolean hadInterface(VfMemory memory) {
        return switch (memory.outcome().orElse(null)) {
            case VfAttached attached -> attached.getAttributes().getMac() != null;
            // What was changed by hand was written again.
            case VfVerified verified -> verified.getAttributes().getMac() != null;
            case null -> false;
            default -> false;
        };
    }

    private static boolean isNowhere(VfDescription now) {
        return now.getAttributes().getMac() == null && !now.getInHostNamespace() && now.getHolderNetns() == null;
    }

    /**
     * Where the ledger has a VF, if it is not there.
     *
     * @param nowhere its interface is in no namespace, and should be in one
     */
    static Optional<String> expected(VfDescription vf, VfMemory memory, boolean nowhere) {
        if (memory.owner().isPresent() && (vf.getInHostNamespace() || nowhere)) {
            Attachment holder = memory.owner().get().assign().getAttachment();
            return Optional.of(
                    "attached to " + holder.getNetwork() + "/" + holder.getContainerId() + "/" + holder.getIfname());
        }
        boolean unbound = !vf.getInHostNamespace() && vf.getDriver().isEmpty();
        return memory.owner().isEmpty() && (unbound || nowhere)
                ? Optional.of("in the host's namespace")
                : Optional.empty();
    }
}
