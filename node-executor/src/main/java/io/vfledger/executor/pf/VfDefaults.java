package io.vfledger.executor.pf;

import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a PF's administrator sets on all of its VFs. */
public final class VfDefaults {
    private VfDefaults() {}

    /** The baseline with the defaults in it: what is asked for all VFs is what clean is. */
    public static VfAttributes over(VfAttributes baseline, VfSettings defaults) {
        Optional<Vlan> vlan = defaults.vlan();
        return new VfAttributes(
                baseline.adminMac(),
                baseline.ownMac(),
                vlan.or(baseline::vlan),
                vlan.isPresent() ? Optional.of(defaults.vlanQos().orElse(0)) : baseline.vlanQos(),
                vlan.isPresent() ? defaults.vlanProto().or(() -> Optional.of(VlanProto.C_TAG)) : baseline.vlanProto(),
                defaults.minTxRateMbps().or(baseline::minTxRateMbps),
                defaults.maxTxRateMbps().or(baseline::maxTxRateMbps),
                defaults.spoofchk().or(baseline::spoofchk),
                defaults.trust().or(baseline::trust),
                defaults.linkState().or(baseline::linkState),
                baseline.mtu().isPresent() ? defaults.mtu().or(baseline::mtu) : Optional.empty(),
                baseline.txQueueLen(),
                baseline.netdev(),
                baseline.up(),
                baseline.further());
    }

    /** What has to be written to a VF that is like {@code now}; nothing that is so already. */
    static List<AdminSetting> missing(VfAttributes now, VfSettings defaults) {
        return different(now, over(now, defaults));
    }

    /** What has to be written to bring a VF's administrative attributes, its address apart, from one to the other. */
    static List<AdminSetting> different(VfAttributes now, VfAttributes wanted) {
        List<AdminSetting> settings = new ArrayList<>();
        if (!AdminSetting.Tag.of(now).equals(AdminSetting.Tag.of(wanted))) {
            settings.add(AdminSetting.Tag.of(wanted));
        }
        if (!AdminSetting.Rates.of(now).equals(AdminSetting.Rates.of(wanted))) {
            settings.add(AdminSetting.Rates.of(wanted));
        }
        wanted.spoofchk()
                .filter(on -> !now.spoofchk().equals(Optional.of(on)))
                .ifPresent(on -> settings.add(new AdminSetting.SpoofCheck(on)));
        wanted.trust()
                .filter(on -> !now.trust().equals(Optional.of(on)))
                .ifPresent(on -> settings.add(new AdminSetting.Trust(on)));
        wanted.linkState()
                .filter(policy -> !now.linkState().equals(Optional.of(policy)))
                .ifPresent(policy -> settings.add(new AdminSetting.LinkState(policy)));
        return settings;
    }
}
