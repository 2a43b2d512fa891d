package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.PfConfigured;
import io.vfledger.avro.RecoverVf;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.ReportInventory;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfRecovered;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.Intent;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.VfMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** The commands other than AssignVf; each is called in its function's lane with its fence found good. */
final class FunctionCommands {
    private final Desk desk;
    private final Releasing releasing;
    private final InventoryWatch watch;
    private final PfCommands pfs;
    private final Rewriting rewriting;

    FunctionCommands(Desk desk, Releasing releasing, InventoryWatch watch, PfCommands pfs) {
        this.desk = desk;
        this.releasing = releasing;
        this.watch = watch;
        this.pfs = pfs;
        this.rewriting = new Rewriting(desk);
    }

    void release(ReleaseVf command, Outcomes.Addressed address, VfMemory memory, String trace) {
        Optional<Owner> owner = memory.owner();
        boolean another = owner.isPresent()
                && command.getAttachment() != null
                && !command.getAttachment().equals(owner.get().assign().getAttachment());
        if (another) {
            inUse(address, memory, owner.get(), "it is attached to another", trace);
        } else if (owner.isPresent()
                && command.getOnlyIfNamespaceGone()
                && desk.nics().holds(owner.get().assign().getNetns(), memory.pci())) {
            inUse(address, memory, owner.get(), "its pod's namespace lives with the VF inside", trace);
        } else {
            takeBack(command, address, memory, trace);
        }
    }

    private void takeBack(ReleaseVf command, Outcomes.Addressed address, VfMemory memory, String trace) {
        Owner owner = memory.owner().orElseGet(() -> noOwner(command));
        Owner termed = new Owner(
                AssignVf.newBuilder(owner.assign())
                        .setEpoch(command.getEpoch())
                        .setReleaseMode(command.getReleaseMode())
                        .build(),
                owner.call(),
                owner.hostNetdev());
        Intent.Release intent =
                new Intent.Release(termed, command.getCause(), command.getCommandId(), command.getVersion());
        switch (releasing.release(intent, Optional.empty(), trace)) {
            case Releasing.Result.Released released -> {}
            case Releasing.Result.Refused refused -> fail(address, memory, refused.failure(), trace);
        }
    }

    /** A VF that nobody has here is brought to its baseline all the same. */
    private static Owner noOwner(ReleaseVf command) {
        AssignVf.Builder assign = AssignVf.newBuilder()
                .setNode(command.getNode())
                .setPci(command.getPci())
                .setBaseline(command.getBaseline());
        if (command.getAttachment() != null) {
            assign.setAttachment(command.getAttachment());
        }
        return new Owner(assign.build(), Optional.empty(), Optional.empty());
    }

    void verify(VerifyVf command, Outcomes.Addressed address, VfMemory remembered, String trace) {
        if (command.getRewrite() != null) {
            settle(address, remembered, rewriting.carryOut(command, address, remembered), trace);
            return;
        }
        Optional<NodeNics.Failure> leftover = unprepare(remembered);
        if (leftover.isPresent()) {
            fail(address, remembered, leftover.get(), trace);
            return;
        }
        VfMemory memory = remembered.unprepared();
        switch (desk.nics()
                .verify(
                        memory.pci(),
                        Optional.ofNullable(command.getBaseline()),
                        command.getRepair() && memory.owner().isEmpty()
                                ? Optional.of(command.getReleaseMode())
                                : Optional.empty())) {
            case NodeNics.Verified.Failed failed -> fail(address, memory, failed.failure(), trace);
            case NodeNics.Verified.Done done -> {
                boolean home = done.attributes().getNetdev() != null;
                VfMemory known = home ? forgottenOwner(memory) : memory;
                List<String> differences = new ArrayList<>(done.differences());
                known.owner()
                        .ifPresent(owner -> differences.add(
                                "owner: none, found " + owner.assign().getAttachment()));
                VfVerified outcome = VfVerified.newBuilder()
                        .setNode(command.getNode())
                        .setCommandId(command.getCommandId())
                        .setPci(command.getPci())
                        .setEpoch(command.getEpoch())
                        .setVersion(command.getVersion())
                        .setClean(differences.isEmpty() && done.hostUse().isEmpty())
                        .setHostUse(done.hostUse().orElse(null))
                        .setDifferences(differences)
                        .setAttributes(done.attributes())
                        .setRebased(done.rebased())
                        .build();
                boolean fresh = command.getBaseline() == null || done.rebased();
                VfMemory verified = outcome.getClean()
                        ? known.withBaseline(fresh ? done.attributes() : command.getBaseline())
                        : known;
                settle(address, verified, outcome, trace);
            }
        }
    }

    /**
     * What a VF was prepared with for somebody must not be taken for how it is by itself: it would be the baseline of all
     * who come after. A hold is followed by a reading where the VF was made anew, unknown to who decided the hold.
     *
     * @return why it cannot be undone
     */
    private Optional<NodeNics.Failure> unprepare(VfMemory memory) {
        if (memory.hold().isEmpty()) {
            return Optional.empty();
        }
        HoldVf hold = memory.hold().get();
        NodeNics.ReleaseOrder order = new NodeNics.ReleaseOrder(
                memory.pci(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(hold.getBaseline()),
                hold.getSettings(),
                ReleaseMode.COMPARE);
        return switch (desk.nics().release(order)) {
            case NodeNics.Released.Failed failed -> Optional.of(failed.failure());
            case NodeNics.Released.Done done ->
                done.differences().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new NodeNics.Failure(
                                FailureReason.NOT_READ_BACK,
                                "what it was prepared with stays: " + String.join("; ", done.differences()),
                                /* undone= */ false));
        };
    }

    /**
     * Whoever had a VF that is on the host now has lost it: its namespace went, or the VF itself did and was made anew. What
     * its IPAM plugin still has is given back by and by.
     */
    private VfMemory forgottenOwner(VfMemory memory) {
        memory.owner()
                .ifPresent(owner -> owner.call().ifPresent(call -> {
                    desk.devices().forget(call);
                    releasing.owe(Checkpoint.attachmentOf(owner), call);
                }));
        return memory.owner().isPresent() ? memory.unowned() : memory;
    }

    void recover(RecoverVf command, Outcomes.Addressed address, VfMemory memory, String trace) {
        Optional<Owner> living =
                memory.owner().filter(owner -> desk.nics().holds(owner.assign().getNetns(), memory.pci()));
        if (living.isPresent()) {
            inUse(address, memory, living.get(), "it is not lost: its pod's namespace lives with the VF inside", trace);
            return;
        }
        NodeNics.ReleaseOrder order = new NodeNics.ReleaseOrder(
                memory.pci(),
                memory.owner().map(owner -> owner.assign().getNetns()),
                Optional.empty(),
                memory.owner().flatMap(Owner::hostNetdev),
                Optional.of(command.getBaseline()),
                VfSettings.newBuilder().build(),
                command.getReleaseMode());
        String foundIn =
                memory.owner().map(owner -> owner.assign().getNetns().getPath()).orElse("the host's namespace");
        switch (desk.nics().release(order)) {
            case NodeNics.Released.Failed failed -> fail(address, memory, failed.failure(), trace);
            case NodeNics.Released.Done done ->
                settle(
                        address,
                        done.rebased() ? memory.unowned().withBaseline(done.attributes()) : memory.unowned(),
                        VfRecovered.newBuilder()
                                .setNode(command.getNode())
                                .setCommandId(command.getCommandId())
                                .setPci(command.getPci())
                                .setEpoch(command.getEpoch())
                                .setVersion(command.getVersion())
                                .setFoundIn(foundIn)
                                .setAttributes(done.attributes())
                                .setRebased(done.rebased())
                                .build(),
                        trace);
        }
    }

    void configure(ConfigurePf command, Outcomes.Addressed address, VfMemory memory, String trace) {
        NodeNics.Configured result = pfs.configure(command);
        SpecificRecordBase outcome = switch (result) {
            case NodeNics.Configured.Failed failed -> failure(address, failed.failure());
            case NodeNics.Configured.Done done ->
                PfConfigured.newBuilder()
                        .setNode(command.getNode())
                        .setCommandId(command.getCommandId())
                        .setVersion(command.getVersion())
                        .setPf(done.pf())
                        .build();
        };
        desk.checkpoint().saveOfPf(memory.settled(address.fence(), outcome));
        desk.reports().outcome(memory.pci(), trace, outcome);
        if (result instanceof NodeNics.Configured.Done) {
            watch.publish("change", trace);
        }
    }

    @Nullable
    Void report(ReportInventory command, String trace) {
        watch.publish(command.getCommandId(), trace);
        // The allocator may have asked because it could not place what it was told of one.
        watch.tellMisplaced();
        return null;
    }

    /** Tells of VFs that are not where the ledger, as it was read at the start, has them. */
    void tellMisplaced() {
        watch.tellMisplaced();
    }

    private void inUse(Outcomes.Addressed address, VfMemory memory, Owner owner, String why, String trace) {
        CommandFailed outcome = Outcomes.failed(address, FailureReason.IN_USE, memory.pci() + ": " + why)
                .setHolder(owner.assign().getAttachment())
                .build();
        settle(address, memory, outcome, trace);
    }

    private void fail(Outcomes.Addressed address, VfMemory memory, NodeNics.Failure failure, String trace) {
        settle(address, memory, failure(address, failure), trace);
    }

    private static CommandFailed failure(Outcomes.Addressed address, NodeNics.Failure failure) {
        return Outcomes.failed(address, failure.reason(), failure.message())
                .setUndone(failure.undone())
                .build();
    }

    private void settle(Outcomes.Addressed address, VfMemory memory, SpecificRecordBase outcome, String trace) {
        desk.checkpoint().saveIfPossible(memory.settled(address.fence(), outcome));
        desk.reports().outcome(memory.pci(), trace, outcome);
    }
}
