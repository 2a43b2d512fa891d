package io.vfledger.simulation.node;

import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.FailureReason;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Fence;
import io.vfledger.vf.Hold;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.RequestId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prepares VFs for pods that will ask for them, and completes the ADDs of those pods without the allocator. */
final class Holding {
    private final Agent agent;
    private final Attaching attaching;

    Holding(Agent agent, Attaching attaching) {
        this.agent = agent;
        this.attaching = attaching;
    }

    /** Carries out a command whose fence was found good. */
    void carryOut(Command.HoldVf command, VfMemory memory) {
        agent.point("before hold");
        if (memory.owner().isPresent()) {
            fail(command, memory, FailureReason.IN_USE, memory.owner().get().attachment());
        } else if (agent.clockMs() > command.deadlineMs()) {
            fail(command, memory, FailureReason.EXPIRED, Optional.empty());
        } else {
            prepare(command, memory);
        }
    }

    private void prepare(Command.HoldVf command, VfMemory memory) {
        long intent = agent.disk().begin(new Intent.Hold(nobodyYet(command)));
        Answer answer = agent.kernel().hold(command.vf(), command.settings(), command.baseline());
        agent.point("after hold");
        switch (answer) {
            case Answer.Failed failed -> fail(command, memory, failed.reason(), Optional.empty());
            case Answer.Done _ -> {
                Outcome outcome =
                        new Outcome.VfHeld(Stamped.NONE, command.vf(), command.fence(), agent.attributes(command.vf()));
                agent.disk()
                        .save(
                                command.vf(),
                                memory.withBaseline(command.baseline())
                                        .settled(command.fence(), outcome)
                                        .heldFor(command));
                agent.outbox().keep(outcome);
            }
        }
        agent.disk().end(intent);
    }

    private static Owner nobodyYet(Command.HoldVf command) {
        return new Owner(
                command.vf(), command.fence(), Optional.empty(), command.pod(), Optional.empty(), command.baseline());
    }

    private void fail(Command.HoldVf command, VfMemory memory, FailureReason reason, Optional<Attachment> holder) {
        Outcome outcome = Executor.failed(command.vf(), command.fence(), reason, "not prepared", holder);
        agent.disk().save(command.vf(), memory.settled(command.fence(), outcome));
        agent.outbox().keep(outcome);
    }

    /**
     * Begins with the held VF, if there is one that is exactly as it is asked for.
     *
     * @param instead asks the allocator, where what is held is not any more when its turn comes
     * @return false where the allocator is to be asked at once
     */
    boolean take(Add add, long deadlineMs, Runnable instead) {
        Optional<Command.HoldVf> fitting = fitting(add.ask);
        fitting.ifPresent(hold -> agent.lanes().in(hold.vf(), free -> {
            boolean stillHeld =
                    agent.disk().memory(hold.vf()).held().filter(hold::equals).isPresent();
            if (stillHeld && add.take()) {
                attaching.takeHeld(meant(hold, add.ask, deadlineMs), add, free);
                return;
            }
            free.run();
            if (!stillHeld && !add.isOver()) {
                instead.run();
            }
        }));
        return fitting.isPresent();
    }

    private Optional<Command.HoldVf> fitting(AddAsk ask) {
        if (ask.device().isPresent() || ask.pf().isPresent()) {
            return Optional.empty();
        }
        Map<PciAddress, VfMemory> memories = agent.disk().memories();
        List<Hold> holds = memories.values().stream()
                .flatMap(memory -> memory.held().stream())
                .flatMap(hold -> hold.pod().map(pod -> new Hold(hold.vf(), hold.demand(), pod)).stream())
                .toList();
        return ask.pod()
                .filter(pod -> !hasInterface(memories, ask, pod))
                .flatMap(pod -> Hold.takenBy(ask.attachment(), pod, holds))
                .flatMap(hold -> agent.disk().memory(hold.vf()).held())
                .filter(hold -> isAsAsked(hold, ask));
    }

    /** Its pod has that interface, of another sandbox: only the allocator can tell which of them counts. */
    private static boolean hasInterface(Map<PciAddress, VfMemory> memories, AddAsk ask, PodIdentity pod) {
        return memories.values().stream()
                .flatMap(memory -> memory.owner().stream())
                .anyMatch(owner -> owner.pod().filter(pod::isSameAs).isPresent()
                        && owner.attachment()
                                .filter(has -> has.network()
                                                .equals(ask.attachment().network())
                                        && has.ifname().equals(ask.attachment().ifname()))
                                .isPresent());
    }

    private static boolean isAsAsked(Command.HoldVf hold, AddAsk ask) {
        return hold.pool().equals(Optional.of(ask.pool().orElse(AddAsk.DEFAULT_POOL)))
                && hold.settings().whole().equals(ask.settings().whole());
    }

    /** The command that the allocator would have sent, had it been asked. */
    private Command.AssignVf meant(Command.HoldVf hold, AddAsk ask, long deadlineMs) {
        Fence fence = hold.fence();
        // A hold is taken once in each of its versions, so that this names the request for ever.
        RequestId request =
                new RequestId(agent.machine().name() + "/" + hold.vf() + "/" + fence.epoch() + "." + fence.version());
        return new Command.AssignVf(
                hold.vf(),
                fence,
                request,
                ask.attachment(),
                hold.demand().as(ask.attachment().ifname()),
                hold.pod(),
                ask.netns(),
                ask.settings(),
                hold.baseline(),
                hold.releaseMode(),
                deadlineMs);
    }
}
