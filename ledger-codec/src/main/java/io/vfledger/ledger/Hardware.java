package io.vfledger.ledger;

import io.vfledger.avro.PfDescription;
import io.vfledger.avro.VfDescription;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.EswitchMode;
import io.vfledger.vf.HolderEvidence;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfTraits;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PFs, VFs, and the pools that they are sorted into. */
final class Hardware {
    private Hardware() {}

    static VfInfo vf(VfDescription vf) {
        return new VfInfo(
                traits(vf),
                Attributes.attributes(vf.getAttributes()),
                vf.getInHostNamespace(),
                Scalars.text(vf.getHostUse()),
                Parties.optionalNetns(vf.getHolderNetns()),
                Optional.ofNullable(vf.getEvidence()).map(Hardware::evidence),
                vf.getDrift());
    }

    private static HolderEvidence evidence(io.vfledger.avro.HolderEvidence told) {
        return new HolderEvidence(
                told.getSource(),
                Parties.optionalAttachment(told.getAttachment()),
                Parties.pod(told.getPod()),
                Parties.optionalNetns(told.getNetns()),
                Optional.ofNullable(told.getBaseline())
                        .map(Attributes::attributes)
                        .map(Baseline::new));
    }

    static VfTraits traits(VfDescription vf) {
        return new VfTraits(
                new PciAddress(vf.getPci()),
                new PciAddress(vf.getPfPci()),
                Scalars.text(vf.getPfNetdev()).map(InterfaceName::new),
                new VfIndex(vf.getIndex()),
                new PciId(vf.getVendorId()),
                new PciId(vf.getDeviceId()),
                Scalars.text(vf.getDriver()));
    }

    static VfDescription description(VfTraits traits) {
        return VfDescription.newBuilder()
                .setPci(traits.pci().value())
                .setPfPci(traits.pf().value())
                .setPfNetdev(Scalars.orEmpty(traits.pfName()))
                .setIndex(traits.index().value())
                .setVendorId(traits.vendor().value())
                .setDeviceId(traits.device().value())
                .setDriver(Scalars.orEmpty(traits.driver()))
                .build();
    }

    static List<PfInfo> pfs(List<PfDescription> pfs) {
        return pfs.stream().map(Hardware::pf).toList();
    }

    static PfInfo pf(PfDescription pf) {
        return new PfInfo(
                new PciAddress(pf.getPci()),
                Scalars.text(pf.getNetdev()).map(InterfaceName::new),
                new PfInfo.Hardware(
                        new PciId(pf.getVendorId()),
                        new PciId(pf.getDeviceId()),
                        pf.getVendorName(),
                        pf.getDeviceName(),
                        pf.getNumaNode(),
                        pf.getTotalVfs()),
                new PfInfo.Driver(pf.getDriver(), pf.getDriverVersion(), pf.getFirmwareVersion()),
                new PfInfo.Link(
                        Scalars.text(pf.getMac()).map(MacAddress::parse),
                        pf.getMtu(),
                        pf.getCarrier(),
                        pf.getOperState(),
                        Optional.ofNullable(pf.getSpeedMbps())),
                pf.getConfiguredVfs(),
                Scalars.text(pf.getHostUse()),
                Scalars.text(pf.getEswitchMode()).map(EswitchMode::new));
    }

    static List<PfDescription> descriptions(List<PfInfo> pfs) {
        return pfs.stream().map(Hardware::description).toList();
    }

    private static PfDescription description(PfInfo pf) {
        return PfDescription.newBuilder()
                .setPci(pf.pci().value())
                .setNetdev(Scalars.orEmpty(pf.netdev()))
                .setVendorId(pf.hardware().vendor().value())
                .setDeviceId(pf.hardware().device().value())
                .setVendorName(pf.hardware().vendorName())
                .setDeviceName(pf.hardware().deviceName())
                .setNumaNode(pf.hardware().numaNode())
                .setTotalVfs(pf.hardware().totalVfs())
                .setDriver(pf.driver().name())
                .setDriverVersion(pf.driver().version())
                .setFirmwareVersion(pf.driver().firmware())
                .setMac(Scalars.orEmpty(pf.link().mac()))
                .setMtu(pf.link().mtu())
                .setCarrier(pf.link().carrier())
                .setOperState(pf.link().operState())
                .setSpeedMbps(speed(pf))
                .setConfiguredVfs(pf.configuredVfs())
                .setHostUse(Scalars.orNull(pf.hostUse()))
                .setEswitchMode(Scalars.orNull(pf.eswitch()))
                .build();
    }

    private static @Nullable Integer speed(PfInfo pf) {
        Optional<Integer> speed = pf.link().speedMbps();
        return speed.isPresent() ? speed.get() : null;
    }
}
