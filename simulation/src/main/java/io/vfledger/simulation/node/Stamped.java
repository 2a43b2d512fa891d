package io.vfledger.simulation.node;

import io.vfledger.lifecycle.AgentInput;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Incarnation;
import java.util.OptionalLong;

/** Puts the stamp on what an agent says, which it gets only as it is sent. */
final class Stamped {
    /** On what is not sent yet. */
    static final AgentStamp NONE = new AgentStamp(new Incarnation(0, "none", "none", ""), 0, OptionalLong.empty(), 0);

    private Stamped() {}

    static AgentInput with(AgentStamp stamp, AgentInput said) {
        return switch (said) {
            case Input.AgentStarted it -> new Input.AgentStarted(stamp, it.simulated());
            case Input.NodeInventoryReported it -> new Input.NodeInventoryReported(stamp, it.pfs(), it.vfs());
            case Input.PfChanged it -> new Input.PfChanged(stamp, it.pf());
            case Input.VfChanged it -> new Input.VfChanged(stamp, it.vf());
            case Input.VfGone it -> new Input.VfGone(stamp, it.vf(), it.cause());
            case Input.VfObserved it -> new Input.VfObserved(stamp, it.vf(), it.expected());
            case Input.AddRequested it -> new Input.AddRequested(stamp, it.ask());
            case Input.DelRequested it -> new Input.DelRequested(stamp, it.request(), it.attachment());
            case Outcome it -> with(stamp, it);
        };
    }

    private static Outcome with(AgentStamp stamp, Outcome said) {
        return switch (said) {
            case Outcome.VfHeld it -> new Outcome.VfHeld(stamp, it.vf(), it.fence(), it.attributes());
            case Outcome.VfAttached it ->
                new Outcome.VfAttached(
                        stamp,
                        it.vf(),
                        it.fence(),
                        it.request(),
                        it.attachment(),
                        it.pod(),
                        it.netns(),
                        it.attributes(),
                        it.ips(),
                        it.adopted());
            case Outcome.VfReleased it ->
                new Outcome.VfReleased(
                        stamp,
                        it.vf(),
                        it.fence(),
                        it.attachment(),
                        it.cause(),
                        it.clean(),
                        it.differences(),
                        it.attributes(),
                        it.rebased());
            case Outcome.VfVerified it ->
                new Outcome.VfVerified(
                        stamp,
                        it.vf(),
                        it.fence(),
                        it.clean(),
                        it.hostUse(),
                        it.differences(),
                        it.attributes(),
                        it.rebased());
            case Outcome.VfRecovered it ->
                new Outcome.VfRecovered(stamp, it.vf(), it.fence(), it.attributes(), it.rebased());
            case Outcome.PfConfigured it -> new Outcome.PfConfigured(stamp, it.version(), it.pf());
            case Outcome.DeviceAllocated it -> new Outcome.DeviceAllocated(stamp, it.pool(), it.vfs(), it.pod());
            case Outcome.CommandFailed it ->
                new Outcome.CommandFailed(
                        stamp,
                        it.vf(),
                        it.fence(),
                        it.request(),
                        it.reason(),
                        it.message(),
                        it.holder(),
                        it.attributes());
        };
    }
}
