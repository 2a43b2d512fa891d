package io.vfledger.executor.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.executor.attach.PfMapping;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a node's PFs shall be, for nodes that nobody sends commands to: a JSON object with one entry per PF.
 *
 * <pre>{@code
 * {"0000:65:00.0": {"num_vfs": 8, "mtu": 9000, "vf_driver": "vfio-pci", "vf_defaults": {"trust": true}}}
 * }</pre>
 */
final class PfFile {
    private static final long LARGEST = 1 << 20;
    private static final Set<String> KEYS =
            Set.of("num_vfs", "mtu", "vf_driver", "drivers_autoprobe", "vf_defaults", "allow_host_use");
    private static final Set<String> DEFAULTS = Set.of(
            "vlan", "vlan_qos", "vlan_proto", "min_tx_rate", "max_tx_rate", "spoofchk", "trust", "link_state", "mtu");
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private PfFile() {}

    /**
     * Reads the file whole; nothing of it is used when a part is wrong.
     *
     * @throws IllegalArgumentException when it cannot be read, or says something that is not possible, naming it
     */
    static List<ConfigurePf> read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(file + " is larger than " + LARGEST + " bytes");
            }
            return read(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "PF configuration " + file + ": " + e.getOriginalMessage() + " at line "
                            + e.getLocation().getLineNr(),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("PF configuration " + file + " cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("PF configuration " + file + ": " + e.getMessage(), e);
        }
    }

    static List<ConfigurePf> read(String text) throws JsonProcessingException {
        JsonNode root = MAPPER.readTree(text);
        if (!root.isObject()) {
            throw new IllegalArgumentException("expected an object with one entry per PF, like {\"0000:65:00.0\": {}}");
        }
        List<ConfigurePf> commands = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String pci = new PciAddress(entry.getKey()).value();
            try {
                commands.add(command(pci, entry.getValue()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(pci + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(commands);
    }

    private static ConfigurePf command(String pci, JsonNode node) {
        requireKeys(node, KEYS);
        ConfigurePf.Builder command = ConfigurePf.newBuilder().setPci(pci);
        number(node, "num_vfs").ifPresent(command::setNumVfs);
        number(node, "mtu").ifPresent(command::setMtu);
        text(node, "vf_driver").ifPresent(command::setVfDriver);
        truth(node, "drivers_autoprobe").ifPresent(command::setDriversAutoprobe);
        truth(node, "allow_host_use").ifPresent(command::setAllowHostUse);
        if (node.has("vf_defaults")) {
            command.setVfDefaults(defaults(node.path("vf_defaults")));
        }
        ConfigurePf built = command.build();
        PfMapping.configuration(built);
        return built;
    }

    /** By the names of a network configuration, which its writers know. */
    private static VfSettings defaults(JsonNode node) {
        requireKeys(node, DEFAULTS);
        VfSettings.Builder settings = VfSettings.newBuilder();
        number(node, "vlan").ifPresent(settings::setVlan);
        number(node, "vlan_qos").ifPresent(settings::setVlanQos);
        choice(
                node,
                "vlan_proto",
                Map.of("802.1q", VlanProtocol.C_TAG, "802.1ad", VlanProtocol.S_TAG),
                settings::setVlanProtocol);
        number(node, "min_tx_rate").ifPresent(settings::setTxRateMinMbps);
        number(node, "max_tx_rate").ifPresent(settings::setTxRateMaxMbps);
        truth(node, "spoofchk").ifPresent(settings::setSpoofchk);
        truth(node, "trust").ifPresent(settings::setTrust);
        choice(
                node,
                "link_state",
                Map.of(
                        "auto", LinkStatePolicy.AUTO,
                        "enable", LinkStatePolicy.ENABLE,
                        "disable", LinkStatePolicy.DISABLE),
                settings::setLinkState);
        number(node, "mtu").ifPresent(settings::setMtu);
        return settings.build();
    }

    private static void requireKeys(JsonNode node, Set<String> allowed) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected an object, found " + node);
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!allowed.contains(entry.getKey())) {
                throw new IllegalArgumentException("'" + entry.getKey() + "' is not known: allowed are "
                        + String.join(", ", allowed.stream().sorted().toList()));
            }
        }
    }

    private static Optional<Integer> number(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(key + " has to be a whole number, not " + value);
        }
        return Optional.of(value.intValue());
    }

    private static Optional<Boolean> truth(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(key + " has to be true or false, not " + value);
        }
        return Optional.of(value.booleanValue());
    }

    private static Optional<String> text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(key + " has to be a text, not " + value);
        }
        return Optional.of(value.textValue());
    }

    private static <T> void choice(JsonNode node, String key, Map<String, T> allowed, Consumer<T> setter) {
        Optional<String> chosen = text(node, key);
        if (chosen.isEmpty()) {
            return;
        }
        T value = allowed.get(chosen.get().toLowerCase(Locale.ROOT));
        if (value == null) {
            throw new IllegalArgumentException(key + " '" + chosen.get() + "' is not known: allowed are "
                    + String.join(", ", allowed.keySet().stream().sorted().toList()));
        }
        setter.accept(value);
    }
}
