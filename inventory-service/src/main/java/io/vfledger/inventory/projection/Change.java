package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One transition of a ledger entry, as it is shown. */
public sealed interface Change {
    /**
     * A step of a function.
     *
     * @param pci its address
     * @param from the phase before; empty where it was not known
     * @param to the phase after
     * @param fence epoch and version after
     * @param owner whose it is after
     * @param tuning how it is set after
     * @param releaseCause why it is asked back, in one word; empty where it is not
     * @param healthy no known fault
     * @param reason why, in words
     * @param pf its PF; empty where the node did not describe it
     */
    record Moved(
            PciAddress pci,
            Optional<VfPhase> from,
            VfPhase to,
            Fence fence,
            Owner owner,
            Tuning tuning,
            Optional<String> releaseCause,
            boolean healthy,
            String reason,
            Optional<OfPf> pf)
            implements Change {}

    /**
     * The PF of a function.
     *
     * @param pci its address
     * @param netdev its interface; empty where it is not on the host
     */
    record OfPf(String pci, String netdev) {
        /** The names by which it can be asked for: {@code node/pci}, {@code node/netdev}. */
        public List<String> names(NodeName node) {
            return Stream.of(pci, netdev)
                    .filter(name -> !name.isEmpty())
                    .map(name -> node + "/" + name)
                    .toList();
        }
    }

    /**
     * A request was opened.
     *
     * @param request the request
     */
    record Opened(Request request) implements Change {}

    /**
     * A request was settled.
     *
     * @param requestId which
     */
    record Closed(String requestId) implements Change {}

    /**
     * Something of the node changed: its PFs, its agent, its pools, its timers, its dedupe window.
     *
     * @param kind what, in one word
     * @param text how, in words
     */
    record OfNode(String kind, String text) implements Change {}
}
