package io.vfledger.vf;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a VF's interface carries beside address, MTU, queue length, name and state; a field that kernel or driver do not
 * tell is empty. All of it outlives the namespace that the interface was in.
 *
 * @param alias {@code IFLA_IFALIAS}, at most 255 characters; an empty text for none
 * @param altNames {@code IFLA_ALT_IFNAME}, sorted, at most 32
 * @param promisc {@code IFF_PROMISC}
 * @param allMulti {@code IFF_ALLMULTI}
 * @param features active offload features ({@code ETHTOOL_GFEATURES}) as a bitmap in the running kernel's order,
 *     hexadecimal, highest bit first; comparable within one boot
 * @param ringRx receive ring, descriptors ({@code ETHTOOL_GRINGPARAM})
 * @param ringTx transmit ring, descriptors
 * @param channelsRx receive channels ({@code ETHTOOL_GCHANNELS})
 * @param channelsTx transmit channels
 * @param channelsCombined combined channels
 * @param xdpProgram id of the XDP program ({@code IFLA_XDP_PROG_ID}), 0 for none
 */
public record NetdevAttributes(
        Optional<String> alias,
        Optional<List<String>> altNames,
        Optional<Boolean> promisc,
        Optional<Boolean> allMulti,
        Optional<String> features,
        Optional<Integer> ringRx,
        Optional<Integer> ringTx,
        Optional<Integer> channelsRx,
        Optional<Integer> channelsTx,
        Optional<Integer> channelsCombined,
        Optional<Integer> xdpProgram) {
    /** Most alternative names that are told; a pod may give an interface any number. */
    public static final int MOST_ALT_NAMES = 32;

    /** {@code IFALIASZ} less its terminating zero. */
    public static final int LONGEST_ALIAS = 255;

    /** Nothing was told, as of a VF without an interface in sight. */
    public static final NetdevAttributes UNKNOWN = new NetdevAttributes(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** {@code ALTIFNAMSIZ} less its terminating zero. */
    private static final int LONGEST_ALT_NAME = 127;

    private static final int LONGEST_FEATURES = 256;
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]*");

    public NetdevAttributes {
        altNames = altNames.map(List::copyOf);
        if (alias.isPresent() && !alias.get().isEmpty()) {
            Require.printable("alias", alias.get(), LONGEST_ALIAS);
        }
        if (altNames.isPresent()) {
            Require.inRange("number of alternative names", altNames.get().size(), 0, MOST_ALT_NAMES);
            altNames.get().forEach(name -> Require.printable("alternative name", name, LONGEST_ALT_NAME));
        }
        if (features.isPresent()) {
            Require.matches("features", features.get(), HEXADECIMAL, LONGEST_FEATURES, "hexadecimal digits");
        }
        Limits.check("receive ring", ringRx, 0, Integer.MAX_VALUE);
        Limits.check("transmit ring", ringTx, 0, Integer.MAX_VALUE);
        Limits.check("receive channels", channelsRx, 0, Integer.MAX_VALUE);
        Limits.check("transmit channels", channelsTx, 0, Integer.MAX_VALUE);
        Limits.check("combined channels", channelsCombined, 0, Integer.MAX_VALUE);
        Limits.check("XDP program", xdpProgram, 0, Integer.MAX_VALUE);
    }
}
