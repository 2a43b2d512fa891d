package io.vfledger.cni.protocol;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An entry of a result's {@code ips}.
 *
 * @param interfaceIndex index into the result's interfaces; an IPAM plugin leaves it out
 */
public record ResultIp(IpPrefix address, Optional<InetAddress> gateway, OptionalInt interfaceIndex) {
    public ResultIp onInterface(int index) {
        return new ResultIp(address, gateway, OptionalInt.of(index));
    }
}
