package io.vfledger.simulation.node;

import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.FailureReason;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.RequestId;
import java.util.List;
import java.util.Optional;

/** Gives a VF to the attachment that waits for it; whatever fails on the way, everything before it is undone. */
final class Attaching {
    private static final long GRACE_MS = 2_000;
    private static final long BROKER_LOOK_MS = 100;

    private final Agent agent;
    private final Releasing releasing;

    Attaching(Agent agent, Releasing releasing) {
        this.agent = agent;
        this.releasing = releasing;
    }

    /** Carries out a command whose fence was found good; calls back when the lane is free. */
    void carryOut(Command.AssignVf command, VfMemory remembered, Runnable done) {
        VfMemory memory = agent.present(command.vf(), remembered);
        agent.adds().answered(command.request());
        Optional<Add> add = agent.adds().of(command.request());
        if (memory.owner().isPresent()) {
            refuse(command, memory, FailureReason.IN_USE, memory.owner().get().attachment(), add);
        } else if (agent.clockMs() > command.deadlineMs()) {
            refuse(command, memory, FailureReason.EXPIRED, Optional.empty(), add);
        } else if (add.isEmpty() || !add.get().take()) {
            refuse(command, memory, FailureReason.CALLER_GONE, Optional.empty(), Optional.empty());
        } else {
            Optional<Answer.Failed> problem =
                    unknownHere(command, remembered).or(() -> unlikeHeld(command, remembered));
            if (problem.isEmpty()) {
                attach(command, add.get(), false, done);
                return;
            }
            settle(command, memory, failed(command, problem.get(), Optional.empty()));
            add.get().answer(Optional.empty());
        }
        done.run();
    }

    /** Completes an ADD with what was prepared for its pod, without asking the allocator; in the VF's lane. */
    void takeHeld(Command.AssignVf meant, Add add, Runnable done) {
        attach(meant, add, true, done);
    }

    /** Of a term that began on a lost disk nothing is known: what it left must not go to another; says why it stays. */
    private Optional<Answer.Failed> unknownHere(Command.AssignVf command, VfMemory memory) {
        boolean remembered = memory.outcome().isPresent()
                || !memory.fence().epoch().equals(command.fence().epoch());
        if (remembered) {
            return Optional.empty();
        }
        return switch (agent.kernel().release(command.vf(), Optional.empty(), command.baseline())) {
            case Answer.Failed failed -> Optional.of(failed);
            case Answer.Done(List<String> differences) ->
                differences.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Answer.Failed(FailureReason.NOT_READ_BACK, String.join("; ", differences)));
        };
    }

    /** What was prepared otherwise than it is asked for now is prepared again first; says why that cannot be done. */
    private Optional<Answer.Failed> unlikeHeld(Command.AssignVf command, VfMemory memory) {
        boolean asAsked = memory.hold()
                .filter(hold -> !hold.settings().equals(command.settings()))
                .isEmpty();
        return !asAsked
                        && agent.kernel().hold(command.vf(), command.settings(), command.baseline())
                                instanceof Answer.Failed failed
                ? Optional.of(failed)
                : Optional.empty();
    }

    private void refuse(
            Command.AssignVf command,
            VfMemory memory,
            FailureReason reason,
            Optional<Attachment> holder,
            Optional<Add> add) {
        settle(command, memory, failed(command, new Answer.Failed(reason, "refused"), holder));
        add.ifPresent(waiting -> waiting.answer(Optional.empty()));
    }

    private static Outcome failed(Command.AssignVf command, Answer.Failed why, Optional<Attachment> holder) {
        return failed(command.vf(), command.fence(), command.request(), why, holder);
    }

    static Outcome failed(
            PciAddress vf, Fence fence, RequestId request, Answer.Failed why, Optional<Attachment> holder) {
        return new Outcome.CommandFailed(
                Stamped.NONE,
                Optional.of(vf),
                fence,
                Optional.of(request),
                why.reason(),
                why.message(),
                holder,
                Optional.empty());
    }

    private void settle(Command.AssignVf command, VfMemory memory, Outcome outcome) {
        agent.disk().save(command.vf(), memory.settled(command.fence(), outcome));
        agent.outbox().keep(outcome);
    }

    private void attach(Command.AssignVf command, Add add, boolean held, Runnable done) {
        PciAddress vf = command.vf();
        Owner owner = new Owner(
                vf,
                command.fence(),
                Optional.of(command.attachment()),
                command.pod(),
                Optional.of(add.namespace.identity),
                command.baseline());
        long intent = agent.disk().begin(new Intent.Attach(owner, command.request()));
        agent.point("before attach");
        Answer answer = agent.kernel().attach(vf, add.namespace, command.settings());
        agent.point("after attach");
        switch (answer) {
            case Answer.Failed failed -> {
                settle(command, agent.disk().memory(vf), failed(command, failed, Optional.empty()));
                agent.disk().end(intent);
                add.answer(Optional.empty());
                done.run();
            }
            case Answer.Done _ -> report(new Work(command, add, owner, held, intent, done));
        }
    }

    /** An attachment whose acknowledgement is awaited. */
    private static final class Work {
        final Command.AssignVf command;
        final Add add;
        final Owner owner;
        /** Whether it was decided before, so that it can do without the allocator. */
        final boolean held;

        final long intent;
        final Runnable done;
        boolean over;

        Work(Command.AssignVf command, Add add, Owner owner, boolean held, long intent, Runnable done) {
            this.command = command;
            this.add = add;
            this.owner = owner;
            this.held = held;
            this.intent = intent;
            this.done = done;
        }
    }

    private void report(Work work) {
        Command.AssignVf command = work.command;
        Outcome outcome = new Outcome.VfAttached(
                Stamped.NONE,
                command.vf(),
                command.fence(),
                Optional.of(command.request()),
                command.attachment(),
                command.pod(),
                work.add.namespace.identity,
                agent.attributes(command.vf()),
                List.of(),
                false);
        VfMemory attached = agent.disk()
                .memory(command.vf())
                .withBaseline(command.baseline())
                .settled(command.fence(), outcome)
                .ownedBy(work.owner);
        agent.disk().save(command.vf(), attached);
        long patience = Math.max(1, command.deadlineMs() - agent.clockMs()) + GRACE_MS;
        agent.outbox().keep(outcome, () -> deliver(work, true));
        agent.later(patience, () -> deliver(work, false));
        if (work.held) {
            lookForBroker(work);
        }
    }

    /** What was held before is told when the broker is back: it is in the outbox, on disk. */
    private void lookForBroker(Work work) {
        agent.later(BROKER_LOOK_MS, () -> {
            if (!agent.machine().reachesBroker()) {
                deliver(work, true);
            } else if (!work.over) {
                lookForBroker(work);
            }
        });
    }

    private void deliver(Work work, boolean lasts) {
        if (work.over) {
            return;
        }
        work.over = true;
        if (!lasts) {
            releasing.undo(work.owner);
        }
        // Before the caller is told: after a crash an open intent is undone, and a pod that was told yes must stay.
        agent.disk().end(work.intent);
        agent.point("before the answer");
        if (!lasts) {
            work.add.answer(Optional.empty());
        } else {
            if (!work.add.callerWaits()) {
                releasing.undo(work.owner);
            }
            work.add.answer(Optional.of(work.command.vf()));
        }
        work.done.run();
    }
}
