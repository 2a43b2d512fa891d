package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Xdp;
import io.vfledger.netlink.wire.ChannelCounts;
import io.vfledger.netlink.wire.RingSizes;
import io.vfledger.vf.NetdevAttributes;
import java.util.List;
import java.util.Optional;

/**
 * What an interface carries beside the usual, just as the kernel has it: a pod may have written it.
 *
 * @param alias empty for none
 * @param altNames all of them
 * @param promisc {@code IFF_PROMISC}
 * @param allMulti {@code IFF_ALLMULTI}
 * @param xdp programs attached
 * @param offloads what its driver does, where it was asked
 */
public record NetdevDetail(
        String alias, List<String> altNames, boolean promisc, boolean allMulti, Xdp xdp, Offloads offloads) {
    /** Nothing special. */
    public static final NetdevDetail NONE = new NetdevDetail("", List.of(), false, false, Xdp.NONE, Offloads.UNKNOWN);

    public NetdevDetail {
        altNames = List.copyOf(altNames);
    }

    NetdevDetail with(Offloads asked) {
        return new NetdevDetail(alias, altNames, promisc, allMulti, xdp, asked);
    }

    /** As it is told: within the limits of a record, and printable. */
    NetdevAttributes attributes() {
        return new NetdevAttributes(
                Optional.of(printable(alias)),
                Optional.of(altNames.stream()
                        .map(NetdevDetail::printable)
                        .sorted()
                        .limit(NetdevAttributes.MOST_ALT_NAMES)
                        .toList()),
                Optional.of(promisc),
                Optional.of(allMulti),
                offloads.features().map(bits -> bits.toString(16)),
                offloads.rings().map(RingSizes::rx),
                offloads.rings().map(RingSizes::tx),
                offloads.channels().map(ChannelCounts::rx),
                offloads.channels().map(ChannelCounts::tx),
                offloads.channels().map(ChannelCounts::combined),
                Optional.of(xdp.programId()));
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(NetdevAttributes.LONGEST_ALIAS)
                .map(point -> Character.isISOControl(point) || point > Character.MAX_VALUE ? '?' : point)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
