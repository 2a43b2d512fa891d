package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfObserved;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real SR-IOV NIC: everything but the last is found by the kernel's events alone. */
class LiveDiscoveryKernelTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Path DRIVER = Path.of("/sys/bus/pci/drivers/igbvf");

    @TempDir
    Path data;

    @Test
    void userPain16NewVfsLinkDownAndDriversAreNoticedByEventsAlone() throws Exception {
        try (Bench bench = Bench.real();
                WatchedNode node = new WatchedNode(data, bench.kernel(), NEVER)) {
            Kernel kernel = bench.kernel();
            node.await(NodeInventory.class, all -> true);
            PciAddress vf = kernel.sysfs().vfs(bench.pf()).values().iterator().next();

            setUp(kernel, bench.pf(), false);
            node.await(
                    PfChanged.class,
                    changed -> isOf(changed, bench.pf()) && !changed.getPf().getCarrier());
            setUp(kernel, bench.pf(), true);
            node.await(
                    PfChanged.class,
                    changed -> isOf(changed, bench.pf()) && changed.getPf().getCarrier());

            write(DRIVER.resolve("unbind"), vf.value());
            VfObserved unbound =
                    node.await(VfObserved.class, seen -> seen.getVf().getPci().equals(vf.value()));
            assertThat(unbound.getVf().getDriver()).isEmpty();
            write(DRIVER.resolve("bind"), vf.value());
            node.await(VfChanged.class, changed -> isHome(changed.getVf(), vf));

            AdminSetting tag = new AdminSetting.Tag(new Vlan(42), 3, VlanProto.C_TAG);
            kernel.administer(kernel.sysfs().vf(vf).orElseThrow(), tag);
            node.await(VfChanged.class, changed -> hasVlan(changed.getVf(), vf, 42));

            kernel.setVfCount(bench.pf(), 0);
            node.await(VfGone.class, gone -> gone.getPci().equals(vf.value()));
            kernel.setVfCount(bench.pf(), 4);
            node.await(VfChanged.class, changed -> isHome(changed.getVf(), vf));
        }
    }

    @Test
    void findsInAWholeComparisonWhatIsChangedWhileThePfIsDown() throws Exception {
        try (Bench bench = Bench.real();
                WatchedNode node = new WatchedNode(data, bench.kernel(), Duration.ofSeconds(1))) {
            Kernel kernel = bench.kernel();
            node.await(NodeInventory.class, all -> true);
            PciAddress vf = kernel.sysfs().vfs(bench.pf()).values().iterator().next();
            setUp(kernel, bench.pf(), false);
            try {
                node.await(
                        PfChanged.class,
                        changed -> isOf(changed, bench.pf()) && !changed.getPf().getCarrier());
                AdminSetting tag = new AdminSetting.Tag(new Vlan(43), 0, VlanProto.C_TAG);
                kernel.administer(kernel.sysfs().vf(vf).orElseThrow(), tag);
                node.await(VfChanged.class, changed -> hasVlan(changed.getVf(), vf, 43));
            } finally {
                setUp(kernel, bench.pf(), true);
            }
        }
    }

    private static boolean isOf(PfChanged changed, PciAddress pf) {
        return changed.getPf().getPci().equals(pf.value());
    }

    private static boolean isHome(VfDescription seen, PciAddress vf) {
        return seen.getPci().equals(vf.value()) && seen.getDriver().equals("igbvf") && seen.getInHostNamespace();
    }

    private static boolean hasVlan(VfDescription seen, PciAddress vf, int vlan) {
        return seen.getPci().equals(vf.value())
                && Integer.valueOf(vlan).equals(seen.getAttributes().getVlan());
    }

    private static void setUp(Kernel kernel, PciAddress pf, boolean up) throws Exception {
        InterfaceName name = kernel.sysfs().netdev(pf).orElseThrow();
        kernel.change(kernel.host(), kernel.hostLink(name).orElseThrow().index(), List.of(new LinkChange.SetUp(up)));
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value);
    }
}
