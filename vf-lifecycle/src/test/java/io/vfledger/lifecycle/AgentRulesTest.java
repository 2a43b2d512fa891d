package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Baseline;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentRulesTest {
    @Test
    void aRecordThatWasSeenIsADuplicate() {
        Story story = Story.withFreeVfs(2);
        Input.AddRequested add = new Input.AddRequested(story.stamp(), Sample.ask("r1", "a", story.nowMs + 1000));
        story.input(add);
        NodeState once = story.state;
        story.input(add);
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Duplicate.class);
        assertThat(story.last.transitions()).isEmpty();
        assertThat(story.last.commands()).isEmpty();
        assertThat(story.state).isEqualTo(once);
    }

    @Test
    void topicsAreCountedApart() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.AddRequested(Sample.stamp(1, 1000), Sample.ask("r1", "a", story.nowMs + 1000)));
        story.seq = 500;
        story.attached(0);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
    }

    @Test
    void aLaterLifeSpeaksForTheNodeAndAnEarlierIsStale() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.AgentStarted(Sample.stamp(5, 1), false));
        assertThat(story.state.incarnation().orElseThrow().counter()).isEqualTo(5);
        story.input(new Input.AgentStarted(Sample.stamp(4, 1), false));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Ignored.class);
        assertThat(story.state.incarnation().orElseThrow().counter()).isEqualTo(5);

        story.input(new Input.AddRequested(Sample.stamp(1, 900), Sample.ask("r1", "a", story.nowMs + 1000)));
        ColdPathTest.assertRefused(story, RefusalReason.STALE_REQUEST, 11);
        story.input(new Input.NodeInventoryReported(Sample.stamp(1, 901), List.of(), List.of()));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void whatAnEarlierLifeDidStaysTrue() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.input(new Input.AgentStarted(Sample.stamp(2, 1), false));
        story.attached(0);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
    }

    @Test
    void whatIsGivenInANewBootIsNotTakenBackWhenTheBootIsAnnouncedLater() {
        Story story = Story.withFreeVfs(2);
        story.add("r1", "a");
        story.attached(0);
        story.counter = 2;
        story.boot = "boot-2";
        story.seq = 10;

        story.add("r2", "b");
        assertThat(story.vf(0).cause()).as("of the boot before").contains(ReleaseCause.REBOOT);
        assertThat(story.vf(1).phase()).as("of the boot before").isEqualTo(VfPhase.GONE);
        ColdPathTest.assertRefused(story, RefusalReason.NO_FREE_VF, 11);

        story.inventory(2);
        story.verified(1, true);
        story.add("r3", "b");
        story.attached(1);
        story.input(new Input.AgentStarted(Sample.stamp(2, "boot-2", Sample.MACHINE, 1), false));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.ATTACHED);
    }

    @Test
    void aReinstalledMachineBeginsAnew() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.input(new Input.AgentStarted(Sample.stamp(1, "boot-7", "machine-2", 1), false));
        assertThat(story.state.incarnation().orElseThrow().machineId()).isEqualTo("machine-2");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        story.attached(0);
        assertThat(story.last.disposition().reason()).contains("machine-1").contains("machine-2");
    }

    @Test
    void aRebootTakesBackWhatWasInNamespaces() {
        Story story = Story.withFreeVfs(2);
        story.add("r1", "a");
        story.attached(0);
        story.input(new Input.AgentStarted(Sample.stamp(2, "boot-2", Sample.MACHINE, 1), false));
        Command.ReleaseVf release = story.command(Command.ReleaseVf.class);
        assertThat(release.cause()).isEqualTo(ReleaseCause.REBOOT);
        assertThat(release.onlyIfNamespaceGone()).isFalse();
        assertThat(release.baseline()).isEqualTo(VfAttributes.UNKNOWN);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.GONE);
        assertThat(story.vf(1).reason()).contains("started again");
        story.counter = 2;
        story.boot = "boot-2";
        story.inventory(2);
        assertThat(story.command(Command.VerifyVf.class).baseline()).isEmpty();
        story.released(0, story.vf(0).fence(), ReleaseCause.REBOOT, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
        assertThat(story.vf(0).facts().baseline()).contains(new Baseline(Sample.CLEAN));
    }

    @Test
    void remembersTheNewestFourLives() {
        DedupeWindow window = DedupeWindow.EMPTY;
        for (long life = 1; life <= 6; life++) {
            window = window.with(new Transition.SeqSeen(life, Source.OUTCOMES, 10));
            window = window.with(new Transition.SeqSeen(life, Source.INVENTORY, 11));
        }
        assertThat(window.marks().size()).isEqualTo(8);
        assertThat(window.lastSeen(2, Source.OUTCOMES)).isEmpty();
        assertThat(window.lastSeen(3, Source.OUTCOMES)).contains(10L);
        assertThat(window.with(new Transition.SeqSeen(2, Source.OUTCOMES, 99))).isEqualTo(window);
    }

    @Test
    void aDelEndsWhatWaits() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.add(Sample.naming(Sample.ask("r2", "b", story.nowMs + 5000), Sample.vf(0)));
        assertThat(story.state.requests().size()).isEqualTo(1);
        story.input(new Input.DelRequested(story.stamp(), new RequestId("d"), Sample.attachment("b")));
        assertThat(story.state.requests().isEmpty()).isTrue();
        assertThat(story.command(Command.RequestRefused.class).request()).isEqualTo(new RequestId("r2"));
    }
}
