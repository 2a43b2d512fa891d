package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Prefix;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetdevAttributes;
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
 * @param detail what else it carries
 */
public record Netdev(
        int index,
        InterfaceName name,
        MacAddress mac,
        int mtu,
        int txQueueLen,
        boolean up,
        List<Prefix> addresses,
        String master,
        NetdevDetail detail) {
    public Netdev {
        addresses = List.copyOf(addresses);
    }

    /** The same with what its driver told. */
    public Netdev with(Offloads offloads) {
        return new Netdev(index, name, mac, mtu, txQueueLen, up, addresses, master, detail.with(offloads));
    }

    NetdevAttributes attributes() {
        return detail.attributes();
    }
}
