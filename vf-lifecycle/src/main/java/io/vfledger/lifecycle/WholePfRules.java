package io.vfledger.lifecycle;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfTraits;
import java.util.List;
import java.util.Optional;

/**
 * PFs that are given as a whole: functions like every other one, which are the host's own (RESERVED) until they are asked
 * for, are read before each time they are given, and whose VFs nobody gets meanwhile.
 */
final class WholePfRules {
    private static final Disposition APPLIED = new Disposition.Applied();

    private WholePfRules() {}

    /** A request for a PF itself. */
    static Disposition decide(Draft draft, AddAsk ask, boolean mayWait) {
        Optional<VfState> vf = ask.device().flatMap(draft.state().vfs()::get).filter(named -> !named.isPf());
        if (vf.isPresent()) {
            return AddRules.refuse(draft, ask, Refusals.namesVf(draft, vf.get()));
        }
        Optional<PfInfo> asked = asked(draft.state(), ask);
        if (asked.isEmpty()) {
            return AddRules.refuse(draft, ask, Refusals.unknownWholePf(draft, ask));
        }
        Optional<VfState> known = draft.state().vfs().get(asked.get().pci());
        return known.isPresent()
                ? decideKnown(draft, ask, asked.get(), known.get(), mayWait)
                : readFirst(draft, ask, asked.get(), Optional.empty(), mayWait);
    }

    private static Optional<PfInfo> asked(NodeState state, AddAsk ask) {
        return state.pfs().values().stream()
                .filter(_ -> ask.device().isPresent() || ask.pf().isPresent())
                .filter(pf -> ask.device().isEmpty() || ask.device().get().equals(pf.pci()))
                .filter(pf -> ask.pf().isEmpty() || isNamed(state, pf, ask.pf().get()))
                .findFirst();
    }

    /** Also by the name that it had before its interface went to a pod. */
    private static boolean isNamed(NodeState state, PfInfo pf, InterfaceName name) {
        return pf.netdev()
                .or(() -> state.vfs()
                        .get(pf.pci())
                        .flatMap(known -> known.facts().traits().pfName()))
                .equals(Optional.of(name));
    }

    private static Disposition decideKnown(Draft draft, AddAsk ask, PfInfo pf, VfState known, boolean mayWait) {
        return switch (known.phase()) {
            case RESERVED, GONE -> readFirst(draft, ask, pf, Optional.of(known), mayWait);
            case DISCOVERED -> waits(draft, ask, known, mayWait);
            case FREE -> give(draft, ask, pf, known);
            case HELD, ATTACHING -> AddRules.refuse(draft, ask, Refusals.deviceInUse(draft, known));
            case ATTACHED, RELEASING ->
                AddRules.waitOrRefuse(draft, ask, known, mayWait, Refusals.deviceInUse(draft, known));
            case QUARANTINED, LOST -> AddRules.refuse(draft, ask, Refusals.notUsable(draft, known));
        };
    }

    /** Whatever is known of a PF may be old: the host is free to change it while it has it. */
    private static Disposition readFirst(Draft draft, AddAsk ask, PfInfo pf, Optional<VfState> known, boolean mayWait) {
        Optional<Refusal> refusal = refusal(draft, pf);
        if (refusal.isPresent()) {
            return AddRules.refuse(draft, ask, refusal.get());
        }
        if (!mayWait) {
            String why = known.map(VfState::reason).orElse("it is not there any more");
            return AddRules.refuse(draft, ask, Refusals.pfInUse(draft, pf.pci(), why));
        }
        VfSteps.verifyDiscovered(draft, known.map(vf -> again(draft, pf, vf)).orElseGet(() -> first(draft, pf)));
        return waits(draft, ask, draft.state().vfs().get(pf.pci()).orElseThrow(), true);
    }

    private static VfMove first(Draft draft, PfInfo pf) {
        return VfMove.discovered(
                draft,
                new VfInfo(
                        VfTraits.ofPf(pf),
                        VfAttributes.UNKNOWN,
                        pf.netdev().isPresent(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static VfMove again(Draft draft, PfInfo pf, VfState known) {
        return VfMove.of(draft, known)
                .to(VfPhase.DISCOVERED, "asked for as a whole")
                .facts(VfFacts.discovered(VfTraits.ofPf(pf), VfAttributes.UNKNOWN));
    }

    private static Disposition waits(Draft draft, AddAsk ask, VfState pf, boolean mayWait) {
        return mayWait && WaitingRules.open(draft, ask, pf)
                ? APPLIED
                : AddRules.refuse(draft, ask, Refusals.notUsable(draft, pf));
    }

    private static Disposition give(Draft draft, AddAsk ask, PfInfo pf, VfState known) {
        Optional<Refusal> refusal = refusal(draft, pf);
        if (refusal.isPresent()) {
            return AddRules.refuse(draft, ask, refusal.get());
        }
        VfSteps.assign(draft, known, ask, "asked for as a whole; nothing uses it");
        return APPLIED;
    }

    private static Optional<Refusal> refusal(Draft draft, PfInfo pf) {
        List<VfState> inTheWay = draft.state().vfs().values().stream()
                .filter(vf -> !vf.isPf() && vf.facts().traits().pf().equals(pf.pci()))
                .filter(vf -> !isFreeOrAbsent(vf))
                .toList();
        if (!inTheWay.isEmpty()) {
            return Optional.of(Refusals.vfsInUse(draft, pf.pci(), inTheWay));
        }
        return pf.hostUse()
                .map(use -> "the host itself uses it: " + use)
                .or(() -> OfferRules.obstacle(pf))
                .or(() -> PfRules.obstacle(draft.state(), pf.pci()))
                .map(why -> Refusals.pfInUse(draft, pf.pci(), why));
    }

    /** What was set aside for a pod that had the PF before is in nobody's way. */
    private static boolean isFreeOrAbsent(VfState vf) {
        return vf.phase() == VfPhase.FREE
                || vf.phase() == VfPhase.GONE
                || (vf.phase() == VfPhase.RESERVED
                        && vf.reason().startsWith(given(vf.facts().traits().pf())));
    }

    /** Why the VFs of a PF are not offered, as far as it lies in the PF as a function; empty where it does not. */
    static Optional<String> obstacle(VfState pf) {
        return switch (pf.phase()) {
            case HELD, ATTACHING, ATTACHED, RELEASING ->
                Optional.of(given(pf.pci())
                        + pf.owner().map(owner -> ", to " + owner.holder()).orElse(""));
            case LOST -> Optional.of(notBack(pf.pci()));
            case QUARANTINED -> pf.facts().baseline().map(_ -> notBack(pf.pci()));
            case DISCOVERED, RESERVED, FREE, GONE -> Optional.empty();
        };
    }

    private static String given(PciAddress pf) {
        return "PF " + pf + " is given as a whole";
    }

    private static String notBack(PciAddress pf) {
        return "PF " + pf + " was given as a whole and is not back as it was";
    }

    /** A PF that nobody gets now is the host's own; how it is then is the host's business. */
    static void settle(Draft draft) {
        for (VfState vf : draft.state().vfs().values()) {
            if (vf.isPf() && vf.phase() == VfPhase.FREE) {
                VfMove.of(draft, vf)
                        .to(VfPhase.RESERVED, "the host's own until it is asked for; last: " + vf.reason())
                        .facts(vf.facts().withoutBaseline())
                        .record();
            }
        }
    }
}
