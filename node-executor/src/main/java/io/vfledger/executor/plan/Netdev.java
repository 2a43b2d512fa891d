package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Prefix;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import java.util.List;

/**
 * A VF's interface as seen in one namespace.
 *
 * @param index its number there
 * @param name its name there
 * @param mac its own address
 * @param mtu bytes
 * @param txQueueLen packets
 * @param up administratively up
 * @param addresses internet addresses, without the kernel's own link-local ones
 * @param master the name or number of a bridge or bond that it is a port of; empty for none
 */
public record Netdev(
        int index,
        InterfaceName name,
        MacAddress mac,
        int mtu,
        int txQueueLen,
        boolean up,
        List<Prefix> addresses,
        String master) {
    public Netdev {
        addresses = List.copyOf(addresses);
    }
}
