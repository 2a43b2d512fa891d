package io.vfledger.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.Attachment;
import io.vfledger.avro.HolderEvidence;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.NetdevAttributes;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.schemas.wire.WireFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole inventory is one record: a node's agent could not start if it were too large for its topic. */
class InventorySizeTest {
    static {
        AvroTrust.establish();
    }

    private static final String CONTAINER = "0123456789abcdef".repeat(4);

    /** VFs on one PF each as full as they are found: at home; and at a start while every one is in a pod. */
    @ParameterizedTest(name = "{0} VFs, attached {1}: at most {2} bytes")
    @CsvSource({"256, false, 65536", "1024, false, 262144", "256, true, 196608", "1024, true, 786432"})
    void aWholeInventoryIsOneRecord(int vfs, boolean attached, int most) {
        NodeInventory inventory = NodeInventory.newBuilder()
                .setNode("worker-0123.region.example.com")
                .setCause("start")
                .setPfs(IntStream.range(0, (vfs + 127) / 128)
                        .mapToObj(InventorySizeTest::pf)
                        .toList())
                .setVfs(IntStream.range(0, vfs).mapToObj(i -> vf(i, attached)).toList())
                .build();

        int size = WireFormat.body(inventory).length;

        assertThat(size).isBetween(most / 2, most);
        assertThat(size).isLessThan(Topic.INVENTORY.maxMessageBytes());
    }

    private static PfDescription pf(int number) {
        return PfDescription.newBuilder()
                .setPci(String.format("0000:%02x:00.0", 0x40 + number))
                .setNetdev("enp65s0f" + number + "np0")
                .setDriver("mlx5_core")
                .setDriverVersion("6.12.0-24.10-generic")
                .setFirmwareVersion("22.39.1002 (MT_0000000359)")
                .setVendorId("15b3")
                .setDeviceId("101d")
                .setVendorName("Mellanox Technologies")
                .setDeviceName("MT2892 Family [ConnectX-6 Dx]")
                .setTotalVfs(128)
                .setConfiguredVfs(128)
                .setMac("0c:42:a1:00:00:01")
                .setMtu(9000)
                .setOperState("up")
                .setSpeedMbps(100_000)
                .setEswitchMode("legacy")
                .build();
    }

    private static VfDescription vf(int number, boolean attached) {
        VfAttributes attributes = attributes(number);
        return VfDescription.newBuilder()
                .setPci(String.format("0000:%02x:%02x.%d", 0x40 + number / 256, number / 8 % 32, number % 8))
                .setPfPci(String.format("0000:%02x:00.0", 0x40 + number / 128))
                .setPfNetdev("enp65s0f" + number / 128 + "np0")
                .setIndex(number % 128)
                .setVendorId("15b3")
                .setDeviceId("101e")
                .setDriver("mlx5_core")
                .setInHostNamespace(!attached)
                .setHolderNetns(attached ? netns(number) : null)
                .setAttributes(attributes)
                .setIommuGroup(100 + number)
                .setEvidence(attached ? evidence(number, attributes) : null)
                .build();
    }

    private static VfAttributes attributes(int number) {
        String mac = String.format("02:00:00:00:%02x:%02x", number / 256, number % 256);
        return VfAttributes.newBuilder()
                .setAdminMac(mac)
                .setVlan(100 + number)
                .setVlanQos(3)
                .setVlanProtocol(VlanProtocol.C_TAG)
                .setTxRateMinMbps(1_000)
                .setTxRateMaxMbps(10_000)
                .setSpoofchk(true)
                .setTrust(false)
                .setLinkState(LinkStatePolicy.AUTO)
                .setMac(mac)
                .setMtu(9000)
                .setTxQueueLen(1000)
                .setNetdev("enp65s0f0v" + number)
                .setUp(true)
                .setNetdevAttributes(NetdevAttributes.newBuilder()
                        .setAlias("")
                        .setAltnames(List.of("enp65s0f0np0v" + number))
                        .setPromisc(false)
                        .setAllmulti(false)
                        .setFeatures("1f3b9d5fffb9c3f29")
                        .setRingRx(1024)
                        .setRingTx(1024)
                        .setChannelsRx(0)
                        .setChannelsTx(0)
                        .setChannelsCombined(11)
                        .setXdpProgId(0)
                        .build())
                .build();
    }

    private static HolderEvidence evidence(int number, VfAttributes baseline) {
        return HolderEvidence.newBuilder()
                .setSource("checkpoint")
                .setAttachment(Attachment.newBuilder()
                        .setNetwork("storage-network-blue")
                        .setContainerId(CONTAINER)
                        .setIfname("net1")
                        .build())
                .setPod(PodIdentity.newBuilder()
                        .setNamespace("team-with-a-long-name")
                        .setName("deployment-name-7d4b9c6f5d-x2x9z")
                        .setUid("01234567-89ab-cdef-0123-456789abcdef")
                        .build())
                .setNetns(netns(number))
                .setBaseline(baseline)
                .build();
    }

    private static NetworkNamespace netns(int number) {
        return NetworkNamespace.newBuilder()
                .setPath("/var/run/netns/cni-01234567-89ab-cdef-0123-456789abcdef")
                .setDevice(4)
                .setInode(4_026_532_000L + number)
                .build();
    }
}
