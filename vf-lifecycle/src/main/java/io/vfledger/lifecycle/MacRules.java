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
    static boolean isFree(NodeState state, Wish wish, VfState wanted) {
        return holder(state, wish, wanted).isEmpty() && !isOfPf(state, wish, wanted);
    }

    /** Who has it. */
    static Optional<VfState> holder(NodeState state, Wish wish, VfState wanted) {
        Optional<MacAddress> mac = wish.settings().mac();
        if (mac.isEmpty()) {
            return Optional.empty();
        }
        PciAddress pf = wanted.facts().traits().pf();
        for (VfState vf : state.vfs().values()) {
            boolean other = vf.phase().isOwned()
                    && !vf.pci().equals(wanted.pci())
                    && vf.facts().traits().pf().equals(pf);
            if (other && !isOfSame(vf, wish) && vlan(vf).equals(vlan(wish.settings())) && has(vf, mac.get())) {
                return Optional.of(vf);
            }
        }
        return Optional.empty();
    }

    private static boolean isOfSame(VfState vf, Wish wish) {
        return vf.owner().filter(wish::isOf).isPresent();
    }

    private static boolean isOfPf(NodeState state, Wish wish, VfState wanted) {
        Optional<MacAddress> ofPf =
                state.pfs().get(wanted.facts().traits().pf()).map(PfInfo::link).flatMap(PfInfo.Link::mac);
        return ofPf.isPresent()
                && ofPf.equals(wish.settings().mac())
                && vlan(wish.settings()).equals(Vlan.UNTAGGED);
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
