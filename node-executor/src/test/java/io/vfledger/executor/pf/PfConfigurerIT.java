package io.vfledger.executor.pf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.NetdevDetail;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.route.Link;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What configuring a PF means, on simulated NICs. */
class PfConfigurerIT extends PfConfigurerBench {
    @Override
    Bench makeBench() {
        return Bench.simulated();
    }

    @Test
    void changesTheNumberOfVfsAndSetsTheirDefaults() throws Exception {
        VfSettings defaults = VfSettings.builder().trust(true).spoofchk(false).build();
        assertThat(configure(count(2, defaults))).isInstanceOf(PfResult.Configured.class);
        assertThat(kernel.administrative(bench.pf())).hasSize(2).allSatisfy((index, vf) -> {
            assertThat(vf.trust()).contains(true);
            assertThat(vf.spoofchk()).contains(false);
        });
        for (PciAddress vf : kernel.sysfs().vfs(bench.pf()).values()) {
            assertThat(kernel.netdev(vf, kernel.host())).isPresent();
        }
    }

    @Test
    void changesNothingWhereNothingDiffers() throws Exception {
        int before = indexOf(vf(0));
        assertThat(configure(count(4, VfSettings.NONE))).isInstanceOf(PfResult.Configured.class);
        assertThat(indexOf(vf(0))).isEqualTo(before);
    }

    @Test
    void refusesMoreThanTheFirmwareOffersAndTouchesNothing() throws Exception {
        int before = indexOf(vf(0));
        refused(configure(count(60_000, VfSettings.NONE)), PfRefusal.Kind.FIRMWARE_LIMIT, "60000 VFs");
        assertThat(indexOf(vf(0))).isEqualTo(before);
    }

    @Test
    void refusesWhileAVfIsInAPod() throws Exception {
        PciAddress vf = vf(0);
        try (NamedNamespace pod = new NamedNamespace();
                Namespace inside = kernel.open(pod.path())) {
            Netdev netdev = kernel.netdev(vf, kernel.host()).orElseThrow();
            kernel.move(kernel.host(), netdev.index(), inside, new InterfaceName("net1"));
            refused(configure(count(2, VfSettings.NONE)), PfRefusal.Kind.IN_USE, vf + " is in namespace");
            assertThat(kernel.netdev(vf, inside)).isPresent();
            Netdev there = kernel.netdev(vf, inside).orElseThrow();
            kernel.move(inside, there.index(), kernel.host(), netdev.name());
        }
    }

    @Test
    void refusesWhileAVfIsGiven() {
        PfResult result = configurer.configure(count(2, VfSettings.NONE), Set.of(vf(1)));
        refused(result, PfRefusal.Kind.IN_USE, vf(1) + " is attached");
    }

    @Test
    void refusesAPfThatCarriesTheNode() throws Exception {
        Link pf = pfLink();
        Netdev asNetdev = new Netdev(
                pf.index(),
                new InterfaceName(pf.name()),
                new io.vfledger.vf.MacAddress(0),
                pf.mtu(),
                0,
                true,
                List.of(),
                "",
                NetdevDetail.NONE);
        var address = io.vfledger.executor.plan.IpText.prefix("192.0.2.7/24");
        kernel.addAddress(kernel.host(), asNetdev, address);
        try {
            refused(configure(count(2, VfSettings.NONE)), PfRefusal.Kind.HOST_USE, "has address 192.0.2.7/24");
            PfConfiguration allowed = new PfConfiguration(
                    bench.pf(),
                    Optional.of(2),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    VfSettings.NONE,
                    new PfConfiguration.Consent(false, true));
            assertThat(configure(allowed)).isInstanceOf(PfResult.Configured.class);
        } finally {
            kernel.removeAddress(kernel.host(), pf.index(), address);
        }
    }

    @Test
    void refusesADriverThatIsNotThereAndRestoresTheVfs() throws Exception {
        PfConfiguration wanted = new PfConfiguration(
                bench.pf(),
                Optional.of(2),
                Optional.of(1400),
                Optional.of(io.vfledger.executor.binding.VfDriver.QEDE),
                Optional.empty(),
                VfSettings.NONE,
                PfConfiguration.Consent.NONE);
        int mtu = pfLink().mtu();
        refused(configure(wanted), PfRefusal.Kind.DRIVER_LIMIT, "modprobe qede");
        assertThat(kernel.sysfs().vfs(bench.pf())).hasSize(4);
        assertThat(pfLink().mtu()).isEqualTo(mtu);
    }

    private int indexOf(PciAddress vf) throws KernelException, NetlinkException {
        return kernel.netdev(vf, kernel.host()).orElseThrow().index();
    }
}
