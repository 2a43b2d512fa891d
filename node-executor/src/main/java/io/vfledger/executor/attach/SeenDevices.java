package io.vfledger.executor.attach;

import io.vfledger.avro.PfDescription;
import io.vfledger.avro.VfDescription;
import io.vfledger.executor.device.SeenVf;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the node saw last, as the device plugin needs it; from memory alone. */
public final class SeenDevices {
    private static final String SWITCHDEV = "switchdev";

    private SeenDevices() {}

    /** VFs that could be given: those of a PF in switchdev mode cannot. */
    public static List<SeenVf> of(InventoryWatch.Sight sight, Checkpoint checkpoint) {
        Map<String, PfDescription> pfs = new HashMap<>();
        sight.pfs().forEach(pf -> pfs.put(pf.getPci(), pf));
        List<SeenVf> seen = new ArrayList<>();
        for (VfDescription vf : sight.vfs()) {
            Optional<PfDescription> pf = Optional.ofNullable(pfs.get(vf.getPfPci()));
            if (pf.filter(one -> !SWITCHDEV.equals(one.getEswitchMode())).isPresent()) {
                seen.add(seen(vf, pf.get(), checkpoint));
            }
        }
        return seen;
    }

    private static SeenVf seen(VfDescription vf, PfDescription pf, Checkpoint checkpoint) {
        PciAddress pci = new PciAddress(vf.getPci());
        return new SeenVf(
                new VfTraits(
                        pci,
                        new PciAddress(vf.getPfPci()),
                        Optional.of(vf.getPfNetdev())
                                .filter(name -> !name.isEmpty())
                                .map(InterfaceName::new),
                        new VfIndex(vf.getIndex()),
                        new PciId(vf.getVendorId()),
                        new PciId(vf.getDeviceId()),
                        Optional.of(vf.getDriver()).filter(name -> !name.isEmpty())),
                pf.getNumaNode() < 0 ? OptionalInt.empty() : OptionalInt.of(pf.getNumaNode()),
                vf.getDeviceNodes(),
                Optional.ofNullable(vf.getHostUse()),
                checkpoint.of(pci).owner().isPresent() || vf.getEvidence() != null);
    }
}
