package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.OpenRequest;
import io.vfledger.avro.Phase;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfState;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.stream.LogView;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the checkpoint and the log together at the start. What the node has done itself stands; what the log has and the
 * checkpoint never had (another disk, a lost one) is taken from the log.
 */
final class LogReconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(LogReconciliation.class);

    private final Desk desk;
    private final WaitingAdds adds;
    private final List<VfState> pending = new ArrayList<>();

    LogReconciliation(Desk desk, WaitingAdds adds) {
        this.desk = desk;
        this.adds = adds;
    }

    /** Takes what the checkpoint lacks. */
    void adopt(LogView view) {
        for (VfState state : view.functions()) {
            PciAddress pci = new PciAddress(state.getPci());
            VfMemory memory = desk.checkpoint().of(pci);
            if (memory.baseline().isEmpty() && state.getBaseline() != null) {
                memory = memory.withBaseline(state.getBaseline());
                desk.checkpoint().saveIfPossible(memory);
            }
            boolean newer = fenceOf(state).compareTo(memory.fence()) > 0;
            if (newer && state.getPendingCommandId().isEmpty()) {
                adoptSettled(state, memory);
            } else if (newer) {
                if (state.getPhase() == Phase.ATTACHED && memory.owner().isEmpty()) {
                    // What is to be written again is its owner's, whom this disk does not know.
                    desk.checkpoint().saveIfPossible(memory.ownedBy(ownerOf(state)));
                }
                pending.add(state);
            } else {
                sayAgainIfLost(state, memory);
            }
        }
        view.node().stream().flatMap(node -> node.getOpenRequests().stream()).forEach(this::remember);
    }

    /** An outcome that never came to the log: the outbox was full or its disk gone, or the log is the older one. */
    private void sayAgainIfLost(VfState state, VfMemory memory) {
        boolean unanswered = !state.getPendingCommandId().isEmpty()
                && fenceOf(state).equals(memory.fence())
                && memory.outcome().isPresent();
        boolean releaseUnknown = state.getPhase() == Phase.ATTACHED
                && memory.owner().isEmpty()
                && memory.outcome().orElse(null) instanceof VfReleased released
                && released.getEpoch() >= state.getEpoch();
        if (unanswered || releaseUnknown) {
            LOG.info("what came of {} is said again: the log has it as {}", state.getPci(), state.getPhase());
            desk.reports()
                    .outcome(memory.pci(), TraceParent.fresh(), memory.outcome().orElseThrow());
        }
    }

    private void adoptSettled(VfState state, VfMemory memory) {
        VfMemory known = new VfMemory(
                memory.pci(), fenceOf(state), Optional.empty(), memory.baseline(), Optional.empty(), Optional.empty());
        if (state.getPhase() == Phase.ATTACHED && state.getAttachment() != null) {
            LOG.info("{} is attached as the log has it", state.getPci());
            known = known.ownedBy(ownerOf(state));
        }
        desk.checkpoint().saveIfPossible(known);
    }

    private static Owner ownerOf(VfState state) {
        return new Owner(assignOf(state), Optional.empty(), Optional.empty());
    }

    private void remember(OpenRequest request) {
        io.vfledger.avro.Attachment attachment = request.getAttachment();
        try {
            adds.orphan(
                    request.getRequestId(),
                    Attachment.of(attachment.getNetwork(), attachment.getContainerId(), attachment.getIfname()));
        } catch (IllegalArgumentException e) {
            LOG.warn("open request {} is passed over: {}", request.getRequestId(), e.getMessage());
        }
    }

    /** The pending commands that were not in the log as far as it was read; made again from the state. */
    List<SpecificRecord> neverSeen() {
        List<SpecificRecord> commands = new ArrayList<>();
        for (VfState state : pending) {
            Fence acted = desk.checkpoint().of(new PciAddress(state.getPci())).fence();
            if (fenceOf(state).compareTo(acted) > 0) {
                commandOf(state).ifPresent(commands::add);
            }
        }
        pending.clear();
        return commands;
    }

    private static Optional<SpecificRecord> commandOf(VfState state) {
        return switch (state.getPhase()) {
            case ATTACHING -> Optional.of(assignOf(state));
            case RELEASING -> Optional.of(releaseOf(state));
            case DISCOVERED, QUARANTINED, RESERVED ->
                Optional.of(VerifyVf.newBuilder()
                        .setNode(state.getNode())
                        .setCommandId(state.getPendingCommandId())
                        .setPci(state.getPci())
                        .setEpoch(state.getEpoch())
                        .setVersion(state.getVersion())
                        .setBaseline(state.getBaseline())
                        .setRepair(state.getPhase() == Phase.QUARANTINED)
                        .build());
            case HELD -> holdOf(state);
            case ATTACHED -> Optional.of(rewriteOf(state));
            case UNKNOWN, FREE, LOST, GONE -> Optional.empty();
        };
    }

    private static VerifyVf rewriteOf(VfState state) {
        return VerifyVf.newBuilder()
                .setNode(state.getNode())
                .setCommandId(state.getPendingCommandId())
                .setPci(state.getPci())
                .setEpoch(state.getEpoch())
                .setVersion(state.getVersion())
                .setBaseline(state.getBaseline())
                .setRewrite(settingsOf(state))
                .build();
    }

    private static VfSettings settingsOf(VfState state) {
        return state.getSettings() == null ? VfSettings.newBuilder().build() : state.getSettings();
    }

    private static Optional<SpecificRecord> holdOf(VfState state) {
        return Optional.ofNullable(state.getDemand())
                .map(demand -> HoldVf.newBuilder()
                        .setNode(state.getNode())
                        .setCommandId(state.getPendingCommandId())
                        .setPci(state.getPci())
                        .setEpoch(state.getEpoch())
                        .setVersion(state.getVersion())
                        .setDemand(demand)
                        .setPod(state.getPod())
                        .setPool(state.getPool())
                        .setSettings(settingsOf(state))
                        .setBaseline(baselineOf(state))
                        .setDeadlineMs(state.getTimerDueMs())
                        .build());
    }

    private static ReleaseVf releaseOf(VfState state) {
        return ReleaseVf.newBuilder()
                .setNode(state.getNode())
                .setCommandId(state.getPendingCommandId())
                .setPci(state.getPci())
                .setEpoch(state.getEpoch())
                .setVersion(state.getVersion())
                .setAttachment(state.getAttachment())
                .setCause(state.getReleaseCause())
                .setOnlyIfNamespaceGone(state.getReleaseOnlyIfNamespaceGone())
                .setBaseline(baselineOf(state))
                .build();
    }

    private static AssignVf assignOf(VfState state) {
        AssignVf.Builder assign = AssignVf.newBuilder()
                .setNode(state.getNode())
                .setCommandId(state.getPendingCommandId())
                .setPci(state.getPci())
                .setEpoch(state.getEpoch())
                .setVersion(state.getVersion())
                .setRequestId(state.getRequestId())
                .setPod(state.getPod())
                .setSettings(settingsOf(state))
                .setBaseline(baselineOf(state))
                .setDeadlineMs(state.getDeadlineMs());
        if (state.getAttachment() != null) {
            assign.setAttachment(state.getAttachment());
        }
        if (state.getDemand() != null) {
            assign.setDemand(state.getDemand());
        }
        if (state.getNetns() != null) {
            assign.setNetns(state.getNetns());
        }
        return assign.build();
    }

    private static VfAttributes baselineOf(VfState state) {
        return state.getBaseline() == null ? VfAttributes.newBuilder().build() : state.getBaseline();
    }

    private static Fence fenceOf(VfState state) {
        return Fences.of(state.getEpoch(), state.getVersion());
    }
}
