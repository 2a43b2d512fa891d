package io.vfledger.netlink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Byte for byte against the structures of linux/ethtool.h, least significant byte first. */
class EthtoolCodecTest {
    private static final String FIRST_BLOCK = "0f000000" + "0b000000" + "09000000" + "02000000";
    private static final String SECOND_BLOCK = "00000080" + "00000000" + "00000000" + "00000000";

    @Test
    void readsFeaturesAcrossBlocks() {
        Features features = Features.decode(Octets.ofHex("3a000000" + "02000000" + FIRST_BLOCK + SECOND_BLOCK));
        assertThat(features.available()).isEqualTo(new BigInteger("800000000000000f", 16));
        assertThat(features.active()).isEqualTo(BigInteger.valueOf(9));
        assertThat(features.neverChanged()).isEqualTo(BigInteger.TWO);
    }

    @Test
    void changesOnlyFeaturesThatDifferAndCanBeChanged() {
        Features features = Features.decode(Octets.ofHex("3a000000" + "02000000" + FIRST_BLOCK + SECOND_BLOCK));
        // Wanted on: 0, 1 (never changed), 2, 6 (not available), 63; off: 3.
        BigInteger wanted = new BigInteger("8000000000000047", 16);
        assertThat(features.change(wanted).toHex())
                .isEqualTo("3b000000" + "02000000" + "0c000000" + "04000000" + "00000080" + "00000080");
    }

    @Test
    void refusesFeaturesThatDoNotFit() {
        assertThatThrownBy(() -> Features.decode(Octets.ofHex("3a00000009000000")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("features in 9 blocks, allowed is 0 to 8");
        assertThatThrownBy(() -> Features.decode(Octets.ofHex("3a00000001000000")))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Features.decode(Octets.ofHex("3a0000"))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void readsAndSetsRings() {
        String most = "00100000" + "00000000" + "00000000" + "00100000";
        RingSizes rings =
                RingSizes.decode(Octets.ofHex("10000000" + most + "00010000" + "01000000" + "02000000" + "00020000"));
        assertThat(rings).isEqualTo(new RingSizes(256, 1, 2, 512));
        assertThat(rings.encode().toHex())
                .isEqualTo("11000000" + "00".repeat(16) + "00010000" + "01000000" + "02000000" + "00020000");
        assertThatThrownBy(() -> RingSizes.decode(Octets.ofHex("10000000")))
                .hasMessage("ethtool_ringparam needs at least 36 bytes, 4 came");
    }

    @Test
    void readsAndSetsChannels() {
        String most = "00000000" + "00000000" + "01000000" + "08000000";
        ChannelCounts counts = ChannelCounts.decode(
                Octets.ofHex("3c000000" + most + "00000000" + "00000000" + "01000000" + "04000000"));
        assertThat(counts).isEqualTo(new ChannelCounts(0, 0, 1, 4));
        assertThat(counts.encode().toHex())
                .isEqualTo("3d000000" + "00".repeat(16) + "00000000" + "00000000" + "01000000" + "04000000");
        assertThatThrownBy(() -> ChannelCounts.decode(Octets.ofHex("3c000000")))
                .hasMessage("ethtool_channels needs at least 36 bytes, 4 came");
    }
}
