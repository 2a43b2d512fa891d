package io.vfledger.executor.kernel;

import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;

/** What the simulated PFs keep about their VFs: in a file, as a card keeps it across a restart of the agent. */
final class SimulatedAttributes {
    private static final List<String> NAMES =
            List.of("mac", "vlan", "qos", "proto", "min_rate", "max_rate", "spoofchk", "trust", "link_state");

    private final Path file;
    private final Properties values = new Properties();

    SimulatedAttributes(Path file) throws KernelException {
        this.file = file;
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                values.load(in);
            } catch (IOException e) {
                throw new KernelException("read " + file, e);
            }
        }
    }

    synchronized VfAttributes of(PciAddress vf) {
        return VfAttributes.builder()
                .adminMac(MacAddress.parse(get(vf, "mac", "00:00:00:00:00:00")))
                .vlan(new Vlan(number(vf, "vlan")))
                .vlanQos(number(vf, "qos"))
                .vlanProto(VlanProto.parse(get(vf, "proto", VlanProto.C_TAG.text())))
                .minTxRateMbps(number(vf, "min_rate"))
                .maxTxRateMbps(number(vf, "max_rate"))
                .spoofchk(Boolean.parseBoolean(get(vf, "spoofchk", "true")))
                .trust(Boolean.parseBoolean(get(vf, "trust", "false")))
                .linkState(LinkStatePolicy.parse(get(vf, "link_state", LinkStatePolicy.AUTO.text())))
                .build();
    }

    synchronized void set(PciAddress vf, AdminSetting setting) throws KernelException {
        switch (setting) {
            case AdminSetting.Mac(MacAddress mac) -> put(vf, "mac", mac);
            case AdminSetting.Tag(Vlan vlan, int qos, VlanProto proto) -> {
                put(vf, "vlan", vlan.id());
                put(vf, "qos", qos);
                put(vf, "proto", proto.text());
            }
            case AdminSetting.Rates(int min, int max) -> {
                put(vf, "min_rate", min);
                put(vf, "max_rate", max);
            }
            case AdminSetting.SpoofCheck(boolean on) -> put(vf, "spoofchk", on);
            case AdminSetting.Trust(boolean on) -> put(vf, "trust", on);
            case AdminSetting.LinkState(LinkStatePolicy policy) -> put(vf, "link_state", policy.text());
        }
        save();
    }

    synchronized void forget(PciAddress vf) throws KernelException {
        NAMES.forEach(name -> values.remove(vf + "." + name));
        save();
    }

    private void put(PciAddress vf, String name, Object value) {
        values.setProperty(vf + "." + name, value.toString());
    }

    private String get(PciAddress vf, String name, String otherwise) {
        return values.getProperty(vf + "." + name, otherwise);
    }

    private int number(PciAddress vf, String name) {
        return Integer.parseInt(get(vf, name, "0"));
    }

    private void save() throws KernelException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (Writer out = Files.newBufferedWriter(fresh)) {
                values.store(out, "administrative attributes of simulated VFs");
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new KernelException("write " + file, e);
        }
    }
}
