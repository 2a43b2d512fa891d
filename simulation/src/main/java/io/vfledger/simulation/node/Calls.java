package io.vfledger.simulation.node;

import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Source;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.RequestId;
import java.util.Optional;
import java.util.function.Consumer;

/** The CNI calls of a node. */
final class Calls {
    private static final long REPLY_MARGIN_MS = 300;

    private final Agent agent;
    private final Executor executor;

    Calls(Agent agent, Executor executor) {
        this.agent = agent;
        this.executor = executor;
    }

    /** ADD; the patience is in the deadline of the ask, counted from 0. */
    Add add(AddAsk ask, Namespace namespace, Consumer<Optional<PciAddress>> reply) {
        Add add = new Add(ask, namespace, reply);
        boolean refused = agent.disk().heldBy(ask.attachment()).isPresent()
                || agent.kernel().functions().values().stream().anyMatch(port -> port.in.equals(Optional.of(namespace)))
                || !agent.adds().enter(add);
        if (refused) {
            add.answer(Optional.empty());
            return add;
        }
        add.whenOver(() -> agent.adds().end(add));
        long patience = Math.max(1, ask.deadlineMs() - REPLY_MARGIN_MS);
        long deadlineMs = agent.clockMs() + patience;
        if (!executor.holding().take(add, deadlineMs, () -> ask(add, deadlineMs))) {
            ask(add, deadlineMs);
        }
        agent.later(patience, add::leave);
        return add;
    }

    /** Asks the allocator. */
    private void ask(Add add, long deadlineMs) {
        if (!agent.machine().reachesBroker()) {
            add.answer(Optional.empty());
            return;
        }
        agent.outbox().pass(Source.CNI_REQUESTS, stamp -> {
            RequestId request = agent.requestId(stamp);
            agent.adds().name(request, add);
            return new Input.AddRequested(stamp, named(add.ask, request, deadlineMs));
        });
    }

    private static AddAsk named(AddAsk ask, RequestId request, long deadlineMs) {
        return new AddAsk(
                request,
                ask.attachment(),
                ask.pod(),
                ask.netns(),
                ask.pool(),
                ask.device(),
                ask.pf(),
                ask.wholePf(),
                ask.settings(),
                deadlineMs);
    }

    /** DEL: the agent's own, at once; replies whether it is done. */
    void del(Attachment attachment, Consumer<Boolean> reply) {
        Optional<Add> waiting = agent.adds().of(attachment);
        boolean cancelled = waiting.map(Add::leave).orElse(false);
        Optional<PciAddress> held = agent.disk().heldBy(attachment);
        if (held.isPresent()) {
            executor.del(held.get(), attachment, reply);
        } else if (waiting.isPresent() && !cancelled && !waiting.get().isOver()) {
            // The executor has begun: its lane says where.
            agent.later(100, () -> del(attachment, reply));
        } else {
            if (cancelled || agent.adds().isOpen(attachment) || !agent.knowsAttachments()) {
                agent.outbox().keep(new Input.DelRequested(Stamped.NONE, new RequestId("del"), attachment));
            }
            reply.accept(true);
        }
    }
}
