package io.vfledger.cni.protocol;

import java.util.List;
import java.util.Optional;

/**
 * The network configuration of a call, checked.
 *
 * @param choice which VF the caller wants
 * @param settings of ADD and CHECK; {@link VfSettings#UNTOUCHED} for a DEL, which goes by what the ADD recorded
 * @param ipam the plugin to delegate to; a DEL goes by what the ADD recorded, and by this only without such a record
 * @param deviceInfo the file that shall describe the device
 * @param previousResult of ADD and CHECK, in a chain of plugins
 * @param validAttachments present for GC
 * @param raw the whole configuration as it came, for IPAM plugins
 */
public record NetworkConfiguration(
        CniVersion version,
        NetworkName network,
        String type,
        VfChoice choice,
        VfSettings settings,
        Optional<IpamConfiguration> ipam,
        Dns dns,
        Optional<DeviceInfoFile> deviceInfo,
        Optional<CniResult> previousResult,
        LogLevel logLevel,
        List<ValidAttachment> validAttachments,
        String raw) {
    public NetworkConfiguration {
        validAttachments = List.copyOf(validAttachments);
    }
}
