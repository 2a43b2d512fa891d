package io.vfledger.lifecycle;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
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

    static Refusal noFreeVf(Draft draft, String asker, Optional<PoolName> name, Optional<InterfaceName> pf) {
        NodeState state = draft.state();
        List<VfState> asked = state.vfsIn(name, pf);
        Map<VfPhase, Integer> counts = new EnumMap<>(VfPhase.class);
        asked.forEach(vf -> counts.merge(vf.phase(), 1, Integer::sum));
        List<String> phases = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + words(entry.getKey()))
                .toList();
        List<String> holders = asked.stream()
                .filter(vf -> vf.owner().isPresent())
                .map(vf -> vf.pci() + " by " + vf.owner().orElseThrow().holder())
                .toList();
        List<String> obstacles = asked.stream()
                .flatMap(vf -> OfferRules.obstacle(state, vf.facts().traits().pf()).stream())
                .distinct()
                .toList();
        String what = name.map(pool -> " of pool '" + pool + "'").orElse("")
                + pf.map(one -> " of PF " + one).orElse("");
        return new Refusal(
                RefusalReason.NO_FREE_VF,
                "no VF" + what + " is free on node " + state.node() + " (" + asked.size() + " VFs"
                        + (phases.isEmpty() ? "" : ": " + String.join(", ", phases)) + ")",
                "asked by " + asker + (holders.isEmpty() ? "" : "; held: " + shorten(holders))
                        + (obstacles.isEmpty() ? "" : "; not offered: " + shorten(obstacles)));
    }

    static Refusal namesPf(Draft draft, PciAddress device) {
        return new Refusal(
                RefusalReason.INVALID_REQUEST,
                "device " + device + " of node " + draft.state().node() + " is a PF, and a VF is asked for",
                "name one of its VFs, or ask for the whole PF with pfOnly");
    }

    static Refusal namesVf(Draft draft, VfState vf) {
        return new Refusal(
                RefusalReason.INVALID_REQUEST,
                "a whole PF is asked for, but device " + vf.pci() + " of node "
                        + draft.state().node() + " is a VF of " + pfOf(vf),
                "name the PF, or leave 'pfOnly' out to get the VF");
    }

    static Refusal unknownWholePf(Draft draft, AddAsk ask) {
        List<String> known = draft.state().pfs().values().stream()
                .map(pf -> pf.pci() + pf.netdev().map(name -> " (" + name + ")").orElse(""))
                .toList();
        return new Refusal(
                RefusalReason.UNKNOWN_PF,
                "node " + draft.state().node() + " has no PF"
                        + ask.pf().map(name -> " '" + name + "'").orElse("")
                        + ask.device().map(pci -> " " + pci).orElse("") + " that could be given as a whole",
                known.isEmpty() ? "no PF of this node is known" : "PFs of this node: " + shorten(known));
    }

    static Refusal pfInUse(Draft draft, PciAddress pf, String why) {
        return new Refusal(
                RefusalReason.PF_IN_USE,
                "PF " + pf + " of node " + draft.state().node() + " is asked for as a whole, but " + why,
                "it is given only while nothing uses it and all its VFs are free or absent");
    }

    /** The VFs of a PF that stand in the way of giving it as a whole. */
    static Refusal vfsInUse(Draft draft, PciAddress pf, List<VfState> vfs) {
        return pfInUse(
                draft,
                pf,
                vfs.size() + " of its VFs are not free: "
                        + shorten(vfs.stream()
                                .map(vf -> vf.pci() + " is " + words(vf.phase())
                                        + vf.owner()
                                                .map(owner -> " by " + owner.holder())
                                                .orElse(" (" + vf.reason() + ")"))
                                .toList()));
    }

    static Refusal unknownPf(Draft draft, InterfaceName asked) {
        List<String> known = draft.state().pfs().values().stream()
                .flatMap(pf -> pf.netdev().stream())
                .map(InterfaceName::value)
                .toList();
        return new Refusal(
                RefusalReason.UNKNOWN_PF,
                "node " + draft.state().node() + " has no PF '" + asked + "'",
                known.isEmpty() ? "no PF of this node is known" : "PFs of this node: " + shorten(known));
    }

    static Refusal notOfPf(Draft draft, AddAsk ask, VfState vf) {
        return new Refusal(
                RefusalReason.INVALID_REQUEST,
                "VF " + vf.pci() + " of node " + draft.state().node() + " is not of PF "
                        + ask.pf().map(InterfaceName::value).orElse(""),
                "it is of " + pfOf(vf));
    }

    static Refusal duplicateMac(Draft draft, VfSettings asked, VfState wanted, Optional<VfState> holder) {
        String mac = asked.mac().map(Object::toString).orElse("");
        return new Refusal(
                RefusalReason.DUPLICATE_MAC,
                "MAC address " + mac + " on VLAN "
                        + MacRules.vlan(asked).id() + " of " + pfOf(wanted) + " of node "
                        + draft.state().node() + " belongs to "
                        + holder.map(vf -> "VF " + vf.pci() + ", which is " + words(vf.phase()) + holder(vf))
                                .orElse("the PF itself"),
                "ask for another address, or release that interface first");
    }

    private static String pfOf(VfState vf) {
        VfTraits traits = vf.facts().traits();
        return "PF "
                + traits.pfName().map(InterfaceName::value).orElse(traits.pf().value());
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
                vf.name() + " of node " + draft.state().node() + " is " + words(vf.phase()) + holder(vf),
                "try again after it is released");
    }

    static Refusal demandHeld(Draft draft, AddAsk ask, VfState vf) {
        boolean sameInterface =
                vf.owner().filter(owner -> owner.isOf(ask.attachment())).isPresent();
        return new Refusal(
                sameInterface ? RefusalReason.ATTACHMENT_EXISTS : RefusalReason.DEMAND_HELD_ELSEWHERE,
                (sameInterface ? "interface " + ask.attachment() : "the demand " + ask.demand()) + " has " + vf.name()
                        + " of node " + draft.state().node() + " already, which is " + words(vf.phase()) + holder(vf),
                "delete that attachment first, or try again after it is released");
    }

    static Refusal notUsable(Draft draft, VfState vf) {
        return new Refusal(
                RefusalReason.DEVICE_NOT_USABLE,
                vf.name() + " of node " + draft.state().node() + " is " + words(vf.phase()) + ": " + vf.reason(),
                "try again after it was verified");
    }

    static Refusal overBudget(Draft draft, VfSettings asked, VfState vf) {
        NodeState state = draft.state();
        long speed = RateRules.speed(state, vf);
        int percent = RateRules.percent(state, vf).orElse(0);
        return new Refusal(
                RefusalReason.NO_FREE_VF,
                pfOf(vf) + " of node " + state.node() + " cannot guarantee "
                        + asked.minTxRateMbps().orElse(0) + " Mbit/s to VF " + vf.pci() + ": "
                        + RateRules.promised(state, vf) + " Mbit/s are guaranteed to others, and " + percent + " % of "
                        + (speed == 0 ? "a link whose speed is not known" : speed + " Mbit/s") + " may be",
                "ask for a lower min_tx_rate, or try again after others are released");
    }

    static Refusal noUid(PodIdentity pod) {
        return new Refusal(
                RefusalReason.INVALID_REQUEST,
                "pod " + pod + " is told without its UID, so that nothing can be held for it",
                "it gets its VFs when it asks for them");
    }

    static Refusal nodeSilent(Draft draft, PodIdentity pod) {
        return new Refusal(
                RefusalReason.NODE_SILENT,
                "nothing is held for pod " + pod
                        + SilenceRules.words(draft.state(), draft.time().ms()),
                "it gets its VFs when it asks for them; see whether the node and its agent run");
    }

    static Refusal notOffered(Draft draft, VfState vf, String obstacle) {
        return new Refusal(
                RefusalReason.DEVICE_NOT_USABLE,
                "VF " + vf.pci() + " of node " + draft.state().node() + " is not offered: " + obstacle,
                "ask for a VF of another PF");
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
