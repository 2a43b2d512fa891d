package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.Demand;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held for a pod before it asks, and what becomes of it. */
class HoldTest {
    private static final VfSettings SETTINGS = Sample.ask("r", "a", 1).settings();

    private static PodNetwork network(String slot) {
        return new PodNetwork(new NetworkName("blue"), slot, Optional.empty(), Optional.empty(), SETTINGS);
    }

    private static Input.PodScheduled scheduled(String pod, String... slots) {
        return new Input.PodScheduled(
                Sample.pod(pod), Arrays.stream(slots).map(HoldTest::network).toList());
    }

    private static AddAsk as(AddAsk ask, String container, String ifname, Optional<PodIdentity> pod) {
        return new AddAsk(
                ask.request(),
                Attachment.of("blue", container, ifname),
                pod,
                ask.netns(),
                ask.pool(),
                ask.device(),
                ask.pf(),
                ask.wholePf(),
                ask.settings(),
                ask.deadlineMs());
    }

    private static AddAsk ask(Story story, String pod, String ifname) {
        return as(
                Sample.ask("r-" + ifname, pod, story.nowMs + 20_000), "c-" + pod, ifname, Optional.of(Sample.pod(pod)));
    }

    /** The node read back what it was told to prepare. */
    private static Decision prepared(Story story, int number) {
        return story.input(new Outcome.VfHeld(
                story.stamp(), Sample.vf(number), story.vf(number).fence(), Sample.CLEAN));
    }

    /** The node completes the ADD by itself. */
    private static Decision taken(Story story, int number, AddAsk ask) {
        return story.input(new Outcome.VfAttached(
                story.stamp(),
                Sample.vf(number),
                story.vf(number).fence(),
                Optional.of(ask.request()),
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                Sample.CLEAN,
                List.of(),
                false));
    }

    private static Demand demand(Story story, int number) {
        return story.vf(number).owner().flatMap(Ownership::demand).orElseThrow();
    }

    private static String refusal(Decision decision) {
        assertThat(decision.disposition()).isInstanceOf(Disposition.Refused.class);
        return decision.disposition().reason();
    }

    @Test
    void holdsAFunctionForAPodThatWasScheduled() {
        Story story = Story.withFreeVfs(1);
        Epoch before = story.vf(0).fence().epoch();
        Decision decision = story.input(scheduled("a", "net1"));
        VfState vf = story.vf(0);
        assertThat(decision.disposition()).isEqualTo(new Disposition.Applied());
        assertThat(vf.phase()).isEqualTo(VfPhase.HELD);
        assertThat(vf.prepared()).isFalse();
        assertThat(vf.reason()).startsWith("held ahead of time; spread: VF 0");
        assertThat(vf.fence().epoch()).isEqualTo(before.next());
        assertThat(vf.timer())
                .contains(new Timer(
                        story.nowMs + LifecycleTimes.HOLD_MS,
                        vf.timer().orElseThrow().armedBySeq()));
        Command.HoldVf hold = story.command(Command.HoldVf.class);
        assertThat(hold.fence()).isEqualTo(vf.fence());
        assertThat(hold.demand()).isEqualTo(new Demand("uid-a", new NetworkName("blue"), "net1"));
        assertThat(hold.pool()).contains(Sample.POOL);
        assertThat(hold.settings()).isEqualTo(SETTINGS);
        assertThat(hold.deadlineMs()).isEqualTo(story.nowMs + LifecycleTimes.HOLD_MS);
        prepared(story, 0);
        assertThat(story.vf(0).prepared()).isTrue();
        assertThat(story.vf(0).timer()).isPresent();
    }

    @Test
    void learnsFromTheNodeThatThePodTookItsHold() {
        Story story = Story.withFreeVfs(2);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        Fence held = story.vf(0).fence();
        Decision decision = taken(story, 0, ask(story, "a", "net1"));
        assertThat(decision.commands()).isEmpty();
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(0).fence()).isEqualTo(held);
        assertThat(story.vf(0).owner().orElseThrow().settings()).isEqualTo(SETTINGS);
        assertThat(story.vf(0).owner().orElseThrow().request()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheHeldFunctionToAnAddThatTheNodeCouldNotComplete(boolean prepared) {
        Story story = Story.withFreeVfs(2);
        story.input(scheduled("a", "net1"));
        if (prepared) {
            prepared(story, 0);
        }
        Fence held = story.vf(0).fence();
        story.add("r1", "a");
        Command.AssignVf assign = story.command(Command.AssignVf.class);
        assertThat(assign.vf()).isEqualTo(Sample.vf(0));
        assertThat(assign.fence()).isEqualTo(held.nextVersion());
        story.attached(0);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void appliesChangedSettingsUnderTheSameTerm() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        VfSettings changed = VfSettings.builder().vlan(new Vlan(200)).build();
        Fence held = story.vf(0).fence();
        story.add(Sample.withSettings(Sample.ask("r1", "a", story.nowMs + 20_000), changed));
        assertThat(story.command(Command.AssignVf.class).settings()).isEqualTo(changed);
        assertThat(story.command(Command.AssignVf.class).fence()).isEqualTo(held.nextVersion());
    }

    @Test
    void preparesAnewWhenTheNetworkChangedBeforeThePodAsks() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        VfSettings changed = VfSettings.builder().vlan(new Vlan(200)).build();
        PodNetwork network =
                new PodNetwork(new NetworkName("blue"), "net1", Optional.empty(), Optional.empty(), changed);
        story.input(new Input.PodScheduled(Sample.pod("a"), List.of(network)));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
        assertThat(story.vf(0).prepared()).isFalse();
        assertThat(story.command(Command.HoldVf.class).settings()).isEqualTo(changed);
    }

    @Test
    void holdsAnotherFunctionWhenTheNetworkAsksForAnotherPool() {
        Story story = Story.withFreeVfs(9);
        story.input(new Input.NodePoolsChanged(List.of(
                new Pool(
                        new PoolName("left"),
                        Chooser.ALLOCATOR,
                        0,
                        selecting("ens1"),
                        Optional.empty(),
                        Placement.DEFAULT),
                new Pool(
                        new PoolName("right"),
                        Chooser.ALLOCATOR,
                        1,
                        selecting("ens2"),
                        Optional.empty(),
                        Placement.DEFAULT))));
        story.input(inPool("a", "left"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
        story.input(inPool("a", "right"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.vf(8).phase()).isEqualTo(VfPhase.HELD);
        story.add(Sample.inPool(Sample.ask("r1", "a", story.nowMs + 20_000), "left"));
        assertThat(story.vf(8).phase())
                .as("given up once the pod has what it asks for")
                .isEqualTo(VfPhase.RELEASING);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.ATTACHING);
    }

    private static PoolSelectors selecting(String pf) {
        return new PoolSelectors(List.of(), List.of(), List.of(), List.of(PfNameSelector.parse(pf)), List.of());
    }

    private static Input.PodScheduled inPool(String pod, String pool) {
        return new Input.PodScheduled(
                Sample.pod(pod),
                List.of(new PodNetwork(
                        new NetworkName("blue"), "net1", Optional.of(new PoolName(pool)), Optional.empty(), SETTINGS)));
    }

    @Test
    void holdsOneFunctionPerNetworkAndMatchesThemByNumber() {
        Story story = Story.withFreeVfs(3);
        story.input(scheduled("a", "0", "1"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.HELD);
        story.add(ask(story, "a", "net1"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
        assertThat(demand(story, 0).slot()).isEqualTo("net1");
        story.attached(0);
        prepared(story, 1);
        taken(story, 1, ask(story, "a", "net2"));
        assertThat(demand(story, 1).slot()).isEqualTo("net2");
        assertThat(story.input(scheduled("a", "0", "1")).disposition())
                .as("the news comes twice")
                .isInstanceOf(Disposition.Ignored.class);
        assertThat(story.vf(2).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void holdsNothingMoreForAPodThatWasQuickerThanTheNewsOfIt() {
        Story story = Story.withFreeVfs(2);
        story.add("r1", "a");
        story.input(scheduled("a", "net1"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
        story.attached(0);
        assertThat(story.input(scheduled("a", "net1")).disposition().reason())
                .isEqualTo("pod prod/a: network blue/net1: it has VF 0000:01:10.0 already");
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void tellsOfTheNewsThatComesTwice() {
        Story story = Story.withFreeVfs(2);
        story.input(scheduled("a", "net1"));
        Decision again = story.input(scheduled("a", "net1"));
        assertThat(again.disposition())
                .isEqualTo(new Disposition.Ignored(
                        "pod prod/a: network blue/net1: VF 0000:01:10.0 is held for it already"));
        assertThat(again.transitions()).isEmpty();
    }

    @Test
    void holdsAgainAfterAFailedAddWhileThePodLives() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        story.add("r1", "a");
        Epoch term = story.vf(0).fence().epoch();
        story.failed(0, FailureReason.IPAM_FAILED);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        story.released(0, story.vf(0).fence(), ReleaseCause.ADD_FAILED, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
        assertThat(story.vf(0).fence().epoch()).isEqualTo(term);
        assertThat(story.vf(0).owner().flatMap(Ownership::attachment)).isEmpty();
        assertThat(story.command(Command.HoldVf.class).demand().owner()).isEqualTo("uid-a");
        story.add("r2", "a");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
    }

    @Test
    void holdsAgainAfterANodeCouldNotCompleteWhatItHeld() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        story.input(new Outcome.CommandFailed(
                story.stamp(),
                Optional.of(Sample.vf(0)),
                story.vf(0).fence(),
                Optional.of(new RequestId("r1")),
                FailureReason.IPAM_FAILED,
                "no address is left",
                Optional.empty(),
                Optional.empty()));
        assertThat(story.vf(0).cause()).contains(ReleaseCause.ADD_FAILED);
        story.released(0, story.vf(0).fence(), ReleaseCause.ADD_FAILED, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
    }

    /** Its caller was gone when it was attached and told: kubelet tries again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holdsAgainWhatWasAttachedAndThenUndone(boolean podLives) {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        story.add("r1", "a");
        story.attached(0);
        if (!podLives) {
            story.input(new Input.PodDeleted(Sample.pod("a")));
        }
        story.released(0, story.vf(0).fence(), ReleaseCause.ADD_FAILED, true);
        assertThat(story.vf(0).phase()).isEqualTo(podLives ? VfPhase.HELD : VfPhase.FREE);
    }

    @Test
    void freesWhatWasAttachedToItsPodAndDeleted() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        story.add("r1", "a");
        story.attached(0);
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void frees(boolean beforeTheFailure) {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        story.add("r1", "a");
        if (beforeTheFailure) {
            story.input(new Input.PodDeleted(Sample.pod("a")));
        }
        story.failed(0, FailureReason.IPAM_FAILED);
        if (!beforeTheFailure) {
            story.input(new Input.NodePodsSnapshot(List.of(Sample.pod("b"))));
        }
        story.released(0, story.vf(0).fence(), ReleaseCause.ADD_FAILED, true);
        assertThat(story.vf(0).phase()).as("its pod is gone").isEqualTo(VfPhase.FREE);
    }

    @Test
    void keepsAfterAFailedColdAddWhatTheNewsCameFor() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.input(scheduled("a", "net1"));
        story.failed(0, FailureReason.IPAM_FAILED);
        story.released(0, story.vf(0).fence(), ReleaseCause.ADD_FAILED, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
    }

    @Test
    void undoesAHoldThatNobodyTook() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        story.timer(0);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.command(Command.ReleaseVf.class).cause()).isEqualTo(ReleaseCause.HOLD_EXPIRED);
        assertThat(story.command(Command.ReleaseVf.class).onlyIfNamespaceGone()).isTrue();
        story.released(0, story.vf(0).fence(), ReleaseCause.HOLD_EXPIRED, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void leavesWithThePodWhatItTookWhileTheHoldExpired() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        Fence held = story.vf(0).fence();
        story.timer(0);
        AddAsk ask = ask(story, "a", "net1");
        story.input(new Outcome.VfAttached(
                story.stamp(),
                Sample.vf(0),
                held,
                Optional.of(ask.request()),
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                Sample.CLEAN,
                List.of(),
                false));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        story.failed(0, FailureReason.IN_USE);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(0).owner().orElseThrow().netns()).contains(ask.netns());
        assertThat(demand(story, 0)).isEqualTo(ask.demand());
    }

    @Test
    void believesTheNodeAboutWhichSandboxTookTheHold() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        Fence held = story.vf(0).fence();
        AddAsk first = as(Sample.ask("r1", "a", story.nowMs + 20_000), "c-first", "net1", Optional.of(Sample.pod("a")));
        story.add(first);
        AddAsk second = as(first, "c-second", "net1", first.pod());
        story.input(new Outcome.VfAttached(
                story.stamp(),
                Sample.vf(0),
                held,
                Optional.empty(),
                second.attachment(),
                second.pod(),
                second.netns(),
                Sample.CLEAN,
                List.of(),
                false));
        inUse(story, second.attachment());
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        inUse(story, second.attachment());
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(0).owner().orElseThrow().attachment()).contains(second.attachment());
        story.released(0, held, ReleaseCause.CNI_DEL, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    private static void inUse(Story story, Attachment holder) {
        story.input(new Outcome.CommandFailed(
                story.stamp(),
                Optional.of(Sample.vf(0)),
                story.vf(0).fence(),
                Optional.empty(),
                FailureReason.IN_USE,
                "attached on this node already",
                Optional.of(holder),
                Optional.empty()));
    }

    @Test
    void endsAHoldThatCouldNotBePrepared() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        story.failed(0, FailureReason.KERNEL_REFUSED);
        assertThat(story.vf(0).reason()).startsWith("could not be prepared: KERNEL_REFUSED");
        story.released(0, story.vf(0).fence(), ReleaseCause.HOLD_EXPIRED, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void endsTheHoldOfAPodThatWasDeletedAndNobodyElses() {
        Story story = Story.withFreeVfs(2);
        story.input(scheduled("a", "net1"));
        story.input(scheduled("b", "net1"));
        story.input(new Input.PodDeleted(Sample.pod("a")));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.HELD);
    }

    @Test
    void tellsThePodsThatCameTooLateWhoHoldsTheLastFunction() {
        Story story = Story.withFreeVfs(1);
        story.input(scheduled("a", "net1"));
        assertThat(refusal(story.input(scheduled("b", "net1"))))
                .isEqualTo("pod prod/b: network blue/net1: no VF of pool 'default' is free on node worker-1"
                        + " (1 VFs: 1 held); asked by pod prod/b (network blue, net1);"
                        + " held: 0000:01:10.0 by pod prod/a");
        Decision add = story.add("r1", "b");
        assertThat(add.disposition().reason()).contains("no VF of pool 'default' is free");
        assertThat(story.command(Command.RequestRefused.class).refusal().details())
                .contains("held: 0000:01:10.0 by pod prod/a");
    }

    @Test
    void holdsWhatItCanOfSeveralNetworks() {
        Story story = Story.withFreeVfs(1);
        assertThat(refusal(story.input(scheduled("a", "net1", "net2")))).contains("network blue/net2: no VF");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
    }

    @Test
    void holdsNothingWhereKubeletChooses() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.NodePoolsChanged(List.of(Sample.pool("default", Chooser.KUBELET, 0, PoolSelectors.ALL))));
        assertThat(story.input(scheduled("a", "net1")).disposition())
                .isEqualTo(new Disposition.Ignored("pod prod/a: network blue/net1: kubelet chooses the VFs of pool"
                        + " default; its choice is the hold"));
    }

    @Test
    void saysWhyNothingCanBeHeld() {
        Story story = Story.withFreeVfs(1);
        assertThat(refusal(story.input(inPool("a", "gold")))).contains("node worker-1 has no pool 'gold'");
        assertThat(refusal(story.input(new Input.PodScheduled(
                        new PodIdentity("prod", "a", Optional.empty()), List.of(network("net1"))))))
                .contains("pod prod/a is told without its UID");
        Story early = new Story();
        assertThat(refusal(early.input(scheduled("a", "net1")))).contains("the pools of node worker-1 are not known");
    }

    @Test
    void holdsTheVeryFunctionThatThePodNames() {
        Story story = Story.withFreeVfs(3);
        story.input(naming("a", 2));
        assertThat(story.vf(2).phase()).isEqualTo(VfPhase.HELD);
        assertThat(refusal(story.input(naming("b", 2))))
                .contains("VF 0000:01:10.2 of node worker-1 is held by pod prod/a");
        assertThat(refusal(story.input(naming("b", 7)))).contains("node worker-1 has no VF 0000:01:10.7");
        story.input(new Input.PodDeleted(Sample.pod("a")));
        story.released(2, story.vf(2).fence(), ReleaseCause.HOLD_EXPIRED, false);
        assertThat(refusal(story.input(naming("b", 2)))).contains("is quarantined");
    }

    private static Input.PodScheduled naming(String pod, int number) {
        return new Input.PodScheduled(
                Sample.pod(pod),
                List.of(new PodNetwork(
                        new NetworkName("blue"), "net1", Optional.empty(), Optional.of(Sample.vf(number)), SETTINGS)));
    }

    @Test
    void givesAnAddressToOneHoldOnly() {
        Story story = Story.withFreeVfs(2);
        VfSettings settings =
                VfSettings.builder().mac(MacAddress.parse("02:00:00:00:00:07")).build();
        PodNetwork network =
                new PodNetwork(new NetworkName("blue"), "net1", Optional.empty(), Optional.empty(), settings);
        story.input(new Input.PodScheduled(Sample.pod("a"), List.of(network)));
        assertThat(refusal(story.input(new Input.PodScheduled(Sample.pod("b"), List.of(network)))))
                .contains(
                        "MAC address 02:00:00:00:00:07 on VLAN 0 of PF ens1 of node worker-1 belongs to VF 0000:01:10.0");
    }

    @Test
    void movesTheHoldOfAFunctionThatIsNamedByAnother() {
        Story story = Story.withFreeVfs(2);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        story.add(Sample.naming(Sample.ask("r1", "b", story.nowMs + 20_000), Sample.vf(0)));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.vf(0).reason()).contains("named by pod prod/b").contains("moves to VF 0000:01:10.1");
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.HELD);
        assertThat(story.command(Command.HoldVf.class).vf()).isEqualTo(Sample.vf(1));
        story.released(0, story.vf(0).fence(), ReleaseCause.HOLD_EXPIRED, true);
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(0));
        assertThat(story.vf(0).owner().orElseThrow().pod()).contains(Sample.pod("b"));
    }

    @Test
    void leavesAMovedHoldWithThePodThatTookItMeanwhile() {
        Story story = Story.withFreeVfs(2);
        story.input(scheduled("a", "net1"));
        prepared(story, 0);
        Fence held = story.vf(0).fence();
        story.add(Sample.naming(Sample.ask("r1", "b", story.nowMs + 20_000), Sample.vf(0)));
        AddAsk ask = ask(story, "a", "net1");
        story.input(new Outcome.VfAttached(
                story.stamp(),
                Sample.vf(0),
                held,
                Optional.of(ask.request()),
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                Sample.CLEAN,
                List.of(),
                false));
        assertThat(story.vf(1).phase()).as("what it was moved to").isEqualTo(VfPhase.RELEASING);
        story.failed(0, FailureReason.IN_USE);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(demand(story, 0)).isEqualTo(ask.demand());
        assertThat(story.command(Command.RequestRefused.class).refusal().message())
                .contains("attached by pod prod/a");
    }

    @Test
    void takesAHoldWithoutUidOnlyWhenExactlyOneFits() {
        Story story = Story.withFreeVfs(3);
        Optional<PodIdentity> unnamed = Optional.of(new PodIdentity("prod", "a", Optional.empty()));
        story.input(scheduled("a", "net1"));
        AddAsk first = as(Sample.ask("r1", "a", story.nowMs + 20_000), "c-1", "net1", unnamed);
        story.add(first);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
        assertThat(demand(story, 0).owner()).isEqualTo("uid-a");
        story.attached(0);
        story.input(scheduled("b", "0", "1"));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.HELD);
        assertThat(story.vf(2).phase()).isEqualTo(VfPhase.HELD);
        story.add(as(
                Sample.ask("r2", "b", story.nowMs + 20_000),
                "c-2",
                "net1",
                Optional.of(new PodIdentity("prod", "b", Optional.empty()))));
        assertThat(story.last.disposition()).as("two fit, so none is taken").isInstanceOf(Disposition.Refused.class);
    }

    @Test
    void keepsTheHoldsOfALaterPodOfTheSameName() {
        Story story = Story.withFreeVfs(1);
        PodIdentity later = new PodIdentity("prod", "a", Optional.of(new PodUid("uid-later")));
        story.input(new Input.PodScheduled(later, List.of(network("net1"))));
        story.input(new Input.PodDeleted(Sample.pod("a")));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
        story.add("r1", "a");
        assertThat(story.vf(0).phase()).as("of another UID").isEqualTo(VfPhase.HELD);
    }

    @Test
    void asksTheNodeAboutAFunctionWhosePodIsGoneWithoutDel() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.input(new Input.NodePodsSnapshot(List.of()));
        assertThat(story.last.commands()).isEmpty();
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        story.timer(0);
        assertThat(story.command(Command.ReleaseVf.class).onlyIfNamespaceGone()).isTrue();
        story.failed(0, FailureReason.IN_USE);
        assertThat(story.vf(0).phase()).as("the namespace lives").isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(0).timer()).isEmpty();
        story.input(new Input.PodDeleted(Sample.pod("a")));
        story.timer(0);
        story.released(0, story.vf(0).fence(), ReleaseCause.RECONCILIATION, true);
        assertThat(story.vf(0).phase()).as("the namespace is gone").isEqualTo(VfPhase.FREE);
    }
}
