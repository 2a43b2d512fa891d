package io.vfledger.lifecycle;

import io.vfledger.placement.Choice;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.Demand;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is chosen for a pod before it asks: out of pools that the allocator chooses from, one function per network. */
final class HoldRules {
    private HoldRules() {}

    /** What became of the networks of one pod. */
    private static final class Tally {
        private boolean changed;
        private final List<String> notes = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();

        void changed() {
            changed = true;
        }

        void note(PodNetwork network, String why) {
            notes.add("network " + network.network() + "/" + network.slot() + ": " + why);
        }

        void refused(PodNetwork network, Refusal refusal) {
            refusals.add(refusal);
            note(network, refusal.message() + (refusal.details().isEmpty() ? "" : "; " + refusal.details()));
        }

        Disposition disposition(PodIdentity pod) {
            String told = "pod " + pod + ": " + String.join("; ", notes);
            if (!refusals.isEmpty()) {
                return new Disposition.Refused(refusals.getFirst().reason(), told);
            }
            return changed ? new Disposition.Applied() : new Disposition.Ignored(told);
        }
    }

    static Disposition scheduled(Draft draft, Input.PodScheduled scheduled) {
        PodIdentity pod = scheduled.pod();
        if (pod.uid().isEmpty()) {
            Refusal refusal = Refusals.noUid(pod);
            return new Disposition.Refused(refusal.reason(), refusal.message() + "; " + refusal.details());
        }
        if (scheduled.networks().isEmpty()) {
            return new Disposition.Ignored("pod " + pod + " asks for no network");
        }
        if (draft.state().silence().filter(Silence::certain).isPresent()) {
            Refusal refusal = Refusals.nodeSilent(draft, pod);
            return new Disposition.Refused(refusal.reason(), refusal.message() + "; " + refusal.details());
        }
        PodUid uid = pod.uid().get();
        Tally tally = new Tally();
        List<Optional<VfState>> existing = HoldMatching.of(draft.state(), uid, scheduled.networks());
        for (int i = 0; i < existing.size(); i++) {
            PodNetwork network = scheduled.networks().get(i);
            Ownership owner = Ownership.heldFor(network.demandOf(uid), pod, network.settings());
            if (existing.get(i).isPresent()) {
                known(draft, tally, network, owner, existing.get(i).get());
            } else {
                choose(draft, tally, network, owner);
            }
        }
        return tally.disposition(pod);
    }

    /** The demand has a function: the pod was quicker than the news of it, or the news comes again. */
    private static void known(Draft draft, Tally tally, PodNetwork network, Ownership owner, VfState vf) {
        Ownership has = vf.owner().orElseThrow();
        switch (vf.phase()) {
            case HELD -> heldAlready(draft, tally, network, owner, vf);
            case ATTACHING, RELEASING -> {
                boolean returns = vf.phase() == VfPhase.ATTACHING
                        || vf.cause().filter(ReleaseCause::isOfFailedAdd).isPresent();
                if (returns && !has.kept()) {
                    VfMove.of(draft, vf).owner(has.withKept(true)).record();
                    tally.changed();
                }
                tally.note(network, "VF " + vf.pci() + " is " + vf.phase() + " for it");
            }
            case ATTACHED -> tally.note(network, "it has VF " + vf.pci() + " already");
            case DISCOVERED, RESERVED, FREE, QUARANTINED, LOST, GONE ->
                throw new IllegalStateException("a function in " + vf.phase() + " has no owner");
        }
    }

    /** The network may have been changed since. */
    private static void heldAlready(Draft draft, Tally tally, PodNetwork network, Ownership owner, VfState vf) {
        Ownership has = vf.owner().orElseThrow();
        boolean elsewhere =
                network.device().filter(device -> !device.equals(vf.pci())).isPresent()
                        || !draft.state().poolOf(vf.pci()).equals(Optional.of(poolOf(network)));
        if (elsewhere) {
            HoldSteps.giveUp(draft, vf, "the network asks for another VF now");
            tally.changed();
            choose(draft, tally, network, owner);
        } else if (has.settings().whole().equals(owner.settings().whole())) {
            tally.note(network, "VF " + vf.pci() + " is held for it already");
        } else {
            Ownership changed = owner.withDemand(has.demand());
            Optional<Refusal> unfit = Placing.unfit(draft, Wish.of(changed), vf);
            if (unfit.isEmpty()) {
                HoldSteps.hold(draft, vf, changed, vf.facts(), "held; the network's settings were changed");
                tally.changed();
            } else {
                tally.refused(network, unfit.get());
            }
        }
    }

    /**
     * The demand that a function fulfils now that it is that interface; what is held for the same demand elsewhere is
     * given up, since a demand has one function.
     */
    static Optional<Demand> taken(Draft draft, VfState vf, Attachment attachment, Optional<PodIdentity> pod) {
        Optional<Demand> had = vf.owner().flatMap(Ownership::demand);
        if (had.isPresent()) {
            Demand named = had.get().as(attachment.ifname());
            boolean elsewhere = draft.state()
                    .vfOf(named)
                    .filter(other -> !other.pci().equals(vf.pci()))
                    .isPresent();
            return elsewhere ? had : Optional.of(named);
        }
        Optional<Demand> told =
                pod.flatMap(PodIdentity::uid).map(uid -> Demand.ofPod(uid, attachment.network(), attachment.ifname()));
        Optional<VfState> other = told.flatMap(draft.state()::vfOf)
                .or(() -> HoldMatching.held(draft.state(), attachment, pod))
                .filter(held -> !held.pci().equals(vf.pci()));
        if (other.isPresent() && other.get().phase() == VfPhase.HELD) {
            HoldSteps.giveUp(draft, other.get(), "its pod took VF " + vf.pci() + " instead");
            return told;
        }
        return other.isPresent() ? Optional.empty() : told;
    }

    private static PoolName poolOf(PodNetwork network) {
        return network.pool().orElse(AddAsk.DEFAULT_POOL);
    }

    private static void choose(Draft draft, Tally tally, PodNetwork network, Ownership owner) {
        PoolName name = poolOf(network);
        Optional<Pool> pool = draft.state().pool(name);
        if (pool.isEmpty()) {
            tally.refused(network, Refusals.unknownPool(draft, name));
        } else if (pool.get().chooser() == Chooser.KUBELET) {
            tally.note(network, "kubelet chooses the VFs of pool " + name + "; its choice is the hold");
        } else if (network.device().isPresent()) {
            named(draft, tally, network, owner, network.device().get());
        } else {
            free(draft, tally, network, owner, name);
        }
    }

    /** A hold takes nothing from anybody: the named function must be free. */
    private static void named(Draft draft, Tally tally, PodNetwork network, Ownership owner, PciAddress device) {
        Optional<VfState> vf = draft.state().vfs().get(device).filter(known -> known.phase() != VfPhase.GONE);
        if (vf.isEmpty()) {
            tally.refused(network, Refusals.unknownDevice(draft, device));
        } else if (!draft.state().poolOf(device).equals(Optional.of(poolOf(network)))) {
            tally.refused(network, Refusals.notInPool(draft, device, poolOf(network)));
        } else if (vf.get().phase().isOwned()) {
            tally.refused(network, Refusals.deviceInUse(draft, vf.get()));
        } else if (vf.get().phase() != VfPhase.FREE) {
            tally.refused(network, Refusals.notUsable(draft, vf.get()));
        } else {
            namedAndFree(draft, tally, network, owner, vf.get());
        }
    }

    private static void namedAndFree(Draft draft, Tally tally, PodNetwork network, Ownership owner, VfState vf) {
        Optional<Refusal> unfit = Placing.unfit(draft, Wish.of(owner), vf);
        if (unfit.isPresent()) {
            tally.refused(network, unfit.get());
        } else {
            HoldSteps.hold(draft, vf, owner, vf.facts(), "held: named by the pod");
            tally.changed();
        }
    }

    private static void free(Draft draft, Tally tally, PodNetwork network, Ownership owner, PoolName name) {
        Wish wish = Wish.of(owner);
        List<VfState> free = Placing.free(draft, Optional.of(name), Optional.empty());
        Optional<Choice> choice = Placing.choose(draft, Optional.of(name), Placing.fit(draft, wish, free));
        if (choice.isPresent()) {
            VfState vf = draft.state().vfs().get(choice.get().vf()).orElseThrow();
            HoldSteps.hold(
                    draft,
                    vf,
                    owner,
                    vf.facts(),
                    "held ahead of time; " + choice.get().reason());
            tally.changed();
        } else if (free.isEmpty()) {
            tally.refused(network, Refusals.noFreeVf(draft, asker(owner), Optional.of(name), Optional.empty()));
        } else {
            tally.refused(network, Placing.unfit(draft, wish, free.getFirst()).orElseThrow());
        }
    }

    private static String asker(Ownership owner) {
        Demand demand = owner.demand().orElseThrow();
        return owner.holder() + " (network " + demand.network() + ", " + demand.slot() + ")";
    }
}
