package io.vfledger.executor.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.executor.attach.PfMapping;
import io.vfledger.executor.nodefile.Entry;
import io.vfledger.executor.nodefile.StrictJson;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a node's PFs shall be, for nodes that nobody sends commands to: a JSON object with one entry per PF.
 *
 * <pre>{@code
 * {"0000:65:00.0": {"num_vfs": 8, "mtu": 9000, "vf_driver": "vfio-pci", "vf_defaults": {"trust": true}}}
 * }</pre>
 */
final class PfFile {
    private static final Set<String> KEYS =
            Set.of("num_vfs", "mtu", "vf_driver", "drivers_autoprobe", "vf_defaults", "allow_host_use");
    private static final Set<String> DEFAULTS = Set.of(
            "vlan", "vlan_qos", "vlan_proto", "min_tx_rate", "max_tx_rate", "spoofchk", "trust", "link_state", "mtu");

    private PfFile() {}

    /**
     * Reads the file whole; nothing of it is used when a part is wrong.
     *
     * @throws IllegalArgumentException when it cannot be read, or says something that is not possible, naming it
     */
    static List<ConfigurePf> read(Path file) {
        return StrictJson.read(file, "PF configuration", PfFile::commands);
    }

    private static List<ConfigurePf> commands(JsonNode root) {
        if (!root.isObject()) {
            throw new IllegalArgumentException("expected an object with one entry per PF, like {\"0000:65:00.0\": {}}");
        }
        List<ConfigurePf> commands = new ArrayList<>();
        for (Map.Entry<String, JsonNode> pf : Entry.members(root).entrySet()) {
            String pci = new PciAddress(pf.getKey()).value();
            try {
                commands.add(command(pci, Entry.of(pf.getValue(), KEYS)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(pci + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(commands);
    }

    private static ConfigurePf command(String pci, Entry pf) {
        ConfigurePf.Builder command = ConfigurePf.newBuilder().setPci(pci);
        pf.number("num_vfs").ifPresent(command::setNumVfs);
        pf.number("mtu").ifPresent(command::setMtu);
        pf.text("vf_driver").ifPresent(command::setVfDriver);
        pf.truth("drivers_autoprobe").ifPresent(command::setDriversAutoprobe);
        pf.truth("allow_host_use").ifPresent(command::setAllowHostUse);
        pf.member("vf_defaults").ifPresent(defaults -> command.setVfDefaults(defaults(Entry.of(defaults, DEFAULTS))));
        ConfigurePf built = command.build();
        PfMapping.configuration(built);
        return built;
    }

    /** By the names of a network configuration, which its writers know. */
    private static VfSettings defaults(Entry defaults) {
        VfSettings.Builder settings = VfSettings.newBuilder();
        defaults.number("vlan").ifPresent(settings::setVlan);
        defaults.number("vlan_qos").ifPresent(settings::setVlanQos);
        defaults.choice("vlan_proto", Map.of("802.1q", VlanProtocol.C_TAG, "802.1ad", VlanProtocol.S_TAG))
                .ifPresent(settings::setVlanProtocol);
        defaults.number("min_tx_rate").ifPresent(settings::setTxRateMinMbps);
        defaults.number("max_tx_rate").ifPresent(settings::setTxRateMaxMbps);
        defaults.truth("spoofchk").ifPresent(settings::setSpoofchk);
        defaults.truth("trust").ifPresent(settings::setTrust);
        defaults.choice(
                        "link_state",
                        Map.of(
                                "auto", LinkStatePolicy.AUTO,
                                "enable", LinkStatePolicy.ENABLE,
                                "disable", LinkStatePolicy.DISABLE))
                .ifPresent(settings::setLinkState);
        defaults.number("mtu").ifPresent(settings::setMtu);
        return settings.build();
    }
}
