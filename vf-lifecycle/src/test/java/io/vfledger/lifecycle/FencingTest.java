package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Fence;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes late about a command that is not the last one changes nothing. */
class FencingTest {
    private static final Fence OLDER =
            new Fence(Phases.FENCE.epoch(), new Version(Phases.FENCE.version().value() - 1));

    static Stream<Arguments> outcomes() {
        return Stream.of(OLDER, Phases.FENCE.nextVersion(), Phases.FENCE.nextEpoch())
                .flatMap(fence -> Stream.of(
                        Arguments.of(VfPhase.HELD, held(fence)),
                        Arguments.of(VfPhase.ATTACHING, attached(fence)),
                        Arguments.of(VfPhase.DISCOVERED, verified(fence)),
                        Arguments.of(VfPhase.QUARANTINED, verified(fence)),
                        Arguments.of(
                                VfPhase.LOST,
                                new Outcome.VfRecovered(Sample.stamp(1, 9), Sample.vf(0), fence, Sample.CLEAN, false)),
                        Arguments.of(VfPhase.ATTACHING, failed(fence)),
                        Arguments.of(VfPhase.RELEASING, failed(fence))));
    }

    private static Outcome held(Fence fence) {
        return new Outcome.VfHeld(Sample.stamp(1, 9), Sample.vf(0), fence, Sample.CLEAN);
    }

    private static Outcome attached(Fence fence) {
        return new Outcome.VfAttached(
                Sample.stamp(1, 9),
                Sample.vf(0),
                fence,
                Optional.empty(),
                Sample.attachment("holder0"),
                Optional.empty(),
                Sample.netns("holder0"),
                Sample.CLEAN,
                List.of(),
                false);
    }

    private static Outcome verified(Fence fence) {
        return new Outcome.VfVerified(
                Sample.stamp(1, 9), Sample.vf(0), fence, true, Optional.empty(), List.of(), Sample.CLEAN, false);
    }

    private static Outcome failed(Fence fence) {
        return new Outcome.CommandFailed(
                Sample.stamp(1, 9),
                Optional.of(Sample.vf(0)),
                fence,
                Optional.empty(),
                FailureReason.IN_USE,
                "in use",
                Optional.empty(),
                Optional.of(VfAttributes.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void ignoresAnOutcomeOfAnyCommandButTheLast(VfPhase phase, Outcome outcome) {
        NodeState before = Phases.put(NodeState.unknown(Sample.NODE), 0, phase);
        Decision decision = VfLifecycle.decide(before, outcome, new DecisionTime(1_000_000, 10));
        assertThat(decision.disposition()).isInstanceOf(Disposition.Ignored.class);
        assertThat(decision.disposition().reason()).contains(Phases.FENCE.toString());
        assertThat(decision.after().vfs()).isEqualTo(before.vfs());
        assertThat(decision.commands()).isEmpty();
    }

    @Test
    void ignoresATimerThatWasArmedAnew() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        Timer first = story.vf(0).timer().orElseThrow();
        story.timer(0);
        VfState releasing = story.vf(0);
        story.input(new Input.TimerFired(new TimerSubject.OfVf(Sample.vf(0)), first));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Ignored.class);
        assertThat(story.vf(0)).isEqualTo(releasing);
    }
}
