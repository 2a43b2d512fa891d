package io.vfledger.executor.attach;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.VfAttributes;
import io.vfledger.executor.journal.AvroJson;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gives a VF to a pod as sriov-cni does, as far as the kernel and its files show it. */
final class SriovCniStandIn {
    private final Path records;
    private final Kernel kernel;

    SriovCniStandIn(Path records, Kernel kernel) {
        this.records = records;
        this.kernel = kernel;
    }

    void add(
            PciAddress vf,
            NamedNamespace pod,
            String network,
            String container,
            String ifname,
            String mac,
            VfAttributes before)
            throws Exception {
        kernel.administer(kernel.sysfs().vf(vf).orElseThrow(), new AdminSetting.Tag(new Vlan(100), 0, VlanProto.C_TAG));
        kernel.administer(kernel.sysfs().vf(vf).orElseThrow(), new AdminSetting.Mac(MacAddress.parse(mac)));
        move(kernel, vf, pod, ifname);
        Files.createDirectories(records.resolve("pci"));
        Files.writeString(records.resolve("pci").resolve(vf.value()), pod.path().toString());
        ObjectNode config = AvroJson.object();
        config.put("cniVersion", "1.0.0");
        config.put("name", network);
        config.put("type", "sriov");
        config.put("deviceID", vf.value());
        config.put("vlan", 100);
        config.put("VFID", 0);
        config.putObject("ipam").put("type", "fake");
        ObjectNode state = config.putObject("OrigVfState");
        state.put("HostIFName", before.getNetdev());
        state.put("SpoofChk", Boolean.TRUE.equals(before.getSpoofchk()));
        state.put("Trust", Boolean.TRUE.equals(before.getTrust()));
        state.put("AdminMAC", before.getAdminMac());
        state.put("EffectiveMAC", before.getMac());
        state.put("Vlan", before.getVlan());
        state.put("VlanQoS", before.getVlanQos());
        state.put("VlanProto", 0x8100);
        state.put("MinTxRate", before.getTxRateMinMbps());
        state.put("MaxTxRate", before.getTxRateMaxMbps());
        state.put("MTU", before.getMtu());
        Files.write(records.resolve(container + "-" + ifname), AvroJson.bytes(config));
    }

    static void move(Kernel kernel, PciAddress vf, NamedNamespace pod, String ifname) throws Exception {
        Netdev home = kernel.netdev(vf, kernel.host()).orElseThrow();
        try (Namespace inside = kernel.open(pod.path())) {
            kernel.move(kernel.host(), home.index(), inside, new InterfaceName(ifname));
            Netdev there = kernel.netdev(vf, inside).orElseThrow();
            kernel.change(inside, there.index(), List.of(new LinkChange.SetUp(true)));
        }
    }
}
