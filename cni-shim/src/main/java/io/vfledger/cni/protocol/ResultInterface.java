package io.vfledger.cni.protocol;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An entry of a result's {@code interfaces}.
 *
 * @param mac as text: an earlier plugin's interface may have another form of address
 * @param mtu bytes; written from 1.1.0 on
 * @param sandbox path of the namespace; absent for an interface of the host
 * @param socketPath written from 1.1.0 on
 * @param pciId PCI address; written from 1.1.0 on
 */
public record ResultInterface(
        String name,
        Optional<String> mac,
        OptionalInt mtu,
        Optional<String> sandbox,
        Optional<String> socketPath,
        Optional<String> pciId) {
    /** The interface of a VF inside a pod. */
    public static ResultInterface ofVf(Sandbox sandbox, MacAddress mac, OptionalInt mtu, DeviceAddress device) {
        return new ResultInterface(
                sandbox.interfaceName().text(),
                Optional.of(mac.text()),
                mtu,
                sandbox.namespacePath(),
                Optional.empty(),
                Optional.of(device.text()));
    }
}
