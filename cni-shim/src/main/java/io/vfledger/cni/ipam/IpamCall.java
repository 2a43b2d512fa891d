package io.vfledger.cni.ipam;

import io.vfledger.cni.protocol.CniRequest;
import io.vfledger.cni.protocol.CniVersion;
import io.vfledger.cni.protocol.NetworkConfiguration;
import java.util.Map;
import java.util.Optional;

/**
 * What an IPAM plugin is called with. A caller that keeps it can release the addresses later, with the very
 * configuration and environment that they were allocated with.
 *
 * @param type the plugin's name
 * @param version of the configuration
 * @param environment the caller's CNI_* variables; CNI_COMMAND is set by each operation
 * @param configuration the whole configuration, as it came on stdin
 */
public record IpamCall(String type, CniVersion version, Map<String, String> environment, String configuration) {
    public IpamCall {
        environment = Map.copyOf(environment);
    }

    /** Empty where the network has no IPAM: a layer 2 attachment. */
    public static Optional<IpamCall> of(CniRequest request, NetworkConfiguration network) {
        return network.ipam()
                .map(ipam -> new IpamCall(ipam.type(), network.version(), request.environment(), network.raw()));
    }
}
