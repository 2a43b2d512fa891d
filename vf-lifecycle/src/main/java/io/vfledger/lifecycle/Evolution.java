package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;

/** What a transition changes. It must never change for a transition that was ever written. */
final class Evolution {
    private Evolution() {}

    static NodeState evolve(NodeState state, Transition transition) {
        return switch (transition) {
            case Transition.VfMoved moved -> state.withVf(moved.after());
            case Transition.PfsReported reported -> state.withPfs(table(reported));
            case Transition.AgentKnown known -> state.withAgent(known);
            case Transition.PoolsSet set ->
                state.withPools(PoolTable.of(set, state.vfs()))
                        .withPfPlan(state.pfPlan().withPolicies(set.pfs()));
            case Transition.PfOrdered ordered -> state.withPfPlan(state.pfPlan().withOrder(ordered.order()));
            case Transition.RequestOpened opened ->
                state.withRequests(state.requests().with(opened.request().ask().request(), opened.request()));
            case Transition.RequestClosed closed ->
                state.withRequests(state.requests().without(closed.request()));
            case Transition.SeqSeen seen -> state.withDedupe(state.dedupe().with(seen));
            case Transition.SilenceNoted noted -> state.withSilence(noted.silence());
        };
    }

    private static SortedTable<PciAddress, PfInfo> table(Transition.PfsReported reported) {
        SortedTable<PciAddress, PfInfo> table = SortedTable.empty();
        for (PfInfo pf : reported.pfs()) {
            table = table.with(pf.pci(), pf);
        }
        return table;
    }
}
