package io.vfledger.inventory.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniArgs;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniRequest;
import io.vfledger.cni.protocol.ConfigurationReader;
import io.vfledger.cni.protocol.ContainerId;
import io.vfledger.cni.protocol.InterfaceName;
import io.vfledger.cni.protocol.Json;
import io.vfledger.cni.protocol.NetworkConfiguration;
import io.vfledger.cni.protocol.Sandbox;
import io.vfledger.cni.protocol.TraceContext;
import io.vfledger.cni.protocol.VfChoice;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.VfSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the CNI binary will be called with for a network, read by the very code that will read it then: what would be
 * refused on the node is refused here, in the same words.
 *
 * @param network the configuration's name
 * @param pool empty: {@code default}
 * @param device the very function; empty: any
 * @param onPf the configuration names a PF by its interface, or wants it whole: nothing is held for that ahead of time
 * @param settings what it asks of the function
 */
record NetworkConfig(
        NetworkName network, Optional<PoolName> pool, Optional<PciAddress> device, boolean onPf, VfSettings settings) {
    private static final Set<String> TYPES = Set.of("vfledger-cni", "sriov");

    /** Nothing that the reader says depends on who asks. */
    private static final Sandbox SOMEBODY =
            new Sandbox(new ContainerId("pod"), new InterfaceName("net1"), Optional.empty());

    /** The configuration; empty where none of its plugins gives VFs. */
    static Reading<Optional<NetworkConfig>> read(NetworkDefinition definition, NetworkSelection selection) {
        if (definition.config().isBlank()) {
            return new Reading.Understood<>(Optional.empty());
        }
        try {
            Checked<Optional<NetworkConfig>> read = Json.readObject(definition.config(), "spec.config")
                    .then(config -> ofPlugin(config)
                            .map(plugin -> plugin(definition, selection, config, plugin))
                            .orElseGet(() -> Checked.valid(Optional.empty())));
            return switch (read) {
                case Checked.Valid<Optional<NetworkConfig>>(var config) -> new Reading.Understood<>(config);
                case Checked.Refused<Optional<NetworkConfig>>(var error) -> new Reading.Refused<>(error.msg());
            };
        } catch (IllegalArgumentException e) {
            return new Reading.Refused<>(String.valueOf(e.getMessage()));
        }
    }

    /** The part that is ours: of a list of plugins the first that gives VFs, else the whole. */
    private static Optional<ObjectNode> ofPlugin(ObjectNode config) {
        if (!config.has("plugins")) {
            return Optional.of(config).filter(NetworkConfig::isOurs);
        }
        for (JsonNode plugin : config.path("plugins")) {
            if (plugin instanceof ObjectNode object && isOurs(object)) {
                return Optional.of(object.deepCopy());
            }
        }
        return Optional.empty();
    }

    private static boolean isOurs(ObjectNode plugin) {
        return TYPES.contains(plugin.path("type").asText());
    }

    private static Checked<Optional<NetworkConfig>> plugin(
            NetworkDefinition definition, NetworkSelection selection, ObjectNode config, ObjectNode plugin) {
        plugin.put("name", config.path("name").asText(definition.key().name()));
        if (config.has("cniVersion")) {
            plugin.set("cniVersion", config.get("cniVersion"));
        }
        selection
                .mac()
                .ifPresent(mac -> plugin.withObjectProperty("runtimeConfig").put("mac", mac.toString()));
        selection.device().ifPresent(device -> plugin.put("deviceID", device.value()));
        CniRequest request =
                new CniRequest(CniCommand.ADD, Optional.of(SOMEBODY), CniArgs.NONE, TraceContext.NONE, Map.of());
        ByteBuffer stdin = ByteBuffer.wrap(Json.write(plugin).getBytes(StandardCharsets.UTF_8));
        return ConfigurationReader.read(request, stdin).then(read -> Checked.valid(Optional.of(of(definition, read))));
    }

    private static NetworkConfig of(NetworkDefinition definition, NetworkConfiguration read) {
        VfChoice choice = read.choice();
        return new NetworkConfig(
                new NetworkName(read.network().text()),
                choice.pool()
                        .map(pool -> new PoolName(pool.text()))
                        .or(() -> definition.resourceName().map(NetworkConfig::poolOf)),
                choice.device().map(device -> new PciAddress(device.text())),
                choice.pf().isPresent() || choice.whole(),
                AskedSettings.of(read.settings()));
    }

    /** The pool that a resource stands for: its name without the prefix. */
    private static PoolName poolOf(String resource) {
        return new PoolName(resource.substring(resource.lastIndexOf('/') + 1));
    }
}
