package io.vfledger.executor.attach;

import io.vfledger.executor.binding.VfDriver;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Sysfs;
import io.vfledger.executor.pf.VfDefaults;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clean is for a VF now. Its baseline was read once; since then its PF may have been given defaults for all of its
 * VFs, or the VF a driver that makes no interface.
 */
final class Baselines {
    private final Sysfs sysfs;
    private final Map<PciAddress, VfSettings> defaults = new ConcurrentHashMap<>();

    Baselines(Sysfs sysfs) {
        this.sysfs = sysfs;
    }

    /** Remembers what is set on all VFs of a PF. */
    void assume(PciAddress pf, VfSettings ofAllVfs) {
        defaults.put(pf, ofAllVfs);
    }

    /** The baseline as it holds now. */
    VfAttributes of(PciAddress vf, VfAttributes captured) throws KernelException {
        Optional<VfTraits> traits = sysfs.vf(vf);
        if (traits.isEmpty()) {
            return captured;
        }
        VfAttributes now = VfDriver.isUserSpace(traits.get().driver()) ? withoutInterface(captured) : captured;
        return VfDefaults.over(now, defaults.getOrDefault(traits.get().pf(), VfSettings.NONE));
    }

    /** An address that only mirrored the interface's own is gone with it. */
    private static VfAttributes withoutInterface(VfAttributes captured) {
        boolean mirrored = captured.ownMac().isPresent() && captured.ownMac().equals(captured.adminMac());
        return new VfAttributes(
                mirrored ? Optional.of(new MacAddress(0)) : captured.adminMac(),
                Optional.empty(),
                captured.vlan(),
                captured.vlanQos(),
                captured.vlanProto(),
                captured.minTxRateMbps(),
                captured.maxTxRateMbps(),
                captured.spoofchk(),
                captured.trust(),
                captured.linkState(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NetdevAttributes.UNKNOWN);
    }
}
