package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PfPolicy;
import java.util.List;
import java.util.Optional;

/**
 * How a node's PFs shall be, and what was asked of them.
 *
 * @param policies in the order in which PFs are matched to them
 * @param orders by the PF's address
 */
public record PfPlan(List<PfPolicy> policies, SortedTable<PciAddress, PfOrder> orders) {
    static final PfPlan EMPTY = new PfPlan(List.of(), SortedTable.empty());

    public PfPlan {
        policies = policies.stream().sorted(PfPolicy.ORDER).toList();
    }

    PfPlan withPolicies(List<PfPolicy> now) {
        return new PfPlan(now, orders);
    }

    PfPlan withOrder(PfOrder order) {
        return new PfPlan(policies, orders.with(order.pf(), order));
    }

    /** The policy that a PF is configured by. */
    Optional<PfPolicy> policyOf(PfInfo pf) {
        return policies.stream()
                .filter(policy -> policy.selectors().matches(pf))
                .findFirst();
    }
}
