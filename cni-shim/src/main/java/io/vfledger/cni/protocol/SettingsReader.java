package io.vfledger.cni.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads vfledger's own keys of a network configuration. */
final class SettingsReader {
    /** What a PF keeps about its VFs, or lets them do. */
    private static final List<String> OF_VFS = List.of(
            "vlan",
            "vlanQoS",
            "vlanProto",
            "min_tx_rate",
            "max_tx_rate",
            "spoofchk",
            "trust",
            "link_state",
            "promisc",
            "allmulti");

    private final Fields fields;
    private final Optional<Fields> runtime;

    SettingsReader(Fields fields) {
        this.fields = fields;
        this.runtime = fields.object("runtimeConfig");
        fields.object("capabilities");
        fields.object("args");
    }

    /** deviceID, with pciBusID (which some callers write beside it) and runtimeConfig.deviceID naming the same VF. */
    private Optional<DeviceAddress> device() {
        Optional<DeviceAddress> device = fields.noun("deviceID", DeviceAddress::new);
        device = same(device, fields.noun("pciBusID", DeviceAddress::new), "pciBusID");
        return same(device, runtime.flatMap(r -> r.noun("deviceID", DeviceAddress::new)), "runtimeConfig.deviceID");
    }

    private Optional<DeviceAddress> same(Optional<DeviceAddress> device, Optional<DeviceAddress> other, String key) {
        if (device.isPresent() && other.isPresent() && !device.equals(other)) {
            return fields.noted(key + " " + other.get() + " is another device than deviceID " + device.get());
        }
        return device.or(() -> other);
    }

    /** Which VF is wanted, or which PF. */
    VfChoice choice(CniArgs args) {
        Optional<DeviceAddress> device = device();
        Optional<PoolName> pool = fields.noun("pool", PoolName::new);
        Optional<InterfaceName> pf = fields.noun("master", InterfaceName::new);
        boolean whole = fields.flag("pfOnly").orElse(false);
        if (whole) {
            refuseWhatIsOfVfs(args);
        }
        return fields.attempt("pfOnly", () -> new VfChoice(device, pool, pf, args.vf(), whole))
                .orElse(VfChoice.ANY);
    }

    /** A PF has nobody above it that would keep these. */
    private void refuseWhatIsOfVfs(CniArgs args) {
        OF_VFS.stream()
                .filter(fields::has)
                .forEach(key ->
                        fields.noted(key + " is of VFs, and pfOnly true gives the PF itself: leave one of them out"));
        if (args.vlan().isPresent()) {
            fields.noted("CNI_ARGS VLAN=" + args.vlan().getAsInt()
                    + " is of VFs, and pfOnly true gives the PF itself: leave one of them out");
        }
    }

    VfSettings settings(CniRequest request) {
        CniArgs args = request.args();
        Optional<MacAddress> configured = fields.noun("mac", MacAddress::new);
        Optional<MacAddress> fromRuntime = runtime.flatMap(r -> r.noun("mac", MacAddress::new));
        Optional<VlanSettings> vlan = vlan(args);
        TxRates rates = rates();
        Optional<Boolean> spoofCheck = fields.onOff("spoofchk");
        Optional<Boolean> trust = fields.onOff("trust");
        Optional<LinkState> linkState = fields.oneOf("link_state", LinkState.values(), LinkState::text);
        OptionalInt mtu = fields.integer("mtu", VfSettings.MTU_MIN, VfSettings.MTU_MAX);
        ReceiveModes modes = new ReceiveModes(fields.onOff("promisc"), fields.onOff("allmulti"));
        List<Sysctl> sysctls = sysctls(request.requiredSandbox().interfaceName());
        return fields.attempt(
                        "trust",
                        () -> new VfSettings(
                                fromRuntime.or(args::mac).or(() -> configured),
                                vlan,
                                rates,
                                spoofCheck,
                                trust,
                                linkState,
                                mtu,
                                modes,
                                sysctls))
                .orElse(VfSettings.UNTOUCHED);
    }

    private List<Sysctl> sysctls(InterfaceName own) {
        List<Sysctl> found = new ArrayList<>();
        fields.object("sysctls").ifPresent(map -> {
            for (String name : map.keys()) {
                map.text(name)
                        .flatMap(value -> map.attempt(name, () -> Sysctl.named(name, value, own)))
                        .ifPresent(found::add);
            }
        });
        if (found.size() > Sysctl.MOST) {
            fields.noted("sysctls has " + found.size() + " entries, allowed are up to " + Sysctl.MOST);
        }
        return found;
    }

    /** The runtime's list of addresses, and IP of CNI_ARGS: an IPAM plugin gets both, so there has to be one. */
    void addresses(CniArgs args, boolean withIpam) {
        List<String> ips = runtime.map(r -> r.texts("ips")).orElse(List.of());
        runtime.ifPresent(r -> ips.forEach(ip -> r.attempt("ips", () -> IpPrefix.parse(ip))));
        if (!withIpam && (!ips.isEmpty() || args.addressed())) {
            fields.noted((ips.isEmpty() ? "CNI_ARGS IP" : "runtimeConfig.ips")
                    + " needs the key ipam with a plugin that gives these addresses, like static");
        }
    }

    Optional<DeviceInfoFile> deviceInfo() {
        return runtime.flatMap(r -> r.noun("CNIDeviceInfoFile", DeviceInfoFile::at));
    }

    private Optional<VlanSettings> vlan(CniArgs args) {
        OptionalInt configured = fields.integer("vlan", 0, VlanSettings.ID_MAX);
        OptionalInt id = args.vlan().isPresent() ? args.vlan() : configured;
        OptionalInt qos = fields.integer("vlanQoS", 0, VlanSettings.QOS_MAX);
        Optional<VlanProtocol> protocol = fields.oneOf("vlanProto", VlanProtocol.values(), VlanProtocol::text);
        if (!fields.has("vlan") && id.isEmpty()) {
            if (qos.isPresent()) {
                fields.noted("vlanQoS " + qos.getAsInt() + " needs the key vlan");
            }
            protocol.ifPresent(p -> fields.noted("vlanProto " + p.text() + " needs the key vlan"));
        }
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return fields.attempt(
                "vlan", () -> new VlanSettings(id.getAsInt(), qos.orElse(0), protocol.orElse(VlanProtocol.DOT1Q)));
    }

    private TxRates rates() {
        OptionalInt min = fields.integer("min_tx_rate", 0, TxRates.LIMIT_MBPS);
        OptionalInt max = fields.integer("max_tx_rate", 0, TxRates.LIMIT_MBPS);
        return fields.attempt("min_tx_rate", () -> new TxRates(min, max)).orElse(TxRates.UNTOUCHED);
    }

    /** logFile is accepted for compatibility and not used: the agent opens no path that came from a configuration. */
    LogLevel logLevel() {
        fields.text("logFile");
        return fields.oneOf("logLevel", LogLevel.values(), LogLevel::text).orElse(LogLevel.INFO);
    }
}
