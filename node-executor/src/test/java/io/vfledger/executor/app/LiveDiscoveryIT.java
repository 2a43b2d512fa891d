package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfGone;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of veth links and bridges in a namespace that plays the host. Nothing but an event makes a look before the slow
 * comparison; how soon a look follows is the schedule's, which is tested with a clock of its own.
 */
class LiveDiscoveryIT {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final String VF = "ffff:00:10.1";

    @TempDir
    Path data;

    @Test
    void publishesWhatTheKernelTellsOf() throws Exception {
        try (Bench bench = Bench.simulated();
                WatchedNode node = new WatchedNode(data, bench.kernel(), NEVER)) {
            Kernel kernel = bench.kernel();
            node.await(NodeInventory.class, all -> all.getVfs().size() == 4);

            setUp(kernel, "simpf0v1", true);
            node.await(
                    VfChanged.class,
                    changed -> changed.getVf().getPci().equals(VF)
                            && Boolean.TRUE.equals(
                                    changed.getVf().getAttributes().getUp()));
            assertThat(node.looksAtEverything()).as("an event told").isZero();

            setUp(kernel, "simpf0", false);
            node.await(PfChanged.class, changed -> !changed.getPf().getCarrier());
            setUp(kernel, "simpf0", true);
            node.await(PfChanged.class, changed -> changed.getPf().getCarrier());

            kernel.setVfCount(bench.pf(), 0);
            node.await(VfGone.class, gone -> gone.getPci().equals(VF));
            kernel.setVfCount(bench.pf(), 2);
            node.await(VfChanged.class, changed -> changed.getVf().getPci().equals(VF));
            assertThat(node.looksAtEverything()).as("of that, too").isZero();
        }
    }

    @Test
    void findsInAWholeComparisonWhatNoEventTold() throws Exception {
        try (Bench bench = Bench.simulated();
                WatchedNode node = new WatchedNode(data, bench.kernel(), Duration.ofSeconds(1))) {
            node.await(NodeInventory.class, all -> true);
            bench.kernel()
                    .administer(
                            bench.kernel().sysfs().vf(new PciAddress(VF)).orElseThrow(), new AdminSetting.Trust(true));
            node.await(
                    VfChanged.class,
                    changed ->
                            Boolean.TRUE.equals(changed.getVf().getAttributes().getTrust()));
        }
    }

    private static void setUp(Kernel kernel, String name, boolean up) throws Exception {
        int index = kernel.hostLink(new InterfaceName(name)).orElseThrow().index();
        kernel.change(kernel.host(), index, List.of(new LinkChange.SetUp(up)));
    }
}
