package io.vfledger.lifecycle;

import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.Optional;

/** An address is given once on a PF and VLAN: two interfaces with the same take each other's frames. */
final class MacRules {
    private MacRules() {}

    /** Whether nobody else has the address that is asked for, on that function's PF and VLAN. */
    static boolean isFree(NodeState state, AddAsk ask, VfState wanted) {
        return holder(state, ask, wanted).isEmpty() && !isOfPf(state, ask, wanted);
    }

    /** Who has it. */
    static Optional<VfState> holder(NodeState state, AddAsk ask, VfState wanted) {
        Optional<MacAddress> mac = ask.settings().mac();
        if (mac.isEmpty()) {
            return Optional.empty();
        }
        PciAddress pf = wanted.facts().traits().pf();
        for (VfState vf : state.vfs().values()) {
            boolean other = vf.phase().isOwned()
                    && !vf.pci().equals(wanted.pci())
                    && vf.facts().traits().pf().equals(pf);
            if (other && !isOfSame(vf, ask) && vlan(vf).equals(vlan(ask.settings())) && has(vf, mac.get())) {
                return Optional.of(vf);
            }
        }
        return Optional.empty();
    }

    private static boolean isOfSame(VfState vf, AddAsk ask) {
        return vf.owner()
                .filter(owner -> owner.isOf(ask.attachment()) || owner.fulfils(ask.demand()))
                .isPresent();
    }

    private static boolean isOfPf(NodeState state, AddAsk ask, VfState wanted) {
        Optional<MacAddress> ofPf =
                state.pfs().get(wanted.facts().traits().pf()).map(PfInfo::link).flatMap(PfInfo.Link::mac);
        return ofPf.isPresent()
                && ofPf.equals(ask.settings().mac())
                && vlan(ask.settings()).equals(Vlan.UNTAGGED);
    }

    private static boolean has(VfState vf, MacAddress mac) {
        VfAttributes read = vf.facts().attributes();
        Optional<MacAddress> told = Optional.of(mac);
        return vf.owner().map(Ownership::settings).flatMap(VfSettings::mac).equals(told)
                || read.ownMac().equals(told)
                || read.adminMac().equals(told);
    }

    static Vlan vlan(VfSettings asked) {
        return asked.vlan().orElse(Vlan.UNTAGGED);
    }

    private static Vlan vlan(VfState vf) {
        return vf.owner()
                .map(Ownership::settings)
                .flatMap(VfSettings::vlan)
                .or(() -> vf.facts().attributes().vlan())
                .orElse(Vlan.UNTAGGED);
    }
}
