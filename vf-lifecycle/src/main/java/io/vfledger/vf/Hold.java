package io.vfledger.vf;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A function that is kept for a pod.
 *
 * @param vf its address
 * @param demand what it is kept for
 * @param pod whose it is
 */
public record Hold(PciAddress vf, Demand demand, PodIdentity pod) {
    /** The lowest number first: runtimes attach in the order of the pod's networks. */
    private static final Comparator<Hold> BY_NUMBER =
            Comparator.comparingLong(hold -> Long.parseLong(hold.demand.slot()));

    /**
     * The hold that an interface takes: the one of its very name, else the lowest number. A runtime that tells no UID gets
     * one only when exactly one fits the pod's name.
     *
     * @param holds all there are, of any pod
     */
    public static Optional<Hold> takenBy(Attachment attachment, PodIdentity pod, List<Hold> holds) {
        List<Hold> fit = holds.stream()
                .filter(hold -> hold.demand.mayBecome(attachment.network(), attachment.ifname()))
                .filter(hold -> hold.pod.isSameAs(pod))
                .toList();
        List<Hold> named = fit.stream().filter(hold -> !hold.demand.isOrdinal()).toList();
        List<Hold> first = named.isEmpty() ? fit : named;
        boolean certain = pod.uid().isPresent() || first.size() == 1;
        return certain
                ? first.stream().min(named.isEmpty() ? BY_NUMBER : Comparator.comparing(Hold::vf))
                : Optional.empty();
    }
}
