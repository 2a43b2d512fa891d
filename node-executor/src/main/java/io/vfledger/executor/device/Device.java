package io.vfledger.executor.device;

import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A VF as kubelet has it; its id is its PCI address.
 *
 * @param pci its address
 * @param pf the address of its PF
 * @param numaNode where it is near to; empty: not told
 * @param nodes device nodes that its user needs
 * @param vhostNet whether the devices of vhost-net come with it
 * @param given whether a pod has it, as far as the node knows
 * @param trouble why it cannot be given; empty while it can. A link that is down is none
 */
public record Device(
        PciAddress pci,
        PciAddress pf,
        OptionalInt numaNode,
        List<String> nodes,
        boolean vhostNet,
        boolean given,
        Optional<String> trouble) {
    public Device {
        nodes = List.copyOf(nodes);
    }

    Device troubled(String why) {
        return new Device(pci, pf, numaNode, nodes, vhostNet, given, Optional.of(why));
    }

    /** The id that kubelet knows it by. */
    public String id() {
        return pci.value();
    }
}
