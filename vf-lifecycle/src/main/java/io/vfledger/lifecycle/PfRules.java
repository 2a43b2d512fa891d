package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.Version;
import java.util.List;
import java.util.Optional;

/** Brings PFs to what their policies say. No function is taken from anybody for it: the change waits until none is in use. */
final class PfRules {
    private static final Disposition APPLIED = new Disposition.Applied();

    private static final long GREATEST_DOUBLED = 1L << 40;

    private PfRules() {}

    /**
     * Asks of each PF what is to be asked now.
     *
     * @param before the state that the decision began with
     */
    static void settle(Draft draft, NodeState before) {
        boolean idle = draft.state().pfPlan().policies().isEmpty()
                && draft.state().pfPlan().orders().keys().isEmpty();
        if (idle) {
            return;
        }
        for (PfInfo pf : draft.state().pfs().values()) {
            Optional<PfOrder> order = draft.state().pfPlan().orders().get(pf.pci());
            Optional<PfPolicy> policy = draft.state().pfPlan().policyOf(pf);
            if (policy.isPresent()) {
                settle(draft, before, pf, policy.get(), order);
            } else {
                order.filter(asked -> asked.stage() != PfOrder.Stage.ENDED && !asked.isSent())
                        .ifPresent(asked -> stage(draft, asked, PfOrder.Stage.ENDED, "no policy is about it"));
            }
        }
    }

    private static void settle(Draft draft, NodeState before, PfInfo pf, PfPolicy policy, Optional<PfOrder> known) {
        Optional<PfOrder> same = known.filter(
                order -> order.settings().equals(policy.settings()) && order.stage() != PfOrder.Stage.ENDED);
        boolean newLife = !before.incarnation().equals(draft.state().incarnation());
        if (same.isPresent() && !newLife && isSettled(draft, before, pf, same.get())) {
            return;
        }
        boolean wasDone =
                same.filter(order -> order.stage() == PfOrder.Stage.DONE).isPresent();
        if (!policy.settings().differsFrom(pf) && (wasDone || !policy.settings().asksForUntold())) {
            known.filter(order -> order.stage() != PfOrder.Stage.DONE)
                    .ifPresent(order -> stage(draft, asked(order, policy), PfOrder.Stage.DONE, "as its policy says"));
            return;
        }
        PfOrder next = known.map(order -> asked(order, policy)).orElseGet(() -> first(draft, pf, policy));
        List<VfState> users = users(draft.state(), pf.pci()).stream()
                .filter(user -> user.isPf() || disturbs(policy.settings(), pf))
                .toList();
        if (users.isEmpty()) {
            send(draft, pf, next);
        } else {
            stage(draft, next, PfOrder.Stage.WAITING, "held back: " + inUse(users));
        }
    }

    /** Whether nothing has happened that a PF of which the same was asked would have to be asked again for. */
    private static boolean isSettled(Draft draft, NodeState before, PfInfo pf, PfOrder order) {
        boolean sameToSee = before.pfs().get(pf.pci()).equals(Optional.of(pf));
        return switch (order.stage()) {
            case SENT -> true;
            case DONE -> sameToSee;
            case REFUSED ->
                sameToSee
                        && users(before, pf.pci()).size()
                                <= users(draft.state(), pf.pci()).size();
            case WAITING, ENDED -> false;
        };
    }

    private static PfOrder first(Draft draft, PfInfo pf, PfPolicy policy) {
        return new PfOrder(
                pf.pci(),
                Version.ZERO,
                policy.name(),
                policy.settings(),
                PfOrder.Stage.WAITING,
                false,
                "",
                draft.time().ms());
    }

    private static PfOrder asked(PfOrder order, PfPolicy policy) {
        return new PfOrder(
                order.pf(),
                order.version(),
                policy.name(),
                policy.settings(),
                order.stage(),
                order.renews(),
                order.reason(),
                order.sinceMs());
    }

    private static void send(Draft draft, PfInfo pf, PfOrder order) {
        sendAs(draft, pf, order, order.version().next(), "asked of its node");
    }

    private static void sendAs(Draft draft, PfInfo pf, PfOrder order, Version version, String why) {
        PfSettings settings = order.settings();
        draft.record(new Transition.PfOrdered(new PfOrder(
                order.pf(),
                version,
                order.policy(),
                settings,
                PfOrder.Stage.SENT,
                disturbs(settings, pf),
                why,
                draft.time().ms())));
        draft.send(new Command.ConfigurePf(order.pf(), version, settings, false));
    }

    /** Records the stage, unless nothing would change. */
    private static void stage(Draft draft, PfOrder order, PfOrder.Stage stage, String why) {
        PfOrder next = order.to(stage, why, draft.time().ms());
        if (!draft.state().pfPlan().orders().get(order.pf()).equals(Optional.of(next))) {
            draft.record(new Transition.PfOrdered(next));
        }
    }

    /** Whether the PF's functions are made anew, or bound to another driver, or set otherwise. */
    private static boolean disturbs(PfSettings settings, PfInfo pf) {
        return settings.renews(pf.configuredVfs()) || settings.vfDriver().isPresent();
    }

    private static List<VfState> users(NodeState state, PciAddress pf) {
        return state.vfs().values().stream()
                .filter(vf -> vf.facts().traits().pf().equals(pf) && isInUse(vf.phase()))
                .toList();
    }

    private static boolean isInUse(VfPhase phase) {
        return switch (phase) {
            case HELD, ATTACHING, ATTACHED, RELEASING, LOST -> true;
            case DISCOVERED, RESERVED, FREE, QUARANTINED, GONE -> false;
        };
    }

    private static String inUse(List<VfState> users) {
        return Fencing.listed(users.stream()
                .map(vf -> "VF " + vf.pci() + " is "
                        + vf.owner().map(owner -> "with " + owner.holder()).orElse(vf.phase() + ", " + vf.reason()))
                .toList());
    }

    /** Why no function of the PF is given at the moment. */
    static Optional<String> obstacle(NodeState state, PciAddress pf) {
        return state.pfPlan()
                .orders()
                .get(pf)
                .filter(PfOrder::renews)
                .map(order -> "its PF is being configured as policy '" + order.policy() + "' says");
    }

    static Disposition configured(Draft draft, Outcome.PfConfigured configured) {
        PfInfo pf = configured.pf();
        Optional<PfOrder> sent = draft.state()
                .pfPlan()
                .orders()
                .get(pf.pci())
                .filter(order -> order.isSent() && order.version().equals(configured.version()));
        Disposition changed = InventoryRules.pfChanged(draft, pf);
        sent.ifPresent(order -> answered(draft, pf, order));
        return changed;
    }

    private static void answered(Draft draft, PfInfo pf, PfOrder order) {
        if (order.settings().differsFrom(pf)) {
            stage(
                    draft,
                    order,
                    PfOrder.Stage.REFUSED,
                    "configured, but it has " + pf.configuredVfs() + " VFs and an MTU of "
                            + pf.link().mtu());
        } else {
            stage(draft, order, PfOrder.Stage.DONE, "configured and read back");
        }
        if (order.renews()) {
            renewed(draft, pf.pci());
        }
    }

    /** What was known of the PF's functions is of those that were there before: the node tells of those that are there now. */
    private static void renewed(Draft draft, PciAddress pf) {
        for (VfState vf : draft.state().vfs().values()) {
            boolean idle = !vf.isPf() && vf.phase() != VfPhase.GONE && !isInUse(vf.phase());
            if (idle && vf.facts().traits().pf().equals(pf)) {
                VfSteps.gone(draft, vf, "made anew with its PF's configuration");
            }
        }
        if (!draft.hasSent(Command.ReportInventory.class)) {
            draft.send(new Command.ReportInventory("PF " + pf + " was configured"));
        }
    }

    /** The node did not do it; empty where it is not a PF that was asked. */
    static Optional<Disposition> failed(Draft draft, Outcome.CommandFailed failed) {
        Optional<PfOrder> order =
                failed.vf().flatMap(pf -> draft.state().pfPlan().orders().get(pf));
        // What is asked of a function has an ownership term; what is asked of a PF has none.
        if (order.isEmpty() || failed.fence().epoch().value() != 0) {
            return Optional.empty();
        }
        PfOrder asked = order.get();
        if (!asked.isSent() || !asked.version().equals(failed.fence().version())) {
            // The PF may be a function itself, of which something was asked in its first term.
            if (draft.state().vfs().containsKey(asked.pf())) {
                return Optional.empty();
            }
            return Optional.of(new Disposition.Ignored("PF " + asked.pf() + " is at version " + asked.version()
                    + "; the outcome is of " + failed.fence().version()));
        }
        Optional<PfInfo> pf = draft.state().pfs().get(asked.pf());
        if (failed.reason() == FailureReason.STALE
                && pf.isPresent()
                && asked.version().value() < GREATEST_DOUBLED) {
            // Its node has acted on a later one, of a ledger that is not this one; doubling gets past it in few steps.
            sendAs(
                    draft,
                    pf.get(),
                    asked,
                    new Version(asked.version().value() * 2),
                    "asked again: " + failed.message());
        } else {
            stage(draft, asked, PfOrder.Stage.REFUSED, failed.reason() + ", " + failed.message());
        }
        return Optional.of(APPLIED);
    }
}
