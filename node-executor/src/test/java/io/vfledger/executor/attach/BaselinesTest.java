package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.binding.PciTree;
import io.vfledger.executor.kernel.Sysfs;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
    private static final PciAddress PF = new PciAddress("0000:01:00.0");
    private static final PciAddress VF = new PciAddress("0000:01:10.0");
    private static final MacAddress OWN = MacAddress.parse("02:00:5e:00:53:01");
    private static final MacAddress ADMIN = MacAddress.parse("02:00:5e:00:53:02");
    private static final VfAttributes CAPTURED = VfAttributes.builder()
            .adminMac(OWN)
            .ownMac(OWN)
            .vlan(Vlan.UNTAGGED)
            .vlanQos(0)
            .vlanProto(VlanProto.C_TAG)
            .minTxRateMbps(0)
            .maxTxRateMbps(0)
            .spoofchk(true)
            .trust(false)
            .linkState(LinkStatePolicy.AUTO)
            .mtu(1500)
            .txQueueLen(1000)
            .netdev(new InterfaceName("vf0"))
            .up(false)
            .build();

    @TempDir
    Path sys;

    private PciTree tree;
    private Baselines baselines;

    @BeforeEach
    void makeTree() {
        tree = new PciTree(sys, sys.resolve("proc")).sriov(PF, VF, "igbvf");
        baselines = new Baselines(new Sysfs(sys));
    }

    @Test
    void isAsCapturedWhereNobodySaidMore() throws Exception {
        assertThat(baselines.of(VF, CAPTURED)).isEqualTo(CAPTURED);
    }

    @Test
    void hasTheDefaultsOfThePf() throws Exception {
        baselines.assume(
                PF,
                VfSettings.builder()
                        .vlan(new Vlan(7))
                        .maxTxRateMbps(500)
                        .spoofchk(false)
                        .trust(true)
                        .linkState(LinkStatePolicy.ENABLE)
                        .mtu(1400)
                        .build());

        assertThat(baselines.of(VF, CAPTURED))
                .isEqualTo(CAPTURED.toBuilder()
                        .vlan(new Vlan(7))
                        .maxTxRateMbps(500)
                        .spoofchk(false)
                        .trust(true)
                        .linkState(LinkStatePolicy.ENABLE)
                        .mtu(1400)
                        .build());
    }

    @Test
    void forgetsEarlierDefaultsWhenThePfGetsOthers() throws Exception {
        baselines.assume(PF, VfSettings.builder().trust(true).build());
        baselines.assume(PF, VfSettings.builder().vlan(new Vlan(7)).build());

        assertThat(baselines.of(VF, CAPTURED))
                .isEqualTo(CAPTURED.toBuilder().vlan(new Vlan(7)).build());
    }

    @Test
    void leavesTheVfsOfOtherPfsAlone() throws Exception {
        baselines.assume(
                new PciAddress("0000:03:00.0"), VfSettings.builder().trust(true).build());

        assertThat(baselines.of(VF, CAPTURED)).isEqualTo(CAPTURED);
    }

    @Test
    void hasNoInterfaceAndNoMirroredAddressAtADriverForPrograms() throws Exception {
        tree.bound(VF, "vfio-pci");
        baselines.assume(PF, VfSettings.builder().mtu(1400).trust(true).build());

        VfAttributes now = baselines.of(VF, CAPTURED);

        assertThat(now.adminMac()).contains(new MacAddress(0));
        assertThat(now.ownMac()).isEmpty();
        assertThat(now.mtu()).isEmpty();
        assertThat(now.netdev()).isEmpty();
        assertThat(now.further()).isEqualTo(NetdevAttributes.UNKNOWN);
        assertThat(now.trust()).contains(true);
        assertThat(baselines
                        .of(VF, CAPTURED.toBuilder().adminMac(ADMIN).build())
                        .adminMac())
                .as("an address that somebody set")
                .contains(ADMIN);
    }

    @Test
    void isAsCapturedForAVfThatWentAway() throws Exception {
        baselines.assume(PF, VfSettings.builder().trust(true).build());

        assertThat(baselines.of(new PciAddress("0000:01:10.2"), CAPTURED)).isEqualTo(CAPTURED);
    }
}
