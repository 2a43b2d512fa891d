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
        Set<PciAddress> present = new HashSet<>();
        for (VfInfo info : inventory.vfs()) {
            present.add(info.traits().pci());
            seen(draft, info);
        }
        for (VfState vf : draft.state().vfs().values()) {
            if (vf.phase() != VfPhase.GONE && !present.contains(vf.pci())) {
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
        boolean cameUp = pf.link().carrier()
                && before.filter(old -> old.link().carrier()).isEmpty();
        if (cameUp) {
            verifyQuarantinedOf(draft, pf.pci());
        }
        return APPLIED;
    }

    private static void verifyQuarantinedOf(Draft draft, PciAddress pf) {
        for (VfState vf : draft.state().vfs().values()) {
            if (vf.phase() == VfPhase.QUARANTINED && vf.facts().traits().pf().equals(pf)) {
                VfSteps.verifyAgain(draft, vf, 0);
            }
        }
    }

    static Disposition vfChanged(Draft draft, VfInfo info) {
        seen(draft, info);
        draft.state()
                .vfs()
                .get(info.traits().pci())
                .filter(vf -> vf.phase() == VfPhase.QUARANTINED)
                .ifPresent(vf -> VfSteps.verifyAgain(draft, vf, 0));
        return APPLIED;
    }

    private static void seen(Draft draft, VfInfo info) {
        Optional<VfState> known = draft.state().vfs().get(info.traits().pci());
        if (known.isEmpty()) {
            VfSteps.verifyDiscovered(draft, VfMove.discovered(draft, info));
            return;
        }
        VfState vf = known.get();
        if (vf.phase() == VfPhase.GONE) {
            VfSteps.verifyDiscovered(
                    draft,
                    VfMove.of(draft, vf)
                            .to(VfPhase.DISCOVERED, "there again")
                            .facts(VfFacts.discovered(info.traits(), info.attributes())));
            return;
        }
        VfFacts facts = vf.facts().described(info.traits(), info.attributes());
        VfState now = facts.equals(vf.facts())
                ? vf
                : VfMove.of(draft, vf).facts(facts).record();
        hostUse(draft, now, info);
    }

    private static void hostUse(Draft draft, VfState vf, VfInfo info) {
        switch (vf.phase()) {
            case FREE -> {
                if (info.hostUse().isPresent()) {
                    reserve(draft, vf, info.hostUse().get());
                } else if (!info.inHostNamespace()) {
                    VfSteps.verifyFree(draft, vf);
                }
            }
            case RESERVED -> {
                if (info.hostUse().isEmpty()) {
                    VfSteps.verifyDiscovered(
                            draft, VfMove.of(draft, vf).to(VfPhase.DISCOVERED, "the host does not use it any more"));
                }
            }
            case DISCOVERED, HELD, ATTACHING, ATTACHED, RELEASING, QUARANTINED, LOST, GONE -> {}
        }
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
        return APPLIED;
    }

    /** The agent saw a function where its copy of the ledger does not have it. */
    static Disposition observed(Draft draft, Input.VfObserved observed) {
        VfInfo info = observed.vf();
        seen(draft, info);
        VfState vf = draft.state().vfs().get(info.traits().pci()).orElseThrow();
        String where = whereabouts(info) + "; expected: " + observed.expected();
        switch (vf.phase()) {
            case ATTACHED -> attachedElsewhere(draft, vf, info, where);
            case FREE, HELD -> {
                if (!info.inHostNamespace()) {
                    VfSteps.quarantine(draft, vf, vf.facts(), "found " + where);
                }
            }
            case DISCOVERED, RESERVED, ATTACHING, RELEASING, QUARANTINED, LOST, GONE -> {}
        }
        return APPLIED;
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
