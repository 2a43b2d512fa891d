package io.vfledger.inventory.projection;

import io.vfledger.vf.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record of the topic {@code inventory} says of its node.
 *
 * @param node whose it is
 * @param incarnation life of the agent that wrote it
 * @param build version of that agent
 * @param at the node's own clock
 * @param says what
 */
public record InventoryReport(NodeName node, long incarnation, String build, Instant at, Says says) {
    /** What it says. */
    public sealed interface Says {
        /**
         * A new life of the agent began.
         *
         * @param kernelRelease {@code uname -r}
         * @param simulated its NICs are a simulation
         */
        record Started(String kernelRelease, boolean simulated) implements Says {}

        /**
         * Everything the node has.
         *
         * @param pfs its PFs
         * @param vfCount its functions
         */
        record Whole(List<Pf> pfs, int vfCount) implements Says {}

        /**
         * One PF as it is now.
         *
         * @param pf the PF
         */
        record PfNow(Pf pf) implements Says {}

        /** Something about one function, which the allocator's records tell better. */
        record OfVf() implements Says {}
    }

    /** What is known of the node after this record; a record of an older life of its agent changes nothing. */
    public NodeReported after(NodeReported before) {
        if (incarnation < before.incarnation()) {
            return before;
        }
        return switch (says) {
            case Says.Started s -> with(before, s.kernelRelease(), s.simulated(), before.pfs(), before.vfCount());
            case Says.Whole w -> with(before, before.kernelRelease(), before.simulated(), w.pfs(), w.vfCount());
            case Says.PfNow p ->
                with(before, before.kernelRelease(), before.simulated(), put(before.pfs(), p.pf()), before.vfCount());
            case Says.OfVf _ ->
                with(before, before.kernelRelease(), before.simulated(), before.pfs(), before.vfCount());
        };
    }

    private NodeReported with(NodeReported before, String kernelRelease, boolean simulated, List<Pf> pfs, int vfCount) {
        String agentBuild = build.isEmpty() ? before.build() : build;
        return new NodeReported(node, incarnation, agentBuild, kernelRelease, simulated, pfs, vfCount, at);
    }

    private static List<Pf> put(List<Pf> pfs, Pf changed) {
        List<Pf> after = new ArrayList<>(pfs);
        after.removeIf(pf -> pf.pci().equals(changed.pci()));
        after.add(changed);
        after.sort((a, b) -> a.pci().compareTo(b.pci()));
        return after;
    }
}
