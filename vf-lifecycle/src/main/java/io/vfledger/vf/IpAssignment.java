package io.vfledger.vf;

import java.util.Optional;

/**
 * An address on the interface, as IPAM gave it.
 *
 * @param address with prefix length, like {@code 10.1.2.3/24}; 1 to 64 characters
 * @param gateway the gateway of that subnet
 */
public record IpAssignment(String address, Optional<String> gateway) {
    public IpAssignment {
        Require.printable("address", address, 64);
        gateway.ifPresent(text -> Require.printable("gateway", text, 64));
    }
}
