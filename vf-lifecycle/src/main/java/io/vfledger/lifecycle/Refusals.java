package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PoolName;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The texts of refusals: what was asked, what exists, who holds it, and what to do. */
final class Refusals {
    /** No more names than this in one text. */
    private static final int SHOWN = 8;

    private Refusals() {}

    static Refusal deadlinePassed(AddAsk ask, long nowMs) {
        return new Refusal(
                RefusalReason.DEADLINE_PASSED,
                "the request was decided " + (nowMs - ask.deadlineMs()) + " ms after its deadline",
                "nobody waits for the answer any more; nothing was changed");
    }

    static Refusal unknownPool(Draft draft, PoolName name) {
        NodeState state = draft.state();
        if (state.policySeq() == 0) {
            return new Refusal(
                    RefusalReason.NODE_UNKNOWN,
                    "the pools of node " + state.node() + " are not known yet, so there is no pool '" + name + "'",
                    "define pools for this node, or try again once they have arrived");
        }
        return new Refusal(
                RefusalReason.UNKNOWN_POOL,
                "node " + state.node() + " has no pool '" + name + "'",
                "pools of this node: "
                        + shorten(state.pools().stream()
                                .map(pool -> pool.name().value())
                                .toList()) + "; name one of them in the network configuration");
    }

    static Refusal kubeletChooses(Draft draft, PoolName name) {
        return new Refusal(
                RefusalReason.INVALID_REQUEST,
                "the VFs of pool '" + name + "' on node " + draft.state().node()
                        + " are chosen by kubelet, but the request names no device",
                "ask for the pool's resource in the pod, so that the request carries a deviceID");
    }

    static Refusal noFreeVf(Draft draft, AddAsk ask, PoolName name) {
        NodeState state = draft.state();
        Map<VfPhase, Integer> counts = new EnumMap<>(VfPhase.class);
        for (VfState vf : state.vfs().values()) {
            if (state.poolOf(vf.pci()).filter(name::equals).isPresent()) {
                counts.merge(vf.phase(), 1, Integer::sum);
            }
        }
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        List<String> phases = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + words(entry.getKey()))
                .toList();
        List<String> holders = state.vfs().values().stream()
                .filter(vf -> vf.owner().isPresent())
                .filter(vf -> state.poolOf(vf.pci()).filter(name::equals).isPresent())
                .map(vf -> vf.pci() + " by " + vf.owner().orElseThrow().holder())
                .toList();
        return new Refusal(
                RefusalReason.NO_FREE_VF,
                "no VF of pool '" + name + "' is free on node " + state.node() + " (" + all + " VFs"
                        + (phases.isEmpty() ? "" : ": " + String.join(", ", phases)) + ")",
                "asked by " + ask.asker() + (holders.isEmpty() ? "" : "; held: " + shorten(holders)));
    }

    static Refusal unknownDevice(Draft draft, PciAddress device) {
        List<String> known = draft.state().vfs().values().stream()
                .filter(vf -> vf.phase() != VfPhase.GONE)
                .map(vf -> vf.pci().value())
                .toList();
        return new Refusal(
                RefusalReason.UNKNOWN_DEVICE,
                "node " + draft.state().node() + " has no VF " + device,
                known.isEmpty() ? "the node has no VFs" : "VFs of this node: " + shorten(known));
    }

    static Refusal notInPool(Draft draft, PciAddress device, PoolName asked) {
        Optional<PoolName> pool = draft.state().poolOf(device);
        return new Refusal(
                RefusalReason.DEVICE_NOT_IN_POOL,
                "VF " + device + " of node " + draft.state().node() + " does not belong to pool '" + asked + "'",
                pool.map(name -> "it belongs to pool '" + name + "'").orElse("it belongs to no pool"));
    }

    static Refusal deviceInUse(Draft draft, VfState vf) {
        return new Refusal(
                RefusalReason.DEVICE_IN_USE,
                "VF " + vf.pci() + " of node " + draft.state().node() + " is " + words(vf.phase()) + holder(vf),
                "try again after it is released");
    }

    static Refusal demandHeld(Draft draft, AddAsk ask, VfState vf) {
        boolean sameInterface =
                vf.owner().filter(owner -> owner.isOf(ask.attachment())).isPresent();
        return new Refusal(
                sameInterface ? RefusalReason.ATTACHMENT_EXISTS : RefusalReason.DEMAND_HELD_ELSEWHERE,
                (sameInterface ? "interface " + ask.attachment() : "the demand " + ask.demand()) + " has VF " + vf.pci()
                        + " of node " + draft.state().node() + " already, which is " + words(vf.phase()) + holder(vf),
                "delete that attachment first, or try again after it is released");
    }

    static Refusal notUsable(Draft draft, VfState vf) {
        return new Refusal(
                RefusalReason.DEVICE_NOT_USABLE,
                "VF " + vf.pci() + " of node " + draft.state().node() + " is " + words(vf.phase()) + ": " + vf.reason(),
                "try again after it was verified");
    }

    private static String holder(VfState vf) {
        return vf.owner().map(owner -> " by " + owner.holder()).orElse("");
    }

    private static String words(VfPhase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static String shorten(List<String> all) {
        String shown = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() <= SHOWN ? shown : shown + " and " + (all.size() - SHOWN) + " more";
    }
}
