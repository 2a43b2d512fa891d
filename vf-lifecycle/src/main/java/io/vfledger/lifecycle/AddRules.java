package io.vfledger.lifecycle;

import io.vfledger.placement.Choice;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import java.util.List;
import java.util.Optional;

/** Who gets which function. */
final class AddRules {
    private static final Disposition APPLIED = new Disposition.Applied();
    private static final Optional<PoolName> DEFAULT_POOL = Optional.of(AddAsk.DEFAULT_POOL);

    private AddRules() {}

    /** A request that was not decided yet. */
    static Disposition requested(Draft draft, AddAsk ask) {
        if (draft.state().requests().containsKey(ask.request())) {
            return new Disposition.Duplicate("request " + ask.request() + " is being served");
        }
        return decide(draft, ask, true);
    }

    /**
     * Decides a request.
     *
     * @param mayWait whether the node may be asked first, when somebody else has the function
     */
    static Disposition decide(Draft draft, AddAsk ask, boolean mayWait) {
        if (ask.deadlineMs() <= draft.time().ms()) {
            return refuse(draft, ask, Refusals.deadlinePassed(ask, draft.time().ms()));
        }
        Optional<VfState> mine = HoldMatching.of(draft.state(), ask);
        return mine.isPresent() ? decideOwned(draft, ask, mine.get(), mayWait) : decideUnowned(draft, ask, mayWait);
    }

    private static Disposition decideUnowned(Draft draft, AddAsk ask, boolean mayWait) {
        if (ask.wholePf()) {
            return WholePfRules.decide(draft, ask, mayWait);
        }
        if (ask.pf().isPresent() && !draft.state().hasPf(ask.pf().get())) {
            return refuse(draft, ask, Refusals.unknownPf(draft, ask.pf().get()));
        }
        return ask.device().isPresent()
                ? decideNamed(draft, ask, ask.device().get(), mayWait)
                : decideChosen(draft, ask, mayWait);
    }

    /** The demand, or the very interface, has a function already. */
    private static Disposition decideOwned(Draft draft, AddAsk ask, VfState vf, boolean mayWait) {
        if (vf.owner().filter(owner -> owner.answers(ask.request())).isPresent()) {
            return new Disposition.Duplicate("request " + ask.request() + " got " + vf.name() + " before");
        }
        return switch (vf.phase()) {
            case HELD ->
                isMeant(draft, ask, vf)
                        ? assign(draft, ask, vf, mayWait, "the function that was held for it")
                        : decideAnew(draft, ask, vf, mayWait);
            case ATTACHED, RELEASING -> waitOrRefuse(draft, ask, vf, mayWait, Refusals.demandHeld(draft, ask, vf));
            case ATTACHING, DISCOVERED, RESERVED, FREE, QUARANTINED, LOST, GONE ->
                refuse(draft, ask, Refusals.demandHeld(draft, ask, vf));
        };
    }

    /** Whether what is held is what is asked for: the network may have been changed since. */
    private static boolean isMeant(Draft draft, AddAsk ask, VfState held) {
        boolean named = ask.device().isEmpty() || ask.device().get().equals(held.pci());
        boolean ofPool = ask.device().isPresent()
                || (ask.pf().isPresent() && ask.pool().isEmpty())
                || draft.state().poolOf(held.pci()).equals(ask.pool().or(() -> DEFAULT_POOL));
        return !ask.wholePf() && named && ofPool && isOfAskedPf(ask, held);
    }

    /** What was held is given up only once the asker has what it asks for now. */
    private static Disposition decideAnew(Draft draft, AddAsk ask, VfState held, boolean mayWait) {
        Disposition decided = decideUnowned(draft, ask, mayWait);
        boolean hasOther = draft.state()
                .vfOf(ask.attachment())
                .filter(vf -> !vf.pci().equals(held.pci()))
                .isPresent();
        if (hasOther) {
            HoldSteps.giveUp(draft, held, "its pod asks for another VF now");
        }
        return decided;
    }

    private static Disposition decideNamed(Draft draft, AddAsk ask, PciAddress device, boolean mayWait) {
        if (draft.state().pfs().containsKey(device)) {
            return refuse(draft, ask, Refusals.namesPf(draft, device));
        }
        Optional<VfState> found = draft.state().vfs().get(device).filter(vf -> vf.phase() != VfPhase.GONE);
        if (found.isEmpty()) {
            return refuse(draft, ask, Refusals.unknownDevice(draft, device));
        }
        Optional<PoolName> elsewhere = ask.pool()
                .filter(name -> draft.state().pool(name).isPresent())
                .filter(name -> !draft.state().poolOf(device).equals(Optional.of(name)));
        if (elsewhere.isPresent()) {
            return refuse(draft, ask, Refusals.notInPool(draft, device, elsewhere.get()));
        }
        VfState vf = found.get();
        if (!isOfAskedPf(ask, vf)) {
            return refuse(draft, ask, Refusals.notOfPf(draft, ask, vf));
        }
        return switch (vf.phase()) {
            case FREE -> assign(draft, ask, vf, mayWait, "named by the request");
            case HELD -> decideNamedHeld(draft, ask, vf, mayWait);
            case ATTACHED, RELEASING -> waitOrRefuse(draft, ask, vf, mayWait, Refusals.deviceInUse(draft, vf));
            case ATTACHING -> refuse(draft, ask, Refusals.deviceInUse(draft, vf));
            case DISCOVERED, RESERVED, QUARANTINED, LOST, GONE -> refuse(draft, ask, Refusals.notUsable(draft, vf));
        };
    }

    /** Kubelet's choice is for its pod; the allocator's own gives way to who names the function. */
    private static Disposition decideNamedHeld(Draft draft, AddAsk ask, VfState vf, boolean mayWait) {
        Ownership hold = vf.owner().orElseThrow();
        if (hold.demand().isPresent()) {
            if (!mayWait || !WaitingRules.open(draft, ask, vf)) {
                return refuse(draft, ask, Refusals.deviceInUse(draft, vf));
            }
            HoldSteps.move(draft, vf, "named by " + ask.asker());
            return APPLIED;
        }
        boolean forSomebodyElse = hold.pod().isPresent()
                && ask.pod().isPresent()
                && !hold.pod().get().isSameAs(ask.pod().get());
        if (forSomebodyElse) {
            return refuse(draft, ask, Refusals.deviceInUse(draft, vf));
        }
        return assign(draft, ask, vf, mayWait, "named by the request, and held for its pod");
    }

    private static boolean isOfAskedPf(AddAsk ask, VfState vf) {
        return ask.pf().isEmpty() || vf.facts().traits().pfName().equals(ask.pf());
    }

    /** Gives the function, unless that would put an address onto a PF and VLAN where somebody else has it. */
    private static Disposition assign(Draft draft, AddAsk ask, VfState vf, boolean mayWait, String why) {
        Optional<String> obstacle =
                OfferRules.obstacle(draft.state(), vf.facts().traits().pf());
        if (obstacle.isPresent()) {
            return refuse(draft, ask, Refusals.notOffered(draft, vf, obstacle.get()));
        }
        if (!MacRules.isFree(draft.state(), Wish.of(ask), vf)) {
            return duplicateMac(draft, ask, vf, mayWait);
        }
        if (!RateRules.affords(draft.state(), ask.settings(), vf)) {
            return refuse(draft, ask, Refusals.overBudget(draft, ask.settings(), vf));
        }
        VfSteps.assign(draft, vf, ask, why);
        return APPLIED;
    }

    /** Who has the address may be gone without anybody having said so: then it is waited for. */
    private static Disposition duplicateMac(Draft draft, AddAsk ask, VfState wanted, boolean mayWait) {
        Optional<VfState> holder = MacRules.holder(draft.state(), Wish.of(ask), wanted);
        Refusal refusal = Refusals.duplicateMac(draft, ask.settings(), wanted, holder);
        boolean mayBeGone = holder.map(VfState::phase)
                .filter(phase -> phase == VfPhase.ATTACHED || phase == VfPhase.RELEASING)
                .isPresent();
        return mayBeGone ? waitOrRefuse(draft, ask, holder.get(), mayWait, refusal) : refuse(draft, ask, refusal);
    }

    private static Disposition decideChosen(Draft draft, AddAsk ask, boolean mayWait) {
        Optional<PoolName> name = ask.pf().isPresent() ? ask.pool() : ask.pool().or(() -> DEFAULT_POOL);
        if (name.isPresent()) {
            Optional<Pool> pool = draft.state().pool(name.get());
            if (pool.isEmpty()) {
                return refuse(draft, ask, Refusals.unknownPool(draft, name.get()));
            }
            if (pool.get().chooser() == Chooser.KUBELET) {
                return refuse(draft, ask, Refusals.kubeletChooses(draft, name.get()));
            }
        }
        List<VfState> free = Placing.free(draft, name, ask.pf());
        if (free.isEmpty()) {
            return refuse(draft, ask, Refusals.noFreeVf(draft, ask.asker(), name, ask.pf()));
        }
        List<VfState> fit = free.stream()
                .filter(vf -> MacRules.isFree(draft.state(), Wish.of(ask), vf))
                .toList();
        if (fit.isEmpty()) {
            return duplicateMac(draft, ask, free.getFirst(), mayWait);
        }
        List<VfState> affordable = fit.stream()
                .filter(vf -> RateRules.affords(draft.state(), ask.settings(), vf))
                .toList();
        Optional<Choice> choice = Placing.choose(draft, name, affordable);
        if (choice.isEmpty()) {
            return refuse(draft, ask, Refusals.overBudget(draft, ask.settings(), fit.getFirst()));
        }
        VfState vf = draft.state().vfs().get(choice.get().vf()).orElseThrow();
        VfSteps.assign(draft, vf, ask, choice.get().reason());
        return APPLIED;
    }

    /** Waits until the node has said whether the function is really still in use; or refuses. */
    static Disposition waitOrRefuse(Draft draft, AddAsk ask, VfState vf, boolean mayWait, Refusal refusal) {
        if (!mayWait || !WaitingRules.open(draft, ask, vf)) {
            return refuse(draft, ask, refusal);
        }
        if (vf.phase() == VfPhase.ATTACHED) {
            VfSteps.release(
                    draft,
                    vf,
                    ReleaseCause.RECLAIMED_BY_ADD,
                    "asked for by " + ask.asker() + ", if its holder is gone");
        }
        return APPLIED;
    }

    static Disposition refuse(Draft draft, AddAsk ask, Refusal refusal) {
        draft.send(new Command.RequestRefused(ask.request(), ask.attachment(), refusal));
        return new Disposition.Refused(refusal.reason(), refusal.message());
    }
}
