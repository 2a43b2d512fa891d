package io.vfledger.executor.attach;

import io.vfledger.avro.IpAssignment;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.RouteAssignment;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.cni.protocol.CniArgs;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.IpPrefix;
import io.vfledger.cni.protocol.MacAddress;
import io.vfledger.cni.protocol.Sysctl;
import io.vfledger.cni.protocol.TxRates;
import io.vfledger.cni.protocol.VlanSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** From the words of CNI into those of the contract. */
final class CniMapping {
    private CniMapping() {}

    static VfSettings settings(io.vfledger.cni.protocol.VfSettings asked) {
        Optional<VlanSettings> vlan = asked.vlan();
        TxRates rates = asked.rates();
        return VfSettings.newBuilder()
                .setMac(asked.mac().map(MacAddress::text).orElse(null))
                .setVlan(vlan.map(VlanSettings::id).orElse(null))
                .setVlanQos(vlan.map(VlanSettings::qos).orElse(null))
                .setVlanProtocol(vlan.map(CniMapping::protocol).orElse(null))
                .setTxRateMinMbps(boxed(rates.minMbps()))
                .setTxRateMaxMbps(boxed(rates.maxMbps()))
                .setSpoofchk(asked.spoofCheck().orElse(null))
                .setTrust(asked.trust().orElse(null))
                .setLinkState(asked.linkState().map(CniMapping::linkState).orElse(null))
                .setMtu(boxed(asked.mtu()))
                .setPromisc(asked.modes().promisc().orElse(null))
                .setAllmulti(asked.modes().allmulti().orElse(null))
                .build();
    }

    private static VlanProtocol protocol(VlanSettings vlan) {
        return switch (vlan.protocol()) {
            case DOT1Q -> VlanProtocol.C_TAG;
            case DOT1AD -> VlanProtocol.S_TAG;
        };
    }

    private static LinkStatePolicy linkState(io.vfledger.cni.protocol.LinkState state) {
        return switch (state) {
            case AUTO -> LinkStatePolicy.AUTO;
            case ENABLE -> LinkStatePolicy.ENABLE;
            case DISABLE -> LinkStatePolicy.DISABLE;
        };
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    static Optional<PodIdentity> pod(CniArgs args) {
        return args.pod()
                .map(pod -> PodIdentity.newBuilder()
                        .setNamespace(pod.namespace())
                        .setName(pod.name())
                        .setUid(pod.uid().orElse(""))
                        .build());
    }

    static List<io.vfledger.executor.plan.Sysctl> sysctls(List<Sysctl> asked) {
        return asked.stream()
                .map(each -> new io.vfledger.executor.plan.Sysctl(each.table(), each.key(), each.value()))
                .toList();
    }

    static List<IpAssignment> ips(CniResult result) {
        return result.ips().stream()
                .map(ip -> IpAssignment.newBuilder()
                        .setAddress(ip.address().toString())
                        .setGateway(text(ip.gateway()))
                        .build())
                .toList();
    }

    /** A route without a next hop goes by the gateway of its family's first address, as the reference plugins have it. */
    static List<RouteAssignment> routes(CniResult result) {
        return result.routes().stream()
                .map(route -> RouteAssignment.newBuilder()
                        .setDestination(route.destination().toString())
                        .setGateway(text(route.gateway()
                                .or(() -> gateway(result, route.destination().isIpv4()))))
                        .setMtu(asked(route.mtu()))
                        .setAdvmss(asked(route.advmss()))
                        .setPriority(asked(route.priority()))
                        .setTable(asked(route.table()))
                        .setScope(boxed(route.scope()))
                        .build())
                .toList();
    }

    /** Plugins write 0 for what they leave to the kernel; of a scope it is a value. */
    private static @Nullable Integer asked(OptionalInt value) {
        return value.orElse(0) == 0 ? null : boxed(value);
    }

    private static Optional<InetAddress> gateway(CniResult result, boolean ipv4) {
        return result.ips().stream()
                .filter(ip -> ip.address().isIpv4() == ipv4)
                .flatMap(ip -> ip.gateway().stream())
                .findFirst();
    }

    private static @Nullable String text(Optional<InetAddress> address) {
        return address.map(IpPrefix::text).orElse(null);
    }

    /** SHA-256 of a configuration, hexadecimal. */
    static String digest(String config) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(config.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
