package io.vfledger.vf;

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
 */
public record VfInfo(
        VfTraits traits,
        VfAttributes attributes,
        boolean inHostNamespace,
        Optional<String> hostUse,
        Optional<NetworkNamespace> holderNetns,
        Optional<HolderEvidence> evidence) {
    public VfInfo {
        hostUse.ifPresent(text -> Require.printable("host use", text, 256));
    }
}
