package io.vfledger.simulation.node;

import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.FailureReason;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what the commands say, each once, in the order of (epoch, version). */
final class Executor {
    private final Agent agent;
    private final Attaching attaching;
    private final Holding holding;
    private final Releasing releasing;

    Executor(Agent agent, Releasing releasing) {
        this.agent = agent;
        this.releasing = releasing;
        this.attaching = new Attaching(agent, releasing);
        this.holding = new Holding(agent, attaching);
    }

    /** Carries a command out; calls back when it is done. */
    void handle(Command command, Runnable handled) {
        switch (command) {
            case Command.AssignVf assign ->
                fenced(
                        assign.vf(),
                        assign.fence(),
                        Optional.of(assign.request()),
                        handled,
                        (memory, done) -> attaching.carryOut(assign, memory, done));
            case Command.ReleaseVf release ->
                fenced(release.vf(), release.fence(), Optional.empty(), handled, (memory, done) -> {
                    release(release, memory);
                    done.run();
                });
            case Command.VerifyVf verify ->
                fenced(verify.vf(), verify.fence(), Optional.empty(), handled, (memory, done) -> {
                    verify(verify, memory);
                    done.run();
                });
            case Command.RecoverVf recover ->
                fenced(recover.vf(), recover.fence(), Optional.empty(), handled, (memory, done) -> {
                    recover(recover, memory);
                    done.run();
                });
            case Command.HoldVf hold ->
                fenced(hold.vf(), hold.fence(), Optional.empty(), handled, (memory, done) -> {
                    holding.carryOut(hold, memory);
                    done.run();
                });
            case Command.RequestRefused refused -> {
                agent.adds().answered(refused.request());
                agent.adds().of(refused.request()).filter(Add::take).ifPresent(add -> add.answer(Optional.empty()));
                handled.run();
            }
            case Command.ReportInventory _ -> {
                agent.watch().publish(false);
                agent.watch().tellMisplaced();
                handled.run();
            }
            case Command.ConfigurePf _ -> handled.run();
        }
    }

    /** What is kept for pods here. */
    Holding holding() {
        return holding;
    }

    /** Work on a VF; calls back when it is done. */
    private interface Work {
        void on(VfMemory memory, Runnable done);
    }

    private void fenced(PciAddress vf, Fence fence, Optional<RequestId> request, Runnable handled, Work work) {
        agent.lanes().in(vf, free -> {
            Runnable done = () -> {
                free.run();
                handled.run();
            };
            VfMemory memory = agent.disk().memory(vf);
            int order = fence.compareTo(memory.fence());
            if (order > 0) {
                work.on(memory, done);
                return;
            }
            if (order == 0 && memory.outcome().isPresent()) {
                agent.outbox().keep(memory.outcome().get());
            } else {
                refuseStale(vf, fence, request);
            }
            done.run();
        });
    }

    private void refuseStale(PciAddress vf, Fence fence, Optional<RequestId> request) {
        agent.outbox()
                .keep(new Outcome.CommandFailed(
                        Stamped.NONE,
                        Optional.of(vf),
                        fence,
                        request,
                        FailureReason.STALE,
                        "acted upon a later one",
                        Optional.empty(),
                        Optional.empty()));
        request.flatMap(agent.adds()::of).filter(Add::take).ifPresent(add -> add.answer(Optional.empty()));
    }

    private void release(Command.ReleaseVf command, VfMemory memory) {
        Optional<Owner> owner = memory.owner();
        boolean another = agent.present(command.vf(), memory).owner().isPresent()
                && command.attachment().isPresent()
                && !owner.flatMap(Owner::attachment).equals(command.attachment());
        boolean lives = owner.flatMap(Owner::netns)
                .filter(netns -> agent.kernel().holds(netns, command.vf()))
                .isPresent();
        if (another || (command.onlyIfNamespaceGone() && lives)) {
            fail(
                    command.vf(),
                    command.fence(),
                    FailureReason.IN_USE,
                    "its pod lives",
                    owner.flatMap(Owner::attachment));
            return;
        }
        takeBack(
                command,
                owner.filter(has -> has.attachment().equals(command.attachment())
                        || command.attachment().isEmpty()));
    }

    private void takeBack(Command.ReleaseVf command, Optional<Owner> present) {
        Owner owner = present.orElseGet(() -> new Owner(
                command.vf(),
                command.fence(),
                command.attachment(),
                Optional.empty(),
                Optional.empty(),
                command.baseline()));
        Intent.Release intent = new Intent.Release(owner.inTerm(command.fence()), command.cause(), command.fence());
        releasing
                .release(intent)
                .ifPresent(failed ->
                        fail(command.vf(), command.fence(), failed.reason(), failed.message(), Optional.empty()));
    }

    private void verify(Command.VerifyVf command, VfMemory remembered) {
        agent.point("before verify");
        VfMemory present = agent.present(command.vf(), remembered);
        Optional<Answer.Failed> prepared = undoHold(command.vf(), remembered);
        if (prepared.isPresent()) {
            Answer.Failed why = prepared.get();
            fail(command.vf(), command.fence(), why.reason(), why.message(), Optional.empty());
            return;
        }
        VfMemory memory = present.unprepared();
        Answer answer = agent.kernel()
                .verify(
                        command.vf(),
                        command.baseline().map(Baseline::attributes),
                        command.repair() && memory.owner().isEmpty());
        switch (answer) {
            case Answer.Failed failed ->
                fail(command.vf(), command.fence(), failed.reason(), failed.message(), Optional.empty());
            case Answer.Done done -> {
                List<String> differences = new ArrayList<>(done.differences());
                memory.owner().ifPresent(owner -> differences.add("owner: none, found " + owner.attachment()));
                Optional<String> hostUse = agent.kernel().port(command.vf()).flatMap(port -> port.hostUse);
                boolean clean = differences.isEmpty() && hostUse.isEmpty();
                Outcome outcome = new Outcome.VfVerified(
                        Stamped.NONE,
                        command.vf(),
                        command.fence(),
                        clean,
                        hostUse,
                        differences,
                        agent.attributes(command.vf()),
                        false);
                VfMemory verified = clean
                        ? memory.withBaseline(
                                command.baseline().map(Baseline::attributes).orElse(agent.attributes(command.vf())))
                        : memory;
                agent.disk().save(command.vf(), verified.settled(command.fence(), outcome));
                agent.outbox().keep(outcome);
            }
        }
    }

    /** What was prepared for somebody must not be taken for how the VF is by itself; says why it cannot be undone. */
    private Optional<Answer.Failed> undoHold(PciAddress vf, VfMemory memory) {
        if (memory.hold().isEmpty()) {
            return Optional.empty();
        }
        Answer answer =
                agent.kernel().release(vf, Optional.empty(), memory.hold().get().baseline());
        return switch (answer) {
            case Answer.Failed failed -> Optional.of(failed);
            case Answer.Done done ->
                done.differences().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Answer.Failed(FailureReason.NOT_READ_BACK, String.join("; ", done.differences())));
        };
    }

    private void recover(Command.RecoverVf command, VfMemory memory) {
        Optional<Owner> living = memory.owner()
                .filter(owner -> owner.netns()
                        .filter(netns -> agent.kernel().holds(netns, command.vf()))
                        .isPresent());
        if (living.isPresent()) {
            fail(
                    command.vf(),
                    command.fence(),
                    FailureReason.IN_USE,
                    "its pod's namespace lives with the VF inside",
                    living.get().attachment());
            return;
        }
        Answer answer = agent.kernel().release(command.vf(), memory.owner().flatMap(Owner::netns), command.baseline());
        agent.point("after recover");
        switch (answer) {
            case Answer.Failed failed ->
                fail(command.vf(), command.fence(), failed.reason(), failed.message(), Optional.empty());
            case Answer.Done _ -> {
                Outcome outcome = new Outcome.VfRecovered(
                        Stamped.NONE, command.vf(), command.fence(), agent.attributes(command.vf()), false);
                agent.disk().save(command.vf(), memory.unowned().settled(command.fence(), outcome));
                agent.outbox().keep(outcome);
            }
        }
    }

    private void fail(PciAddress vf, Fence fence, FailureReason reason, String message, Optional<Attachment> holder) {
        Outcome outcome = failed(vf, fence, reason, message, holder);
        agent.disk().save(vf, agent.disk().memory(vf).settled(fence, outcome));
        agent.outbox().keep(outcome);
    }

    static Outcome failed(
            PciAddress vf, Fence fence, FailureReason reason, String message, Optional<Attachment> holder) {
        return new Outcome.CommandFailed(
                Stamped.NONE, Optional.of(vf), fence, Optional.empty(), reason, message, holder, Optional.empty());
    }

    /** DEL of an attachment that this node knows; says whether it is done. */
    void del(PciAddress vf, Attachment attachment, java.util.function.Consumer<Boolean> reply) {
        agent.lanes().in(vf, free -> {
            VfMemory now = agent.disk().memory(vf);
            Optional<Owner> owner = now.owner().filter(present -> present.isOf(attachment));
            boolean done = owner.isEmpty() || taken(owner.get(), now);
            free.run();
            reply.accept(done);
        });
    }

    private boolean taken(Owner owner, VfMemory now) {
        Intent.Release intent = new Intent.Release(
                owner,
                ReleaseCause.CNI_DEL,
                new Fence(owner.fence().epoch(), now.fence().version()));
        Optional<Answer.Failed> failed = releasing.release(intent);
        boolean nowhere =
                failed.filter(why -> why.reason() == FailureReason.NO_SUCH_VF).isPresent();
        if (nowhere) {
            releasing.reportUnclean(intent, failed.get());
        }
        return failed.isEmpty() || nowhere;
    }
}
