package io.vfledger.host;

import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.Timer;
import io.vfledger.lifecycle.TimerSubject;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * All that is kept of one node.
 *
 * @param state its present
 * @param head how far its journal has come
 * @param hashes of the present
 */
record NodeSlot(NodeState state, NodeHead head, StateHashes hashes) {
    static NodeSlot unknown(NodeName node) {
        NodeState state = NodeState.unknown(node);
        return new NodeSlot(state, NodeHead.NONE, StateHashes.of(state));
    }

    /** When the first of its timers is due. */
    OptionalLong nextDueMs() {
        long first = Long.MAX_VALUE;
        for (VfState vf : state.vfs().values()) {
            if (vf.timer().isPresent()) {
                first = Math.min(first, vf.timer().get().dueMs());
            }
        }
        for (OpenRequest request : state.requests().values()) {
            if (request.waiting()) {
                first = Math.min(first, request.timer().dueMs());
            }
        }
        return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** Its timers that are due, the earliest first. */
    List<Input.TimerFired> due(long nowMs) {
        List<Input.TimerFired> due = new ArrayList<>();
        for (VfState vf : state.vfs().values()) {
            vf.timer()
                    .filter(timer -> timer.dueMs() <= nowMs)
                    .ifPresent(timer -> due.add(new Input.TimerFired(new TimerSubject.OfVf(vf.pci()), timer)));
        }
        for (OpenRequest request : state.requests().values()) {
            Timer timer = request.timer();
            if (request.waiting() && timer.dueMs() <= nowMs) {
                due.add(new Input.TimerFired(
                        new TimerSubject.OfRequest(request.ask().request()), timer));
            }
        }
        due.sort((a, b) -> Long.compare(a.timer().dueMs(), b.timer().dueMs()));
        return due;
    }

    /** Whether that timer is still armed. */
    boolean isArmed(Input.TimerFired fired) {
        return switch (fired.subject()) {
            case TimerSubject.OfVf subject ->
                state.vfs()
                        .get(subject.vf())
                        .flatMap(VfState::timer)
                        .filter(fired.timer()::equals)
                        .isPresent();
            case TimerSubject.OfRequest subject ->
                state.requests()
                        .get(subject.request())
                        .filter(OpenRequest::waiting)
                        .filter(open -> open.timer().equals(fired.timer()))
                        .isPresent();
        };
    }
}
