package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.PodNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that answers nothing is known as silent a bounded time later; nothing is taken from anybody for it. */
class SilenceTest {
    /** A pod has VF 0, its API object is gone, and the node does not answer what it is asked. */
    private static Story unanswered() {
        Story story = Story.withFreeVfs(2);
        story.add("r1", "a");
        story.attached(0);
        story.input(new Input.PodDeleted(Sample.ask("r1", "a", 0).pod().orElseThrow()));
        story.timer(0);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.state.silence()).isEmpty();
        return story;
    }

    private static Story silent() {
        Story story = unanswered();
        long askedMs = story.nowMs;
        while (story.state.silence().filter(Silence::certain).isEmpty()) {
            story.timer(0);
            assertThat(story.nowMs - askedMs).as("bounded").isLessThan(3 * LifecycleTimes.SILENT_MS);
        }
        return story;
    }

    private static Input.PodScheduled scheduled(String name) {
        PodNetwork network = Sample.network("net1");
        return new Input.PodScheduled(Sample.pod(name), List.of(network));
    }

    @Test
    void oneUnansweredCommandIsADoubtAndHoldsGoOn() {
        Story story = unanswered();
        story.timer(0);
        assertThat(story.state.silence()).contains(new Silence(story.nowMs, false));
        story.input(scheduled("p2"));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.HELD);
    }

    @Test
    void holdsNothingOnASilentNodeAndSaysWhy() {
        Story story = silent();
        story.input(scheduled("p2"));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Refused.class);
        Disposition.Refused refused = (Disposition.Refused) story.last.disposition();
        assertThat(refused.kind()).isEqualTo(RefusalReason.NODE_SILENT);
        assertThat(refused.reason()).contains("worker-1").contains("has said nothing for");
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void silenceTakesNothingFromAnybody() {
        Story story = Story.withFreeVfs(3);
        story.add("r2", "b");
        story.attached(0);
        VfState before = story.vf(0);
        story.add("r3", "c");
        story.attached(1);
        story.input(new Input.PodDeleted(Sample.ask("r3", "c", 0).pod().orElseThrow()));
        story.timer(1);
        for (int i = 0; i < 8; i++) {
            story.timer(1);
        }
        assertThat(story.state.silence().orElseThrow().certain()).isTrue();
        assertThat(story.vf(0)).isEqualTo(before);
        assertThat(story.vf(1).owner()).as("asked back, and still its holder's").isPresent();
    }

    @Test
    void anyWordOfItsAgentEndsIt() {
        Story story = silent();
        story.inventory(2);
        assertThat(story.state.silence()).isEmpty();
        story.input(scheduled("p2"));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.HELD);
    }

    @Test
    void whatAnEndedLifeLeftBehindIsNoWordOfIt() {
        Story story = Story.withFreeVfs(2);
        story.input(new Input.AgentStarted(Sample.stamp(2, 1), false));
        story.counter = 2;
        story.seq = 1;
        story.add("r1", "a");
        story.timer(0);
        story.timer(0);
        assertThat(story.state.silence()).isPresent();
        story.counter = 1;
        story.seq = 900;
        story.released(1, story.vf(1).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.state.silence()).isPresent();
    }

    @Test
    void aRequestThatItsSilenceLetExpireNamesIt() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.add(Sample.naming(Sample.ask("r2", "b", story.nowMs + 15_000), Sample.vf(0)));
        story.timer(0);
        OpenRequest open = story.state.requests().values().getFirst();
        story.nowMs = open.timer().dueMs();
        story.input(new Input.TimerFired(new TimerSubject.OfRequest(open.ask().request()), open.timer()));
        assertThat(story.command(Command.RequestRefused.class).refusal().reason())
                .isEqualTo(RefusalReason.DEADLINE_PASSED);
        assertThat(story.command(Command.RequestRefused.class).refusal().message())
                .contains("node worker-1 leaves commands unanswered");
    }

    @Test
    void aNodeThatWasRemovedIsNotWaitedFor() {
        Story story = silent();
        story.input(new Input.NodeRemoved("gone for good"));
        assertThat(story.state.silence()).isEmpty();
    }
}
