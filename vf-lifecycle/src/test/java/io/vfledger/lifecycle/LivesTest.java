package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.AgentStamp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An agent whose disk was lost counts its lives from 1 again, and is heard all the same. */
class LivesTest {
    /** Life 57 has attached a function. */
    private static Story afterManyLives() {
        Story story = Story.withFreeVfs(2);
        story.counter = 57;
        story.life = "life-57";
        story.seq = 0;
        story.input(new Input.AgentStarted(story.stamp(), false));
        story.add("r1", "a");
        story.attached(0);
        return story;
    }

    private static AgentStamp anew(long seq) {
        return Sample.stamp(1, Sample.BOOT, Sample.MACHINE, "life-new", seq);
    }

    @Test
    void aLifeThatBeganAnewSpeaksForTheNodeAndKeepsWhatLives() {
        Story story = afterManyLives();
        story.input(new Input.AgentStarted(anew(1), false));
        assertThat(story.state.incarnation()).contains(anew(1).incarnation());
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        story.input(new Input.NodeInventoryReported(anew(2), List.of(), List.of(Sample.info(0), Sample.info(1))));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Applied.class);
        story.input(new Input.AddRequested(anew(3), Sample.ask("r2", "b", story.nowMs + 1000)));
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(1));
        story.input(new Input.AddRequested(anew(3), Sample.ask("r2", "b", story.nowMs + 1000)));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Duplicate.class);
    }

    @Test
    void theLifeBeforeItAsksForNothingAnyMore() {
        Story story = afterManyLives();
        AgentStamp old = story.stamp();
        story.input(new Input.AgentStarted(anew(1), false));
        story.input(new Input.AddRequested(old, Sample.ask("r2", "b", story.nowMs + 1000)));
        ColdPathTest.assertRefused(story, RefusalReason.STALE_REQUEST, 11);
        story.input(new Input.AgentStarted(Sample.stamp(57, Sample.BOOT, Sample.MACHINE, "life-57", 1), false));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Ignored.class);
        assertThat(story.state.incarnation()).contains(anew(1).incarnation());
    }

    @Test
    void whatTheLifeBeforeDidStaysTrue() {
        Story story = afterManyLives();
        story.input(new Input.AgentStarted(anew(1), false));
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void itsRequestsAreDecidedBeforeItIsAnnounced() {
        Story story = afterManyLives();
        story.input(new Input.AddRequested(anew(1), Sample.ask("r2", "b", story.nowMs + 1000)));
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(1));
        story.input(new Input.AddRequested(anew(1), Sample.ask("r2", "b", story.nowMs + 1000)));
        assertThat(story.last.commands()).isEmpty();
        story.input(new Input.AgentStarted(anew(2), false));
        assertThat(story.state.incarnation()).contains(anew(1).incarnation());
    }

    @Test
    void theSameCounterInTheSameBootIsToldByTheRandomId() {
        Story story = new Story();
        story.life = "first";
        story.input(new Input.AgentStarted(story.stamp(), false));
        story.input(new Input.AgentStarted(Sample.stamp(1, Sample.BOOT, Sample.MACHINE, "first", 1), false));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Duplicate.class);
        story.input(new Input.AgentStarted(Sample.stamp(1, Sample.BOOT, Sample.MACHINE, "second", 1), false));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Applied.class);
        assertThat(story.state.incarnation().orElseThrow().life()).isEqualTo("second");
    }

    @Test
    void withoutARandomIdTheBootTells() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.AgentStarted(Sample.stamp(9, 1), false));
        story.input(new Input.AgentStarted(Sample.stamp(1, "boot-2", Sample.MACHINE, 1), false));
        assertThat(story.state.incarnation().orElseThrow().bootId()).isEqualTo("boot-2");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.GONE);
    }

    @Test
    void anImageOfAnotherMachineIsABootToo() {
        Story story = afterManyLives();
        story.input(new Input.AgentStarted(Sample.stamp(1, "boot-9", "machine-2", "life-x", 1), false));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.vf(0).cause()).contains(ReleaseCause.REBOOT);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.GONE);
        story.input(new Input.AgentStarted(Sample.stamp(57, Sample.BOOT, Sample.MACHINE, "life-57", 1), false));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Ignored.class);
    }

    @Test
    void aBootEndsHoldsAndWhatWaits() {
        Story story = afterManyLives();
        story.state = Phases.put(story.state, 1, VfPhase.HELD);
        story.add(Sample.naming(Sample.ask("r2", "b", story.nowMs + 5000), Sample.vf(0)));
        story.input(new Input.AgentStarted(Sample.stamp(58, "boot-2", Sample.MACHINE, "life-58", 1), false));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.GONE);
        assertThat(story.state.requests().isEmpty()).isTrue();
        assertThat(story.command(Command.RequestRefused.class).refusal().reason())
                .isEqualTo(RefusalReason.STALE_REQUEST);
    }
}
