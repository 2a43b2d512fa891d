package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.Hold;
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
    private HoldMatching() {}

    /** The function that the asker has, or that is held for it. */
    static Optional<VfState> of(NodeState state, AddAsk ask) {
        return state.vfOf(ask.attachment())
                .or(() -> state.vfOf(ask.demand()))
                .or(() -> held(state, ask.attachment(), ask.pod()));
    }

    /** What is held for the pod whose interface that is; with no UID told only when exactly one hold fits. */
    static Optional<VfState> held(NodeState state, Attachment attachment, Optional<PodIdentity> pod) {
        List<Hold> holds = state.vfs().values().stream()
                .filter(vf -> vf.phase() == VfPhase.HELD)
                .flatMap(vf -> vf.owner().flatMap(owner -> hold(vf, owner)).stream())
                .toList();
        return pod.flatMap(asker -> Hold.takenBy(attachment, asker, holds))
                .flatMap(hold -> state.vfs().get(hold.vf()));
    }

    private static Optional<Hold> hold(VfState vf, Ownership owner) {
        return owner.demand().flatMap(demand -> owner.pod().map(pod -> new Hold(vf.pci(), demand, pod)));
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

    private static Demand demand(VfState vf) {
        return vf.owner().flatMap(Ownership::demand).orElseThrow();
    }
}
