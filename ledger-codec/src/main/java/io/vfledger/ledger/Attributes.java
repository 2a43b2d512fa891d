package io.vfledger.ledger;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a VF is set, and shall be set. */
public final class Attributes {
    private Attributes() {}

    /**
     * Reads the contract's form; nothing is asked where there is none.
     *
     * @throws IllegalArgumentException when a value is out of its range or not one that this build knows, naming it
     */
    public static VfSettings settings(io.vfledger.avro.@Nullable VfSettings settings) {
        if (settings == null) {
            return VfSettings.NONE;
        }
        return new VfSettings(
                Optional.ofNullable(settings.getMac()).map(MacAddress::parse),
                Optional.ofNullable(settings.getVlan()).map(Vlan::new),
                Optional.ofNullable(settings.getVlanQos()),
                Scalars.vlanProto(settings.getVlanProtocol()),
                Optional.ofNullable(settings.getTxRateMinMbps()),
                Optional.ofNullable(settings.getTxRateMaxMbps()),
                Optional.ofNullable(settings.getSpoofchk()),
                Optional.ofNullable(settings.getTrust()),
                Scalars.linkState(settings.getLinkState()),
                Optional.ofNullable(settings.getMtu()),
                Optional.ofNullable(settings.getPromisc()),
                Optional.ofNullable(settings.getAllmulti()));
    }

    /** The contract's form of what is asked. */
    public static io.vfledger.avro.VfSettings settings(VfSettings settings) {
        return io.vfledger.avro.VfSettings.newBuilder()
                .setMac(Scalars.orNull(settings.mac()))
                .setVlan(orNull(settings.vlan().map(Vlan::id)))
                .setVlanQos(orNull(settings.vlanQos()))
                .setVlanProtocol(Scalars.vlanProto(settings.vlanProto()))
                .setTxRateMinMbps(orNull(settings.minTxRateMbps()))
                .setTxRateMaxMbps(orNull(settings.maxTxRateMbps()))
                .setSpoofchk(orNull(settings.spoofchk()))
                .setTrust(orNull(settings.trust()))
                .setLinkState(Scalars.linkState(settings.linkState()))
                .setMtu(orNull(settings.mtu()))
                .setPromisc(orNull(settings.promisc()))
                .setAllmulti(orNull(settings.allmulti()))
                .build();
    }

    /**
     * Reads the contract's form.
     *
     * @throws IllegalArgumentException when a value is out of its range or not one that this build knows, naming it
     */
    public static VfAttributes attributes(io.vfledger.avro.VfAttributes read) {
        return new VfAttributes(
                Optional.ofNullable(read.getAdminMac()).map(MacAddress::parse),
                Optional.ofNullable(read.getMac()).map(MacAddress::parse),
                Optional.ofNullable(read.getVlan()).map(Vlan::new),
                Optional.ofNullable(read.getVlanQos()),
                Scalars.vlanProto(read.getVlanProtocol()),
                Optional.ofNullable(read.getTxRateMinMbps()),
                Optional.ofNullable(read.getTxRateMaxMbps()),
                Optional.ofNullable(read.getSpoofchk()),
                Optional.ofNullable(read.getTrust()),
                Scalars.linkState(read.getLinkState()),
                Optional.ofNullable(read.getMtu()),
                Optional.ofNullable(read.getTxQueueLen()),
                Optional.ofNullable(read.getNetdev()).map(InterfaceName::new),
                Optional.ofNullable(read.getUp()),
                further(read.getNetdevAttributes()));
    }

    private static NetdevAttributes further(io.vfledger.avro.@Nullable NetdevAttributes read) {
        if (read == null) {
            return NetdevAttributes.UNKNOWN;
        }
        return new NetdevAttributes(
                Optional.ofNullable(read.getAlias()),
                Optional.ofNullable(read.getAltnames()),
                Optional.ofNullable(read.getPromisc()),
                Optional.ofNullable(read.getAllmulti()),
                Optional.ofNullable(read.getFeatures()),
                Optional.ofNullable(read.getRingRx()),
                Optional.ofNullable(read.getRingTx()),
                Optional.ofNullable(read.getChannelsRx()),
                Optional.ofNullable(read.getChannelsTx()),
                Optional.ofNullable(read.getChannelsCombined()),
                Optional.ofNullable(read.getXdpProgId()));
    }

    static io.vfledger.avro.VfAttributes attributes(VfAttributes read) {
        return io.vfledger.avro.VfAttributes.newBuilder()
                .setAdminMac(Scalars.orNull(read.adminMac()))
                .setMac(Scalars.orNull(read.ownMac()))
                .setVlan(orNull(read.vlan().map(Vlan::id)))
                .setVlanQos(orNull(read.vlanQos()))
                .setVlanProtocol(Scalars.vlanProto(read.vlanProto()))
                .setTxRateMinMbps(orNull(read.minTxRateMbps()))
                .setTxRateMaxMbps(orNull(read.maxTxRateMbps()))
                .setSpoofchk(orNull(read.spoofchk()))
                .setTrust(orNull(read.trust()))
                .setLinkState(Scalars.linkState(read.linkState()))
                .setMtu(orNull(read.mtu()))
                .setTxQueueLen(orNull(read.txQueueLen()))
                .setNetdev(Scalars.orNull(read.netdev()))
                .setUp(orNull(read.up()))
                .setNetdevAttributes(further(read.further()))
                .build();
    }

    private static io.vfledger.avro.@Nullable NetdevAttributes further(NetdevAttributes read) {
        if (read.equals(NetdevAttributes.UNKNOWN)) {
            return null;
        }
        return io.vfledger.avro.NetdevAttributes.newBuilder()
                .setAlias(orNull(read.alias()))
                .setAltnames(orNull(read.altNames()))
                .setPromisc(orNull(read.promisc()))
                .setAllmulti(orNull(read.allMulti()))
                .setFeatures(orNull(read.features()))
                .setRingRx(orNull(read.ringRx()))
                .setRingTx(orNull(read.ringTx()))
                .setChannelsRx(orNull(read.channelsRx()))
                .setChannelsTx(orNull(read.channelsTx()))
                .setChannelsCombined(orNull(read.channelsCombined()))
                .setXdpProgId(orNull(read.xdpProgram()))
                .build();
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.isPresent() ? value.get() : null;
    }
}
