package io.vfledger.executor.pf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.binding.UserSpaceVfs;
import io.vfledger.executor.binding.VfDriver;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.io.RandomAccessFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On the emulated igb behind an emulated IOMMU. */
class PfConfigurerKernelTest extends PfConfigurerBench {
    @Override
    Bench makeBench() {
        return Bench.real();
    }

    @Test
    void bindsVfsToVfioAndBack() throws Exception {
        assertThat(configure(driver(VfDriver.VFIO_PCI))).isInstanceOf(PfResult.Configured.class);
        UserSpaceVfs userSpace = new UserSpaceVfs(kernel.sysfs(), new DeviceUsers());
        for (PciAddress vf : kernel.sysfs().vfs(bench.pf()).values()) {
            UserSpaceVfs.Access access =
                    requireNonNull(userSpace.accesses(List.of(vf)).get(vf));
            assertThat(kernel.sysfs().drivers().driver(vf)).contains("vfio-pci");
            assertThat(access.nodes())
                    .contains(
                            "/dev/vfio/vfio", "/dev/vfio/" + access.iommuGroup().orElseThrow());
            assertThat(userSpace.refusal(vf)).isEmpty();
        }
        assertThat(configure(driver(VfDriver.DEFAULT))).isInstanceOf(PfResult.Configured.class);
        for (PciAddress vf : kernel.sysfs().vfs(bench.pf()).values()) {
            assertThat(kernel.sysfs().drivers().driver(vf)).contains("igbvf");
            assertThat(kernel.sysfs().drivers().override(vf)).isEmpty();
        }
    }

    @Test
    void refusesToTakeAVfFromTheProcessThatHasItsGroupOpen() throws Exception {
        configure(driver(VfDriver.VFIO_PCI));
        PciAddress vf = vf(1);
        String node = "/dev/vfio/" + kernel.sysfs().drivers().iommuGroup(vf).orElseThrow();
        try (RandomAccessFile open = new RandomAccessFile(node, "rw")) {
            String holder = node + " is open by pid " + ProcessHandle.current().pid() + " (";
            refused(configure(count(2, VfSettings.NONE)), PfRefusal.Kind.IN_USE, holder);
            refused(configure(driver(VfDriver.DEFAULT)), PfRefusal.Kind.IN_USE, holder);
            assertThat(new DeviceUsers().isTaken(node)).isTrue();
            assertThat(open.getFD().valid()).isTrue();
        }
        assertThat(configure(driver(VfDriver.DEFAULT))).isInstanceOf(PfResult.Configured.class);
    }

    @Test
    void undoesEverythingWhenAVfRefusesADefault() throws Exception {
        VfSettings refused = VfSettings.builder()
                .vlan(new Vlan(7))
                .linkState(LinkStatePolicy.DISABLE)
                .build();
        PfConfiguration wanted = new PfConfiguration(
                bench.pf(),
                Optional.of(3),
                Optional.of(1400),
                Optional.of(VfDriver.VFIO_PCI),
                Optional.of(false),
                refused,
                PfConfiguration.Consent.NONE);
        refused(configurer.configure(wanted, Set.of()), PfRefusal.Kind.KERNEL_REFUSED, "EOPNOTSUPP");
        assertThat(kernel.sysfs().vfs(bench.pf())).hasSize(4);
        assertThat(pfLink().mtu()).isEqualTo(1500);
        assertThat(kernel.sysfs().drivers().autoprobe(bench.pf())).contains(true);
        assertThat(kernel.sysfs().drivers().driver(vf(0))).contains("igbvf");
        assertThat(administrative(0).vlan()).contains(Vlan.UNTAGGED);
    }

    @Test
    void leavesNewVfsUnboundWhereAutoprobeIsOff() throws Exception {
        PfConfiguration wanted = new PfConfiguration(
                bench.pf(),
                Optional.of(2),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                VfSettings.NONE,
                PfConfiguration.Consent.NONE);
        try {
            assertThat(configure(wanted)).isInstanceOf(PfResult.Configured.class);
            assertThat(kernel.sysfs().drivers().driver(vf(0))).isEmpty();
        } finally {
            kernel.sysfs().drivers().autoprobe(bench.pf(), true);
        }
    }

    private PfConfiguration driver(VfDriver driver) {
        return new PfConfiguration(
                bench.pf(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(driver),
                Optional.empty(),
                VfSettings.NONE,
                PfConfiguration.Consent.NONE);
    }
}
