package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Chooser;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PlacementOrder;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.VfSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a pool says of how its VFs are picked. VFs 0 to 7 are on PF A, 8 on PF B. */
class PlacingTest {
    private static Story story(Placement placement) {
        Story story = Story.withFreeVfs(9);
        story.nowMs += LifecycleTimes.FORMERLY_FAULTY_MS;
        story.input(Sample.defaultPool(placement));
        return story;
    }

    private static Placement placement(PlacementOrder order, int numaNode, int budget) {
        return new Placement(
                order,
                Optional.of(numaNode).filter(node -> node >= 0),
                Optional.of(budget).filter(percent -> percent > 0));
    }

    private static void numa(Story story, PciAddress pf, int node) {
        PfInfo plain = Sample.pf(pf, true);
        PfInfo.Hardware is = plain.hardware();
        story.input(new Input.PfChanged(
                story.stamp(),
                new PfInfo(
                        plain.pci(),
                        plain.netdev(),
                        new PfInfo.Hardware(
                                is.vendor(), is.device(), is.vendorName(), is.deviceName(), node, is.totalVfs()),
                        plain.driver(),
                        plain.link(),
                        plain.configuredVfs(),
                        plain.hostUse(),
                        plain.eswitch())));
    }

    private static PciAddress given(Story story, String name) {
        story.add("r-" + name, name);
        return story.command(Command.AssignVf.class).vf();
    }

    private static AddAsk guaranteed(Story story, String name, int mbps) {
        return Sample.withSettings(
                Sample.ask("r-" + name, name, story.nowMs + 20_000),
                VfSettings.builder().minTxRateMbps(mbps).build());
    }

    @Test
    void spreadsUnlessItsPoolPacks() {
        Story spread = story(placement(PlacementOrder.SPREAD, -1, 0));
        given(spread, "a");
        assertThat(given(spread, "b")).isEqualTo(Sample.vf(8));
        Story pack = story(placement(PlacementOrder.PACK, -1, 0));
        given(pack, "a");
        assertThat(given(pack, "b")).isEqualTo(Sample.vf(1));
        assertThat(pack.vf(1).reason()).startsWith("pack: VF 1 of PF 0000:01:00.0 (link up, 1 in use there)");
    }

    @Test
    void prefersTheNumaNodeThatItsPoolNames() {
        Story story = story(placement(PlacementOrder.SPREAD, 1, 0));
        assertThat(given(story, "a")).as("the machine tells none").isEqualTo(Sample.vf(0));
        numa(story, Sample.PF_A, 0);
        numa(story, Sample.PF_B, 1);
        assertThat(given(story, "b")).isEqualTo(Sample.vf(8));
        assertThat(given(story, "c")).as("better far than none").isEqualTo(Sample.vf(1));
        assertThat(story.vf(1).reason()).contains("of another NUMA node");
    }

    @Test
    void avoidsForAWhileWhatWasInQuarantine() {
        Story story = story(Placement.DEFAULT);
        story.add("r1", "a");
        story.failed(0, FailureReason.KERNEL_REFUSED);
        story.released(0, story.vf(0).fence(), ReleaseCause.ADD_FAILED, false);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        story.timer(0);
        story.verified(0, true);
        story.nowMs += LifecycleTimes.JUST_RELEASED_MS + 1;
        assertThat(given(story, "b")).isEqualTo(Sample.vf(1));
        story.nowMs += LifecycleTimes.FORMERLY_FAULTY_MS;
        given(story, "c");
        assertThat(given(story, "d")).isEqualTo(Sample.vf(0));
    }

    @Test
    void promisesNoMoreThanThePfCanKeep() {
        // Both PFs run at 1,000 Mbit/s.
        Story story = story(placement(PlacementOrder.PACK, -1, 80));
        story.add(guaranteed(story, "a", 500));
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(0));
        story.add(guaranteed(story, "b", 300));
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(1));
        story.add(guaranteed(story, "c", 1));
        assertThat(story.command(Command.AssignVf.class).vf())
                .as("the other PF")
                .isEqualTo(Sample.vf(8));
        Decision refused = story.add(guaranteed(story, "d", 1));
        assertThat(refused.disposition().reason())
                .isEqualTo("PF ens1 of node worker-1 cannot guarantee 1 Mbit/s to VF 0000:01:10.2: 800 Mbit/s are"
                        + " guaranteed to others, and 80 % of 1000 Mbit/s may be");
        story.add(Sample.naming(guaranteed(story, "e", 1), Sample.vf(3)));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Refused.class);
        assertThat(given(story, "f")).as("who asks for no guarantee").isEqualTo(Sample.vf(2));
    }

    @Test
    void addsNothingUpWhereItsPoolDoesNotSay() {
        Story story = story(Placement.DEFAULT);
        story.add(guaranteed(story, "a", 5_000));
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(0));
    }

    private static Pool pool(String name, int priority, String pfNames) {
        List<PfNameSelector> pfs = pfNames.isEmpty() ? List.of() : List.of(PfNameSelector.parse(pfNames));
        return new Pool(
                new PoolName(name),
                Chooser.ALLOCATOR,
                priority,
                new PoolSelectors(List.of(), List.of(), List.of(), pfs, List.of()),
                Optional.empty(),
                Placement.DEFAULT);
    }

    @Test
    void overlappingPoolsNeverAddUpToMoreThanTheVfsThereAre() {
        Story story = Story.withFreeVfs(12);
        story.input(new Input.NodePoolsChanged(
                List.of(pool("all", 9, ""), pool("few", 1, "ens1#0-3"), pool("first", 5, "ens1"))));
        Map<String, Integer> offered = new TreeMap<>();
        for (Pool pool : story.state.pools()) {
            List<VfState> vfs = story.state.vfsIn(Optional.of(pool.name()), Optional.empty());
            vfs.forEach(vf -> offered.merge(pool.name().value(), 1, Integer::sum));
        }
        assertThat(offered).isEqualTo(Map.of("few", 4, "first", 4, "all", 4));
    }

    @Test
    void avoidsForAMomentWhatWasJustReleased() {
        Story story = story(placement(PlacementOrder.PACK, -1, 0));
        given(story, "a");
        story.attached(0);
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(given(story, "b")).isEqualTo(Sample.vf(1));
        story.nowMs += LifecycleTimes.JUST_RELEASED_MS + 1;
        assertThat(given(story, "c")).isEqualTo(Sample.vf(0));
        assertThat(story.vf(0).reason()).doesNotContain("just released");
    }
}
