package io.vfledger.cni.protocol;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An entry of a result's {@code routes}; all but destination and gateway are written from 1.1.0 on.
 *
 * @param mtu bytes
 * @param advmss bytes
 */
public record ResultRoute(
        IpPrefix destination,
        Optional<InetAddress> gateway,
        OptionalInt mtu,
        OptionalInt advmss,
        OptionalInt priority,
        OptionalInt table,
        OptionalInt scope) {}
