package io.vfledger.cni.protocol;

import java.util.Optional;
import java.util.OptionalInt;

/** Reads vfledger's own keys of a network configuration. */
final class SettingsReader {
    private final Fields fields;
    private final Optional<Fields> runtime;

    SettingsReader(Fields fields) {
        this.fields = fields;
        this.runtime = fields.object("runtimeConfig");
        fields.object("capabilities");
        fields.object("args");
    }

    /** deviceID, with pciBusID (which some callers write beside it) and runtimeConfig.deviceID naming the same VF. */
    Optional<DeviceAddress> device() {
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

    VfSettings settings(CniArgs args) {
        Optional<MacAddress> configured = fields.noun("mac", MacAddress::new);
        Optional<MacAddress> fromRuntime = runtime.flatMap(r -> r.noun("mac", MacAddress::new));
        return new VfSettings(
                        configured,
                        vlan(),
                        rates(),
                        fields.onOff("spoofchk"),
                        fields.onOff("trust"),
                        fields.oneOf("link_state", LinkState.values(), LinkState::text),
                        fields.integer("mtu", VfSettings.MTU_MIN, VfSettings.MTU_MAX))
                .withMac(fromRuntime.or(args::mac).or(() -> configured));
    }

    private Optional<VlanSettings> vlan() {
        OptionalInt id = fields.integer("vlan", 0, VlanSettings.ID_MAX);
        OptionalInt qos = fields.integer("vlanQoS", 0, VlanSettings.QOS_MAX);
        Optional<VlanProtocol> protocol = fields.oneOf("vlanProto", VlanProtocol.values(), VlanProtocol::text);
        if (!fields.has("vlan")) {
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
