package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a node says about its PFs and VFs. None of it ever parts a function from a live owner. */
final class InventoryRules {
    private static final Disposition APPLIED = new Disposition.Applied();

    private InventoryRules() {}

    static Disposition reported(Draft draft, Input.NodeInventoryReported inventory) {
        List<PfInfo> known = draft.state().pfs().values();
        if (!known.equals(sorted(inventory.pfs()))) {
            draft.record(new Transition.PfsReported(sorted(inventory.pfs())));
        }
        boolean newest = AdoptionRules.isNewest(draft.state(), inventory.stamp());
        Set<PciAddress> present = new HashSet<>();
        for (VfInfo info : inventory.vfs()) {
            present.add(info.traits().pci());
            seen(draft, info, newest);
        }
        for (VfState vf : draft.state().vfs().values()) {
            boolean there = vf.isPf() ? draft.state().pfs().containsKey(vf.pci()) : present.contains(vf.pci());
            if (vf.phase() != VfPhase.GONE && !there) {
                VfSteps.gone(draft, vf, "absent from the node's inventory");
            }
        }
        return APPLIED;
    }

    private static List<PfInfo> sorted(List<PfInfo> pfs) {
        return pfs.stream().sorted((a, b) -> a.pci().compareTo(b.pci())).toList();
    }

    static Disposition pfChanged(Draft draft, PfInfo pf) {
        Optional<PfInfo> before = draft.state().pfs().get(pf.pci());
        if (before.equals(Optional.of(pf))) {
            return APPLIED;
        }
        draft.record(new Transition.PfsReported(
                new ArrayList<>(draft.state().pfs().with(pf.pci(), pf).values())));
        if (before.filter(old -> old.configuredVfs() != pf.configuredVfs()).isPresent()) {
            recount(draft, pf);
        }
        boolean cameUp = pf.link().carrier()
                && before.filter(old -> old.link().carrier()).isEmpty();
        if (cameUp) {
            verifyQuarantinedOf(draft, pf.pci());
        }
        return APPLIED;
    }

    /** Somebody made the PF's functions anew: what is known of them is asked for again, whole. */
    private static void recount(Draft draft, PfInfo pf) {
        long known = draft.state().vfs().values().stream()
                .filter(vf -> vf.phase() != VfPhase.GONE
                        && !vf.isPf()
                        && vf.facts().traits().pf().equals(pf.pci()))
                .count();
        if (known != pf.configuredVfs()) {
            draft.askInventory(
                    "PF " + pf.pci() + " has " + pf.configuredVfs() + " VFs now, and " + known + " are known");
        }
    }

    private static void verifyQuarantinedOf(Draft draft, PciAddress pf) {
        for (VfState vf : draft.state().vfs().values()) {
            if (vf.phase() == VfPhase.QUARANTINED && vf.facts().traits().pf().equals(pf)) {
                QuarantineLadder.fresh(draft, vf);
            }
        }
    }

    static Disposition vfChanged(Draft draft, Input.VfChanged changed) {
        VfInfo info = changed.vf();
        seen(draft, info, AdoptionRules.isNewest(draft.state(), changed.stamp()));
        draft.state()
                .vfs()
                .get(info.traits().pci())
                .filter(vf -> vf.phase() == VfPhase.QUARANTINED)
                .ifPresent(vf -> QuarantineLadder.fresh(draft, vf));
        return APPLIED;
    }

    private static void seen(Draft draft, VfInfo info, boolean newest) {
        Optional<VfState> known = draft.state().vfs().get(info.traits().pci());
        if (known.isEmpty()) {
            discovered(draft, VfMove.discovered(draft, info), info, newest);
            return;
        }
        VfState vf = known.get();
        if (vf.phase() == VfPhase.GONE) {
            discovered(
                    draft,
                    VfMove.of(draft, vf)
                            .to(VfPhase.DISCOVERED, "there again")
                            .facts(VfFacts.discovered(info.traits(), info.attributes())),
                    info,
                    newest);
            return;
        }
        VfFacts facts = vf.facts().described(info.traits(), info.attributes());
        VfState now = facts.equals(vf.facts())
                ? vf
                : VfMove.of(draft, vf).facts(facts).record();
        seenAgain(draft, now, info, newest);
    }

    /** Before anything is asked of a function it is decided whether somebody has it, or the host itself uses it. */
    private static void discovered(Draft draft, VfMove move, VfInfo info, boolean newest) {
        Optional<String> obstacle =
                OfferRules.obstacle(draft.state(), info.traits().pf());
        boolean undecided = info.hostUse().isEmpty() && info.evidence().isEmpty() && obstacle.isEmpty();
        if (undecided) {
            VfSteps.verifyDiscovered(draft, move);
            return;
        }
        VfState vf = move.timerIn(LifecycleTimes.DISCOVERED_RETRY_MS).record();
        if (AdoptionRules.adopt(draft, vf, info, true)) {
            if (!newest) {
                // Its end may have been told already, of a function that was not known then.
                lookAgain(draft, vf, "with somebody");
            }
        } else {
            if (info.hostUse().isPresent()) {
                reserve(draft, vf, info.hostUse().get());
            } else if (obstacle.isEmpty()) {
                VfSteps.verifyAgain(draft, vf, 0);
            }
        }
    }

    private static void seenAgain(Draft draft, VfState vf, VfInfo info, boolean newest) {
        if (AdoptionRules.adopt(draft, vf, info, newest)) {
            return;
        }
        switch (vf.phase()) {
            case FREE -> {
                if (info.hostUse().isPresent() && newest) {
                    reserve(draft, vf, info.hostUse().get());
                } else if (info.hostUse().isPresent() || !info.inHostNamespace()) {
                    VfSteps.verifyFree(draft, vf);
                }
            }
            case DISCOVERED -> info.hostUse().filter(use -> newest).ifPresent(use -> reserve(draft, vf, use));
            case RESERVED -> {
                if (!vf.isPf()
                        && info.hostUse().isEmpty()
                        && OfferRules.obstacle(draft.state(), info.traits().pf())
                                .isEmpty()) {
                    discovered(
                            draft,
                            VfMove.of(draft, vf).to(VfPhase.DISCOVERED, "the host does not use it any more"),
                            info,
                            newest);
                }
            }
            case ATTACHED -> {
                if (!AdoptionRules.isAtHome(info)) {
                    DriftRules.seen(draft, vf, info.drift());
                } else if (newest) {
                    VfSteps.release(
                            draft, vf, ReleaseCause.NAMESPACE_GONE, "with the host again; nobody has told its end");
                } else {
                    lookAgain(draft, vf, "with the host");
                }
            }
            case QUARANTINED -> {
                if (!newest && AdoptionRules.isWithSomebody(info)) {
                    lookAgain(draft, vf, "with somebody");
                }
            }
            case HELD, ATTACHING, RELEASING, LOST, GONE -> {}
        }
    }

    /** What was seen may be over: what the node has done since was decided before it, and it is not told again. */
    private static void lookAgain(Draft draft, VfState vf, String seen) {
        draft.askInventory("VF " + vf.pci() + " was seen " + seen + ", before what its node has told since");
    }

    static void reserve(Draft draft, VfState vf, String use) {
        VfMove.of(draft, vf)
                .to(VfPhase.RESERVED, "in the host's own use: " + use)
                .record();
    }

    static Disposition vfGone(Draft draft, Input.VfGone gone) {
        Optional<VfState> vf = draft.state().vfs().get(gone.vf()).filter(known -> known.phase() != VfPhase.GONE);
        if (vf.isEmpty()) {
            return new Disposition.Ignored("VF " + gone.vf() + " is not there anyway");
        }
        VfSteps.gone(draft, vf.get(), gone.cause());
        return APPLIED;
    }

    static Disposition nodeRemoved(Draft draft, Input.NodeRemoved removed) {
        for (VfState vf : draft.state().vfs().values()) {
            if (vf.phase() != VfPhase.GONE) {
                VfSteps.gone(draft, vf, "the node was removed: " + removed.cause());
            }
        }
        draft.record(new Transition.PfsReported(List.of()));
        SilenceRules.end(draft);
        // It may have come again by the same name, and its first inventory may have been decided before this.
        draft.askInventory("the node was removed; if it is here, it shall tell what it has");
        return APPLIED;
    }

    /** The agent saw a function where its copy of the ledger does not have it. */
    static Disposition observed(Draft draft, Input.VfObserved observed) {
        VfInfo info = observed.vf();
        boolean newest = AdoptionRules.isNewest(draft.state(), observed.stamp());
        seen(draft, info, newest);
        VfState vf = draft.state().vfs().get(info.traits().pci()).orElseThrow();
        String where = whereabouts(info) + "; expected: " + observed.expected();
        if (!newest && isNowhere(info)) {
            // What the agent has told since may be of this very function: a pod that has it must not lose it.
            lookAgain(draft, vf, where);
            return APPLIED;
        }
        switch (vf.phase()) {
            case ATTACHED -> attachedElsewhere(draft, vf, info, where);
            case FREE, HELD -> {
                if (!info.inHostNamespace()) {
                    astray(draft, vf, info, where);
                }
            }
            case QUARANTINED -> {
                if (isNowhere(info)) {
                    VfSteps.lose(draft, vf, "found " + where);
                } else if (info.inHostNamespace()) {
                    QuarantineLadder.fresh(draft, vf);
                }
            }
            case LOST -> {
                if (info.inHostNamespace()) {
                    VfSteps.quarantine(draft, vf, vf.facts(), "found again " + where);
                    VfSteps.verifyAgain(draft, draft.state().vfs().get(vf.pci()).orElseThrow(), 1);
                }
            }
            case DISCOVERED, RESERVED, ATTACHING, RELEASING, GONE -> {}
        }
        return APPLIED;
    }

    /** A function that nobody was given is not with the host: looked for when it is nowhere, else kept from everybody. */
    private static void astray(Draft draft, VfState vf, VfInfo info, String where) {
        if (isNowhere(info)) {
            VfSteps.lose(draft, vf, "found " + where);
        } else {
            VfSteps.quarantine(draft, vf, vf.facts(), "found " + where + ", to which nobody gave it");
        }
    }

    private static boolean isNowhere(VfInfo info) {
        return !info.inHostNamespace() && info.holderNetns().isEmpty();
    }

    private static void attachedElsewhere(Draft draft, VfState vf, VfInfo info, String where) {
        boolean atHome = vf.owner()
                .flatMap(Ownership::netns)
                .filter(netns -> info.holderNetns()
                        .filter(found -> found.inode() == netns.inode() && found.device() == netns.device())
                        .isPresent())
                .isPresent();
        if (atHome) {
            return;
        }
        if (info.inHostNamespace() || info.holderNetns().isPresent()) {
            VfSteps.release(draft, vf, ReleaseCause.NAMESPACE_GONE, "found " + where);
        } else {
            VfSteps.lose(draft, vf, "found " + where);
        }
    }

    private static String whereabouts(VfInfo info) {
        if (info.inHostNamespace()) {
            return "in the host's namespace";
        }
        return info.holderNetns()
                .map(netns -> "in namespace " + netns.device() + ":" + netns.inode())
                .orElse("in no namespace that is known");
    }
}
