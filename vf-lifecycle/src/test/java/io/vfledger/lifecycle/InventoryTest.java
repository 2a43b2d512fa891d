package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryTest {
    @Test
    void discoversAndVerifiesWhatItDoesNotKnow() {
        Story story = new Story();
        story.inventory(3);
        assertThat(story.last.commands()).hasSize(3).allMatch(Command.VerifyVf.class::isInstance);
        assertThat(story.vf(2).phase()).isEqualTo(VfPhase.DISCOVERED);
        story.verified(2, true);
        assertThat(story.vf(2).phase()).isEqualTo(VfPhase.FREE);
        assertThat(story.vf(2).facts().baseline().orElseThrow().attributes()).isEqualTo(Sample.CLEAN);
        assertThat(story.state.pfs().size()).isEqualTo(2);
    }

    @Test
    void keepsTheHostsOwnOutOfEveryPool() {
        Story story = new Story();
        story.inventory(1);
        story.input(new Outcome.VfVerified(
                story.stamp(),
                Sample.vf(0),
                story.vf(0).fence(),
                false,
                Optional.of("address 10.0.0.1/24"),
                List.of(),
                Sample.CLEAN,
                false));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
        assertThat(story.vf(0).reason()).contains("10.0.0.1/24");
        story.input(new Input.VfChanged(story.stamp(), Sample.info(0)));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.DISCOVERED);
        assertThat(story.last.commands()).hasSize(1);
        story.verified(0, true);
        story.input(new Input.VfChanged(story.stamp(), Sample.info(0, true, Optional.of("master br0"))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
    }

    @Test
    void aVfThatVanishedIsGoneAndMayComeBack() {
        Story story = Story.withFreeVfs(2);
        story.add("r1", "a");
        story.attached(0);
        story.inventory(0);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.GONE);
        assertThat(story.vf(0).reason())
                .contains("absent")
                .contains("pod prod/a")
                .contains("c-a");
        assertThat(story.vf(0).facts().baseline()).isEmpty();
        long version = story.vf(0).fence().version().value();
        story.inventory(2);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.DISCOVERED);
        assertThat(story.vf(0).fence().version().value()).isGreaterThan(version);
    }

    @Test
    void tellsTheRequesterWhenItsVfVanishes() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.input(new Input.VfGone(story.stamp(), Sample.vf(0), "numvfs lowered"));
        assertThat(story.command(Command.RequestRefused.class).refusal().message())
                .contains("vanished");
        assertThat(story.state.requests().isEmpty()).isTrue();
    }

    @Test
    void verifiesAgainAtOnceWhenTheLinkComesUp() {
        Story story = Story.withFreeVfs(1);
        story.state = Phases.put(story.state, 0, VfPhase.QUARANTINED);
        story.input(new Input.PfChanged(story.stamp(), Sample.pf(Sample.PF_A, false)));
        assertThat(story.last.commands()).isEmpty();
        story.input(new Input.PfChanged(story.stamp(), Sample.pf(Sample.PF_A, true)));
        assertThat(story.command(Command.VerifyVf.class).vf()).isEqualTo(Sample.vf(0));
    }

    @Test
    void looksForWhatIsInNobodysNamespace() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.input(new Input.VfObserved(story.stamp(), Sample.info(0, false, Optional.empty()), "attached"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.LOST);
        Command.RecoverVf recover = story.command(Command.RecoverVf.class);
        story.timer(0);
        assertThat(story.command(Command.RecoverVf.class).fence()).isGreaterThan(recover.fence());
        story.input(
                new Outcome.VfRecovered(story.stamp(), Sample.vf(0), story.vf(0).fence(), Sample.CLEAN, false));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        story.verified(0, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void asksAgainWhereAVfWasSeenNowhereBeforeAPodGotIt() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        AgentStamp seen = story.stamp();
        story.attached(0);
        story.input(new Input.VfObserved(seen, Sample.info(0, false, Optional.empty()), "attached to another"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.command(Command.ReportInventory.class).cause()).contains("in no namespace that is known");
    }

    @Test
    void asksForItBackWhenItIsSeenAtHome() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        VfInfo inPod = new VfInfo(
                Sample.info(0).traits(),
                Sample.CLEAN,
                false,
                Optional.empty(),
                Optional.of(Sample.netns("a")),
                Optional.empty());
        story.input(new Input.VfObserved(story.stamp(), inPod, "free"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        story.input(new Input.VfObserved(story.stamp(), Sample.info(0), "attached"));
        assertThat(story.command(Command.ReleaseVf.class).cause()).isEqualTo(ReleaseCause.NAMESPACE_GONE);
    }

    @Test
    void aFreeVfThatIsNotAtHomeIsQuarantined() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.VfObserved(story.stamp(), Sample.infoIn(0, Sample.netns("x")), "free"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        assertThat(story.vf(0).reason()).contains("expected: free").contains("nobody gave it");
    }

    @Test
    void aFreeVfThatIsNowhereIsLookedFor() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.VfObserved(story.stamp(), Sample.info(0, false, Optional.empty()), "free"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.LOST);
        assertThat(story.command(Command.RecoverVf.class).vf()).isEqualTo(Sample.vf(0));
        story.input(new Input.VfObserved(story.stamp(), Sample.info(0), "lost"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        assertThat(story.command(Command.VerifyVf.class).repair()).isTrue();
    }

    @Test
    void aNodeThatWasRemovedHasNothing() {
        Story story = Story.withFreeVfs(2);
        story.input(new Input.NodeRemoved("scaled down"));
        assertThat(story.state.vfs().values()).allMatch(vf -> vf.phase() == VfPhase.GONE);
        assertThat(story.state.pfs().isEmpty()).isTrue();
    }

    @Test
    void keepsWhatKubeletGaveForItsPod() {
        Story story = Story.withFreeVfs(2);
        story.input(new Outcome.DeviceAllocated(
                story.stamp(), Sample.POOL, List.of(Sample.vf(0)), Optional.of(Sample.pod("a"))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
        story.add(Sample.naming(Sample.ask("r1", "b", story.nowMs + 1000), Sample.vf(0)));
        ColdPathTest.assertRefused(story, RefusalReason.DEVICE_IN_USE, 11);
        story.add(Sample.naming(Sample.ask("r2", "a", story.nowMs + 1000), Sample.vf(0)));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
    }

    @Test
    void aHoldEndsWithItsPodOrItsTime() {
        Story story = Story.withFreeVfs(2);
        story.input(new Outcome.DeviceAllocated(
                story.stamp(), Sample.POOL, List.of(Sample.vf(0), Sample.vf(1)), Optional.of(Sample.pod("a"))));
        story.input(new Input.NodePodsSnapshot(List.of(Sample.pod("a"))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.HELD);
        story.timer(1);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.RELEASING);
        story.input(new Input.PodDeleted(Sample.pod("a")));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.vf(0).cause()).contains(ReleaseCause.HOLD_EXPIRED);
    }

    @Test
    void asksForTheInventoryWhenTheNumberOfVfsWasChangedByHand() {
        Story story = Story.withFreeVfs(2);
        PfInfo before = Sample.pf(Sample.PF_A, true);
        PfInfo fewer = new PfInfo(
                before.pci(),
                before.netdev(),
                before.hardware(),
                before.driver(),
                before.link(),
                1,
                before.hostUse(),
                before.eswitch());
        story.input(new Input.PfChanged(story.stamp(), fewer));
        assertThat(story.command(Command.ReportInventory.class).cause())
                .isEqualTo("PF 0000:01:00.0 has 1 VFs now, and 2 are known");
        assertThat(story.input(new Input.PfChanged(story.stamp(), fewer)).commands())
                .isEmpty();
        story.inventory(1);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.GONE);
    }

    @Test
    void whatWasSeenAfterAnAttachmentButDecidedBeforeItIsAskedForAgain() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        AgentStamp attached = story.stamp();
        VfInfo away = Sample.info(0);
        VfInfo home = new VfInfo(
                away.traits(),
                away.attributes().toBuilder().netdev(new InterfaceName("vf0")).build(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        story.input(new Input.VfObserved(story.stamp(), home, "attached"));
        story.seq = attached.agentSeq() - 1;
        story.attached(0);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.command(Command.ReportInventory.class).cause()).contains("inventory");

        story.seq = attached.agentSeq() + 1;
        story.input(new Input.NodeInventoryReported(
                story.stamp(), List.of(Sample.pf(Sample.PF_A, true), Sample.pf(Sample.PF_B, true)), List.of(home)));
        assertThat(story.command(Command.ReleaseVf.class).onlyIfNamespaceGone()).isTrue();
    }

    @Test
    void aNodeThatWasRemovedWithVfsInUseTellsWhoHadThemAndIsAskedForWhatItHas() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.input(new Input.NodeRemoved("scaled down"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.GONE);
        assertThat(story.vf(0).reason()).contains("scaled down").contains("it was with");
        assertThat(story.last.commands())
                .as("nothing is detached")
                .hasSize(1)
                .allMatch(Command.ReportInventory.class::isInstance);
        story.input(new Input.NodeInventoryReported(
                story.stamp(), List.of(Sample.pf(Sample.PF_A, true)), List.of(Sample.infoOf(0, Sample.evidence("a")))));
        assertThat(story.vf(0).phase()).as("it is here after all").isEqualTo(VfPhase.ATTACHED);
    }
}
