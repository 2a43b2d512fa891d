package io.vfledger.executor.plan;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import java.util.List;
import java.util.Optional;

/** The names that a VF's interface has on the host. */
public final class HomeNames {
    private HomeNames() {}

    /**
     * A baseline without names that somebody else has.
     *
     * @param taken names of other interfaces on the host
     * @param vf whose own name is used instead of its interface's
     */
    public static VfAttributes without(List<String> taken, VfAttributes baseline, PciAddress vf) {
        if (taken.isEmpty()) {
            return baseline;
        }
        NetdevAttributes further = baseline.further();
        VfAttributes kept = baseline.toBuilder()
                .further(new NetdevAttributes(
                        further.alias(),
                        further.altNames()
                                .map(names -> names.stream()
                                        .filter(name -> !taken.contains(name))
                                        .toList()),
                        further.promisc(),
                        further.allMulti(),
                        further.features(),
                        further.ringRx(),
                        further.ringTx(),
                        further.channelsRx(),
                        further.channelsTx(),
                        further.channelsCombined(),
                        further.xdpProgram()))
                .build();
        Optional<InterfaceName> lost = baseline.netdev().filter(name -> taken.contains(name.value()));
        return lost.isEmpty() ? kept : kept.toBuilder().netdev(substitute(vf)).build();
    }

    /** {@code v} and the digits of its address, which no other VF has: at most 14 characters. */
    public static InterfaceName substitute(PciAddress vf) {
        return new InterfaceName("v" + vf.value().replace(":", "").replace(".", ""));
    }
}
