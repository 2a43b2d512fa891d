package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.HolderEvidence;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfSettings;
import java.util.List;
import java.util.Optional;

/** Functions that somebody has to whom this ledger gave nothing: they are found so, written down so, and left so. */
final class AdoptionRules {
    private AdoptionRules() {}

    /**
     * Gives a function, in the books only, to whom it is with.
     *
     * @param newest whether nothing that was decided is newer than what was seen
     * @return false where nobody is known to have it, or where that would contradict what is known for sure
     */
    static boolean adopt(Draft draft, VfState vf, VfInfo info, boolean newest) {
        Optional<HolderEvidence> evidence = info.evidence().filter(HolderEvidence::namesHolder);
        if (evidence.isEmpty() || !isWithSomebody(info) || isElsewhere(draft, vf, evidence.get())) {
            return false;
        }
        return switch (vf.phase()) {
            case DISCOVERED -> adopt(draft, vf, evidence.get());
            case QUARANTINED -> newest && adopt(draft, vf, evidence.get());
            case FREE ->
                newest && named(evidence.get()) && adopt(draft, quarantined(draft, vf, evidence.get()), evidence.get());
            case RESERVED, HELD, ATTACHING, ATTACHED, RELEASING, LOST, GONE -> false;
        };
    }

    /** What somebody else wrote down is of no account while the interface is with the host. */
    static boolean isAtHome(VfInfo info) {
        return info.inHostNamespace() && info.attributes().netdev().isPresent();
    }

    /** Whether somebody is known to have it. */
    static boolean isWithSomebody(VfInfo info) {
        return !isAtHome(info)
                && info.evidence().filter(HolderEvidence::namesHolder).isPresent();
    }

    private static boolean isElsewhere(Draft draft, VfState vf, HolderEvidence evidence) {
        Optional<VfState> other = evidence.attachment()
                .flatMap(draft.state()::vfOf)
                .or(() -> demand(evidence).flatMap(draft.state()::vfOf));
        return other.filter(has -> !has.pci().equals(vf.pci())).isPresent();
    }

    private static boolean named(HolderEvidence evidence) {
        return evidence.attachment().isPresent() || evidence.pod().isPresent();
    }

    private static VfState quarantined(Draft draft, VfState vf, HolderEvidence evidence) {
        VfSteps.quarantine(draft, vf, vf.facts(), "taken by " + holder(evidence) + ", to whom it was not given");
        return draft.state().vfs().get(vf.pci()).orElseThrow();
    }

    private static boolean adopt(Draft draft, VfState vf, HolderEvidence evidence) {
        VfMove.of(draft, vf)
                .to(VfPhase.ATTACHED, "adopted: it is with " + holder(evidence) + ", says " + source(evidence))
                .nextEpoch()
                .settled()
                .owner(owner(evidence))
                .facts(vf.facts().withBaselineOf(evidence.baseline()))
                .record();
        return true;
    }

    /** The node found, while it looked closely, whom a function is with. */
    static Disposition attached(Draft draft, VfState vf, Outcome.VfAttached attached) {
        HolderEvidence evidence = new HolderEvidence(
                "its node",
                Optional.of(attached.attachment()),
                attached.pod(),
                Optional.of(attached.netns()),
                Optional.empty());
        boolean clash = isElsewhere(draft, vf, evidence);
        boolean mine = vf.owner()
                .filter(Ownership::adopted)
                .filter(owner -> owner.attachment().isEmpty() || owner.isOf(attached.attachment()))
                .isPresent();
        if (vf.phase() == VfPhase.ATTACHED && mine && !clash) {
            VfMove.of(draft, vf)
                    .owner(owner(evidence))
                    .facts(vf.facts().read(attached.attributes()))
                    .record();
            return new Disposition.Applied();
        }
        boolean unowned = switch (vf.phase()) {
            case DISCOVERED, FREE, QUARANTINED -> true;
            case RESERVED, HELD, ATTACHING, ATTACHED, RELEASING, LOST, GONE -> false;
        };
        if (!unowned || clash) {
            return new Disposition.Ignored("VF " + vf.pci() + " is " + vf.phase() + " and cannot be adopted as "
                    + attached.attachment() + (clash ? ", which has another VF" : ""));
        }
        VfState nobodys = vf.phase() == VfPhase.FREE ? quarantined(draft, vf, evidence) : vf;
        adopt(
                draft,
                VfMove.of(draft, nobodys)
                        .facts(nobodys.facts().read(attached.attributes()))
                        .record(),
                evidence);
        return new Disposition.Applied();
    }

    /** Whether what was released is what was adopted; its node does not know the term that the adoption began. */
    static boolean isOf(VfState vf, Outcome.VfReleased released) {
        return vf.owner().filter(Ownership::adopted).isPresent()
                && vf.fence().epoch().compareTo(released.fence().epoch()) >= 0
                && vf.owner()
                        .flatMap(Ownership::attachment)
                        .filter(has -> !released.attachment().equals(Optional.of(has)))
                        .isEmpty();
    }

    /** Whether an observation is newer than all that its agent is known to have done. */
    static boolean isNewest(NodeState state, AgentStamp stamp) {
        return !state.dedupe().hasLater(Source.OUTCOMES, stamp);
    }

    private static Ownership owner(HolderEvidence evidence) {
        return new Ownership(
                evidence.attachment(),
                demand(evidence),
                evidence.pod(),
                evidence.netns(),
                List.of(),
                Optional.empty(),
                VfSettings.NONE,
                0,
                true,
                false);
    }

    private static Optional<Demand> demand(HolderEvidence evidence) {
        return evidence.attachment()
                .map(attachment -> evidence.pod()
                        .flatMap(PodIdentity::uid)
                        .map(uid -> Demand.ofPod(uid, attachment.network(), attachment.ifname()))
                        .orElseGet(() -> Demand.ofContainer(attachment)));
    }

    private static String holder(HolderEvidence evidence) {
        Optional<Attachment> attachment = evidence.attachment();
        if (attachment.isPresent() || evidence.pod().isPresent()) {
            return owner(evidence).holder();
        }
        return evidence.netns()
                .map(netns -> "namespace " + netns.device() + ":" + netns.inode())
                .orElse("somebody unknown");
    }

    private static String source(HolderEvidence evidence) {
        return evidence.source().isEmpty() ? "its node" : evidence.source();
    }
}
