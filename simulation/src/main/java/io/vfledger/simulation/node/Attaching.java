package io.vfledger.simulation.node;

import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.FailureReason;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;

/** Gives a VF to the attachment that waits for it; whatever fails on the way, everything before it is undone. */
final class Attaching {
    private static final long GRACE_MS = 2_000;

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
            attach(command, add.get(), done);
            return;
        }
        done.run();
    }

    private void refuse(
            Command.AssignVf command,
            VfMemory memory,
            FailureReason reason,
            Optional<Attachment> holder,
            Optional<Add> add) {
        settle(command, memory, Executor.failed(command.vf(), command.fence(), reason, "refused", holder));
        add.ifPresent(waiting -> waiting.answer(Optional.empty()));
    }

    private void settle(Command.AssignVf command, VfMemory memory, Outcome outcome) {
        agent.disk().save(command.vf(), memory.settled(command.fence(), outcome));
        agent.outbox().keep(outcome);
    }

    private void attach(Command.AssignVf command, Add add, Runnable done) {
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
                settle(
                        command,
                        agent.disk().memory(vf),
                        Executor.failed(vf, command.fence(), failed.reason(), failed.message(), Optional.empty()));
                agent.disk().end(intent);
                add.answer(Optional.empty());
                done.run();
            }
            case Answer.Done _ -> report(new Work(command, add, owner, intent, done));
        }
    }

    /** An attachment whose acknowledgement is awaited. */
    private static final class Work {
        final Command.AssignVf command;
        final Add add;
        final Owner owner;
        final long intent;
        final Runnable done;
        boolean over;

        Work(Command.AssignVf command, Add add, Owner owner, long intent, Runnable done) {
            this.command = command;
            this.add = add;
            this.owner = owner;
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
    }

    private void deliver(Work work, boolean acknowledged) {
        if (work.over) {
            return;
        }
        work.over = true;
        if (!acknowledged) {
            releasing.undo(work.owner);
        }
        // Before the caller is told: after a crash an open intent is undone, and a pod that was told yes must stay.
        agent.disk().end(work.intent);
        agent.point("before the answer");
        if (!acknowledged) {
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
