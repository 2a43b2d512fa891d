package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.PodUid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which function belongs to whom: what was held for a pod and what it asks for are told by different people in different
 * words. A demand that was told by its number takes the interface's name as soon as an ADD names it.
 */
final class HoldMatching {
    /** The lowest number first: runtimes attach in the order of the pod's networks. */
    private static final Comparator<VfState> BY_SLOT =
            Comparator.comparingLong(vf -> Long.parseLong(demand(vf).slot()));

    private HoldMatching() {}

    /** The function that the asker has, or that is held for it. */
    static Optional<VfState> of(NodeState state, AddAsk ask) {
        return state.vfOf(ask.attachment())
                .or(() -> state.vfOf(ask.demand()))
                .or(() -> held(state, ask.attachment(), ask.pod()));
    }

    /** What is held for the pod whose interface that is; with no UID told only when exactly one hold fits. */
    static Optional<VfState> held(NodeState state, Attachment attachment, Optional<PodIdentity> pod) {
        if (pod.isEmpty()) {
            return Optional.empty();
        }
        List<VfState> holds = state.vfs().values().stream()
                .filter(HoldMatching::isHeld)
                .filter(vf -> demand(vf).mayBecome(attachment.network(), attachment.ifname()))
                .filter(vf -> isOf(vf, pod.get()))
                .toList();
        List<VfState> counted =
                holds.stream().filter(vf -> demand(vf).isOrdinal()).toList();
        if (pod.get().uid().isPresent()) {
            return counted.stream().min(BY_SLOT);
        }
        List<VfState> named =
                holds.stream().filter(vf -> !demand(vf).isOrdinal()).toList();
        List<VfState> fit = named.isEmpty() ? counted : named;
        return fit.size() == 1 ? Optional.of(fit.getFirst()) : Optional.empty();
    }

    /** The functions that a pod has or is held, each beside the network that it is of. */
    static List<Optional<VfState>> of(NodeState state, PodUid uid, List<PodNetwork> networks) {
        Set<VfState> taken = new HashSet<>();
        List<Optional<VfState>> found = new ArrayList<>();
        for (PodNetwork network : networks) {
            Optional<VfState> exact = state.vfOf(network.demandOf(uid));
            exact.ifPresent(taken::add);
            found.add(exact);
        }
        for (int i = 0; i < networks.size(); i++) {
            Demand demand = networks.get(i).demandOf(uid);
            if (found.get(i).isEmpty() && demand.isOrdinal()) {
                Optional<VfState> other = ofNetwork(state, demand, taken);
                other.ifPresent(taken::add);
                found.set(i, other);
            }
        }
        return found;
    }

    private static Optional<VfState> ofNetwork(NodeState state, Demand demand, Set<VfState> taken) {
        return state.vfs().values().stream()
                .filter(vf -> !taken.contains(vf))
                .filter(vf -> vf.owner()
                        .flatMap(Ownership::demand)
                        .filter(has -> has.owner().equals(demand.owner())
                                && has.network().equals(demand.network())
                                && !has.isOrdinal())
                        .isPresent())
                .min(Comparator.comparing(vf -> demand(vf).slot()));
    }

    private static boolean isHeld(VfState vf) {
        return vf.phase() == VfPhase.HELD
                && vf.owner().flatMap(Ownership::demand).isPresent();
    }

    private static boolean isOf(VfState vf, PodIdentity pod) {
        return vf.owner().filter(owner -> owner.isOfPod(pod)).isPresent();
    }

    private static Demand demand(VfState vf) {
        return vf.owner().flatMap(Ownership::demand).orElseThrow();
    }
}
