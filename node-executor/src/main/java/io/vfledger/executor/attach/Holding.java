package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.VfHeld;
import io.vfledger.avro.VfSettings;
import io.vfledger.executor.journal.Intent;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.Hold;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.PodUid;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/** Prepares VFs for pods that will ask for them, and knows which ADD takes which. */
final class Holding {
    private static final String DEFAULT_POOL = "default";

    private final Desk desk;

    Holding(Desk desk) {
        this.desk = desk;
    }

    /**
     * What an ADD asks for that may be held.
     *
     * @param attachment the interface to be
     * @param pod whose it is, where the runtime told it
     * @param pool that the network names; empty for the default one
     * @param settings asked
     */
    record Wanted(Attachment attachment, Optional<PodIdentity> pod, String pool, VfSettings settings) {}

    /** Carries a HoldVf out whose fence was found good; runs in the VF's lane. */
    void carryOut(HoldVf command, Outcomes.Addressed address, VfMemory memory, String trace) {
        if (memory.owner().isPresent()) {
            CommandFailed.Builder failed =
                    Outcomes.failed(address, FailureReason.IN_USE, memory.pci() + " is attached on this node");
            settle(
                    address,
                    memory,
                    failed.setHolder(memory.owner().get().assign().getAttachment())
                            .build(),
                    trace);
        } else if (desk.clock().millis() > command.getDeadlineMs()) {
            CommandFailed.Builder failed =
                    Outcomes.failed(address, FailureReason.EXPIRED, "the deadline of the hold has passed");
            settle(address, memory, failed.setUndone(true).build(), trace);
        } else {
            prepare(command, address, memory, trace);
        }
    }

    private void prepare(HoldVf command, Outcomes.Addressed address, VfMemory memory, String trace) {
        long intent;
        try {
            intent = desk.journal().begin(new Intent.Hold(nobodyYet(command)));
        } catch (StorageException e) {
            CommandFailed.Builder failed =
                    Outcomes.failed(address, FailureReason.INTERNAL, String.valueOf(e.getMessage()));
            settle(address, memory, failed.setUndone(true).build(), trace);
            return;
        }
        switch (desk.nics().hold(memory.pci(), command.getSettings(), command.getBaseline())) {
            case NodeNics.Held.Failed failed ->
                settle(
                        address,
                        memory,
                        Outcomes.failed(
                                        address,
                                        failed.failure().reason(),
                                        failed.failure().message())
                                .setUndone(failed.failure().undone())
                                .build(),
                        trace);
            case NodeNics.Held.Done done -> {
                VfHeld outcome = Outcomes.held(command, done);
                desk.checkpoint()
                        .saveIfPossible(memory.withBaseline(command.getBaseline())
                                .settled(address.fence(), outcome)
                                .heldFor(command));
                desk.reports().outcome(memory.pci(), trace, outcome);
            }
        }
        desk.journal().end(intent);
    }

    private void settle(Outcomes.Addressed address, VfMemory memory, SpecificRecordBase outcome, String trace) {
        desk.checkpoint().saveIfPossible(memory.settled(address.fence(), outcome));
        desk.reports().outcome(memory.pci(), trace, outcome);
    }

    private static Owner nobodyYet(HoldVf command) {
        return new Owner(
                AssignVf.newBuilder()
                        .setNode(command.getNode())
                        .setCommandId(command.getCommandId())
                        .setPci(command.getPci())
                        .setEpoch(command.getEpoch())
                        .setVersion(command.getVersion())
                        .setDemand(command.getDemand())
                        .setPod(command.getPod())
                        .setSettings(command.getSettings())
                        .setBaseline(command.getBaseline())
                        .build(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether any VF is prepared for a pod that has not come yet. */
    boolean any() {
        return desk.checkpoint().all().stream().anyMatch(memory -> memory.held().isPresent());
    }

    /** The VF that an ADD may be completed with here and now: prepared for its pod, exactly as it asks. */
    Optional<VfMemory> fitting(Wanted wanted) {
        if (wanted.pod().isEmpty() || hasInterface(wanted)) {
            return Optional.empty();
        }
        List<Hold> holds = desk.checkpoint().all().stream()
                .flatMap(memory -> memory.held().flatMap(Holding::hold).stream())
                .toList();
        return Hold.takenBy(wanted.attachment(), pod(wanted.pod().get()), holds)
                .map(hold -> desk.checkpoint().of(hold.vf()))
                .filter(memory ->
                        memory.held().filter(hold -> isAsAsked(hold, wanted)).isPresent());
    }

    /** Its pod has that interface, of another sandbox: only the allocator can tell which of them counts. */
    private boolean hasInterface(Wanted wanted) {
        return desk.checkpoint().all().stream()
                .flatMap(memory -> memory.owner().stream())
                .map(Owner::assign)
                .anyMatch(assign -> assign.getPod() != null
                        && assign.getAttachment()
                                .getNetwork()
                                .equals(wanted.attachment().network().value())
                        && assign.getAttachment()
                                .getIfname()
                                .equals(wanted.attachment().ifname().value())
                        && isNamed(assign.getPod())
                        && pod(assign.getPod()).isSameAs(pod(wanted.pod().orElseThrow())));
    }

    private static boolean isAsAsked(HoldVf hold, Wanted wanted) {
        String pool = wanted.pool().isEmpty() ? DEFAULT_POOL : wanted.pool();
        try {
            return hold.getPool().equals(pool)
                    && KernelMapping.settings(hold.getSettings())
                            .whole()
                            .equals(KernelMapping.settings(wanted.settings()).whole());
        } catch (IllegalArgumentException e) {
            // Settings that cannot be are refused where they are asked for.
            return false;
        }
    }

    /** A hold that cannot be read is nobody's; its ADD goes to the allocator. */
    private static Optional<Hold> hold(HoldVf command) {
        if (command.getPod() == null || !isNamed(command.getPod())) {
            return Optional.empty();
        }
        io.vfledger.avro.Demand demand = command.getDemand();
        return Optional.of(new Hold(
                new io.vfledger.vf.PciAddress(command.getPci()),
                new Demand(demand.getOwner(), new NetworkName(demand.getNetwork()), demand.getSlot()),
                pod(command.getPod())));
    }

    private static boolean isNamed(PodIdentity pod) {
        return !pod.getNamespace().isEmpty() && !pod.getName().isEmpty();
    }

    private static io.vfledger.vf.PodIdentity pod(PodIdentity pod) {
        return new io.vfledger.vf.PodIdentity(
                pod.getNamespace(),
                pod.getName(),
                Optional.of(pod.getUid()).filter(uid -> !uid.isEmpty()).map(PodUid::new));
    }

    /** The command that the allocator would have sent, had it been asked. */
    static AssignVf meant(HoldVf hold, Wanted wanted, long deadlineMs) {
        return AssignVf.newBuilder()
                .setNode(hold.getNode())
                .setPci(hold.getPci())
                .setEpoch(hold.getEpoch())
                .setVersion(hold.getVersion())
                // A hold is taken once in each of its versions, so that this names the request for ever.
                .setRequestId(hold.getNode() + "/" + hold.getPci() + "/" + hold.getEpoch() + "." + hold.getVersion())
                .setAttachment(AddCalls.toRecord(wanted.attachment()))
                .setDemand(io.vfledger.avro.Demand.newBuilder(hold.getDemand())
                        .setSlot(wanted.attachment().ifname().value())
                        .build())
                .setPod(hold.getPod())
                .setSettings(wanted.settings())
                .setBaseline(hold.getBaseline())
                .setReleaseMode(hold.getReleaseMode())
                .setDeadlineMs(deadlineMs)
                .build();
    }
}
