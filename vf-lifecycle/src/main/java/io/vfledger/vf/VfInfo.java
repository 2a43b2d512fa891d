package io.vfledger.vf;

import java.util.List;
import java.util.Optional;

/**
 * What a node reports about one VF.
 *
 * @param traits what it is
 * @param attributes how it is set, as read
 * @param inHostNamespace whether its interface is in the host's network namespace
 * @param hostUse why the host itself uses it (address, route, master, open group)
 * @param holderNetns the namespace in which its interface was found, where it is not the host's and is known
 * @param evidence who has it, where somebody other than this ledger gave it
 * @param drift what its PF keeps about it otherwise than its owner was given it, a sentence for each attribute
 */
public record VfInfo(
        VfTraits traits,
        VfAttributes attributes,
        boolean inHostNamespace,
        Optional<String> hostUse,
        Optional<NetworkNamespace> holderNetns,
        Optional<HolderEvidence> evidence,
        List<String> drift) {
    /** The most sentences, and the most characters of each. */
    private static final int MOST = 256;

    public VfInfo {
        hostUse.ifPresent(text -> Require.printable("host use", text, MOST));
        drift = List.copyOf(drift);
        Require.inRange("sentences about drift", drift.size(), 0, MOST);
        drift.forEach(text -> Require.printable("drift", text, MOST));
    }

    /** One that has not drifted. */
    public VfInfo(
            VfTraits traits,
            VfAttributes attributes,
            boolean inHostNamespace,
            Optional<String> hostUse,
            Optional<NetworkNamespace> holderNetns,
            Optional<HolderEvidence> evidence) {
        this(traits, attributes, inHostNamespace, hostUse, holderNetns, evidence, List.of());
    }
}
