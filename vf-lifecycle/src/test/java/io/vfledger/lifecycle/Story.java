package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One node told step by step; every step is checked against the invariants. */
final class Story {
    NodeState state = NodeState.unknown(Sample.NODE);
    Decision last = new Decision(List.of(), List.of(), new Disposition.Applied(), state);
    long nowMs = 1_000_000;
    long seq;
    long counter = 1;
    String boot = Sample.BOOT;
    String life = "";
    private long nodeSeq;

    /** A node whose agent has started, with one pool of all VFs, and that many free VFs. */
    static Story withFreeVfs(int count) {
        Story story = new Story();
        story.input(new Input.AgentStarted(story.stamp(), false));
        story.input(Sample.defaultPool());
        story.inventory(count);
        for (int i = 0; i < count; i++) {
            story.verified(i, true);
        }
        return story;
    }

    AgentStamp stamp() {
        return Sample.stamp(counter, boot, Sample.MACHINE, life, ++seq);
    }

    Decision input(Input input) {
        NodeState before = state;
        last = VfLifecycle.decide(before, input, new DecisionTime(nowMs, ++nodeSeq));
        assertThat(Invariants.of(before, input, last)).isEmpty();
        state = last.after();
        return last;
    }

    void inventory(int count) {
        List<VfInfo> vfs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vfs.add(Sample.info(i));
        }
        input(new Input.NodeInventoryReported(
                stamp(), List.of(Sample.pf(Sample.PF_A, true), Sample.pf(Sample.PF_B, true)), vfs));
    }

    Decision verified(int number, boolean clean) {
        return input(new Outcome.VfVerified(
                stamp(),
                Sample.vf(number),
                vf(number).fence(),
                clean,
                Optional.empty(),
                clean ? List.of() : List.of("vlan: expected 0, found 7"),
                Sample.CLEAN,
                false));
    }

    Decision add(String request, String name) {
        return add(Sample.ask(request, name, nowMs + 20_000));
    }

    Decision add(AddAsk ask) {
        return input(new Input.AddRequested(stamp(), ask));
    }

    Decision attached(int number) {
        Ownership owner = vf(number).owner().orElseThrow();
        return input(new Outcome.VfAttached(
                stamp(),
                Sample.vf(number),
                vf(number).fence(),
                owner.request(),
                owner.attachment().orElseThrow(),
                owner.pod(),
                owner.netns().orElse(new NetworkNamespace("", 0, 0)),
                Sample.CLEAN,
                List.of(),
                false));
    }

    Decision released(int number, Fence fence, ReleaseCause cause, boolean clean) {
        return input(new Outcome.VfReleased(
                stamp(),
                Sample.vf(number),
                fence,
                vf(number).owner().flatMap(Ownership::attachment),
                cause,
                clean,
                clean ? List.of() : List.of("mac: expected 02:.., found 06:.."),
                Sample.CLEAN,
                false));
    }

    Decision failed(int number, FailureReason reason) {
        return input(new Outcome.CommandFailed(
                stamp(),
                Optional.of(Sample.vf(number)),
                vf(number).fence(),
                Optional.empty(),
                reason,
                "it did not work",
                Optional.empty(),
                Optional.<VfAttributes>empty()));
    }

    /** Lets time pass until the function's timer is due, and fires it. */
    Decision timer(int number) {
        Timer timer = vf(number).timer().orElseThrow();
        nowMs = Math.max(nowMs, timer.dueMs());
        return input(new Input.TimerFired(new TimerSubject.OfVf(Sample.vf(number)), timer));
    }

    VfState vf(int number) {
        return state.vfs().get(Sample.vf(number)).orElseThrow();
    }

    <C extends Command> C command(Class<C> type) {
        return last.commands().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((a, b) -> {
                    throw new AssertionError("more than one " + type.getSimpleName());
                })
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + last.commands()));
    }
}
