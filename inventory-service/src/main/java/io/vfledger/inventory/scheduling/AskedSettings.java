package io.vfledger.inventory.scheduling;

import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;

/** From the words of CNI into those of the ledger. */
final class AskedSettings {
    private AskedSettings() {}

    static VfSettings of(io.vfledger.cni.protocol.VfSettings asked) {
        VfSettings.Builder settings = VfSettings.builder();
        asked.mac().ifPresent(mac -> settings.mac(MacAddress.parse(mac.text())));
        asked.vlan()
                .ifPresent(vlan -> settings.vlan(new Vlan(vlan.id()))
                        .vlanQos(vlan.qos())
                        .vlanProto(VlanProto.parse(vlan.protocol().text())));
        asked.rates().minMbps().ifPresent(settings::minTxRateMbps);
        asked.rates().maxMbps().ifPresent(settings::maxTxRateMbps);
        asked.spoofCheck().ifPresent(settings::spoofchk);
        asked.trust().ifPresent(settings::trust);
        asked.linkState().ifPresent(state -> settings.linkState(LinkStatePolicy.parse(state.text())));
        asked.mtu().ifPresent(settings::mtu);
        asked.modes().promisc().ifPresent(settings::promisc);
        asked.modes().allmulti().ifPresent(settings::allmulti);
        return settings.build();
    }
}
