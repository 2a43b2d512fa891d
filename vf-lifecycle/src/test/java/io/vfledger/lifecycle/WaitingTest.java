package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.RequestId;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static Story attachedToA() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        return story;
    }

    private static void addNaming(Story story, String request, String name) {
        story.add(Sample.naming(Sample.ask(request, name, story.nowMs + 20_000), Sample.vf(0)));
    }

    @Test
    void asksTheNodeWhenTheNamedDeviceIsAttachedAndTakesItWhenTheHolderIsGone() {
        Story story = attachedToA();
        addNaming(story, "r2", "b");
        Command.ReleaseVf release = story.command(Command.ReleaseVf.class);
        assertThat(release.cause()).isEqualTo(ReleaseCause.RECLAIMED_BY_ADD);
        assertThat(release.onlyIfNamespaceGone()).isTrue();

        story.released(0, release.fence(), ReleaseCause.RECLAIMED_BY_ADD, true);
        Command.AssignVf assign = story.command(Command.AssignVf.class);
        assertThat(assign.request()).isEqualTo(new RequestId("r2"));
        assertThat(assign.fence().epoch()).isEqualTo(release.fence().epoch().next());
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
    }

    @Test
    void refusesWithTheHoldersNameWhenTheHolderLives() {
        Story story = attachedToA();
        addNaming(story, "r2", "b");
        story.failed(0, FailureReason.IN_USE);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        Command.RequestRefused refused = story.command(Command.RequestRefused.class);
        assertThat(refused.request()).isEqualTo(new RequestId("r2"));
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.DEVICE_IN_USE);
        assertThat(refused.refusal().message()).contains("pod prod/a");
        assertThat(story.state.requests().isEmpty()).isTrue();
    }

    @Test
    void waitsForAReleaseThatIsUnderWay() {
        Story story = attachedToA();
        story.input(new Input.DelRequested(story.stamp(), new RequestId("d"), Sample.attachment("a")));
        addNaming(story, "r2", "b");
        assertThat(story.last.commands()).isEmpty();
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.command(Command.AssignVf.class).request()).isEqualTo(new RequestId("r2"));
    }

    @Test
    void theSameInterfaceMayComeBackBeforeItsReleaseIsKnown() {
        Story story = attachedToA();
        story.add("r2", "a");
        assertThat(story.command(Command.ReleaseVf.class).cause()).isEqualTo(ReleaseCause.RECLAIMED_BY_ADD);
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.command(Command.AssignVf.class).request()).isEqualTo(new RequestId("r2"));
    }

    @Test
    void refusesASecondAddOfALivingInterface() {
        Story story = attachedToA();
        story.add("r2", "a");
        story.failed(0, FailureReason.IN_USE);
        assertThat(story.command(Command.RequestRefused.class).refusal().reason())
                .isEqualTo(RefusalReason.ATTACHMENT_EXISTS);
    }

    @Test
    void refusesWhenTheDeadlineComesFirst() {
        Story story = attachedToA();
        addNaming(story, "r2", "b");
        OpenRequest open = story.state.requests().get(new RequestId("r2")).orElseThrow();
        story.nowMs = open.timer().dueMs();
        story.input(new Input.TimerFired(new TimerSubject.OfRequest(new RequestId("r2")), open.timer()));
        assertThat(story.command(Command.RequestRefused.class).refusal().reason())
                .isEqualTo(RefusalReason.DEADLINE_PASSED);
        story.released(0, story.vf(0).fence(), ReleaseCause.RECLAIMED_BY_ADD, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void aNewerRequestOfTheSameDemandReplacesTheOneThatWaits() {
        Story story = attachedToA();
        addNaming(story, "r2", "b");
        addNaming(story, "r3", "b");
        assertThat(story.command(Command.RequestRefused.class).request()).isEqualTo(new RequestId("r2"));
        story.released(0, story.vf(0).fence(), ReleaseCause.RECLAIMED_BY_ADD, true);
        assertThat(story.command(Command.AssignVf.class).request()).isEqualTo(new RequestId("r3"));
    }

    @Test
    void oneOfTwoThatWaitWinsAndTheOtherIsToldWho() {
        Story story = attachedToA();
        addNaming(story, "r2", "b");
        addNaming(story, "r3", "c");
        story.released(0, story.vf(0).fence(), ReleaseCause.RECLAIMED_BY_ADD, true);
        assertThat(story.command(Command.AssignVf.class).request()).isEqualTo(new RequestId("r2"));
        assertThat(story.command(Command.RequestRefused.class).refusal().message())
                .contains("pod prod/b");
    }

    @Test
    void refusesWhenTheDeviceTurnsOutUnfit() {
        Story story = attachedToA();
        addNaming(story, "r2", "b");
        story.released(0, story.vf(0).fence(), ReleaseCause.RECLAIMED_BY_ADD, false);
        assertThat(story.command(Command.RequestRefused.class).refusal().reason())
                .isEqualTo(RefusalReason.DEVICE_NOT_USABLE);
    }
}
