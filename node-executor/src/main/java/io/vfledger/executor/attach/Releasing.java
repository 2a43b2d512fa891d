package io.vfledger.executor.attach;

import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.Intent;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a VF back from its owner. An IPAM plugin that fails never keeps the VF from being reset: its debt is remembered and
 * the attachment's next DEL settles it.
 */
final class Releasing {
    private static final Logger LOG = LoggerFactory.getLogger(Releasing.class);

    private final Desk desk;
    private final Holders holders;
    private final Object debts = new Object();

    Releasing(Desk desk, Holders holders) {
        this.desk = desk;
        this.holders = holders;
    }

    /** What came of it. */
    sealed interface Result {
        /**
         * It is back.
         *
         * @param ipamProblem why the addresses are not back yet, if so
         */
        record Released(VfReleased outcome, Optional<CniError> ipamProblem) implements Result {}

        /** The kernel refused; the owner still has it. */
        record Refused(NodeNics.Failure failure) implements Result {}
    }

    /**
     * Takes a VF back; runs in the VF's lane.
     *
     * @param release who has it, why, and what to report
     * @param descriptor of the pod's namespace, if the caller passed one
     * @param traceParent the trace it belongs to
     */
    Result release(Intent.Release release, Optional<PodNamespace> descriptor, String traceParent) {
        OptionalLong intent = begin(release);
        Result result = finish(release, descriptor, traceParent);
        intent.ifPresent(desk.journal()::end);
        return result;
    }

    /** A disk that refuses keeps nobody from getting rid of a VF: without an intent, a crash leaves it to reconciliation. */
    private OptionalLong begin(Intent.Release release) {
        try {
            return OptionalLong.of(desk.journal().begin(release));
        } catch (StorageException e) {
            LOG.error(
                    "{} is released without an intent: {}",
                    release.owner().assign().getPci(),
                    e.getMessage());
            return OptionalLong.empty();
        }
    }

    /** Carries an intent out that is in the journal already. */
    Result finish(Intent.Release release, Optional<PodNamespace> descriptor, String traceParent) {
        Owner owner = release.owner();
        PciAddress pci = new PciAddress(owner.assign().getPci());
        VfMemory memory = desk.checkpoint().of(pci);
        Optional<CniError> ipamProblem = giveAddressesBack(owner);
        return switch (desk.nics()
                .release(order(pci, owner, memory, descriptor, owner.assign().getReleaseMode()))) {
            case NodeNics.Released.Failed failed -> new Result.Refused(failed.failure());
            case NodeNics.Released.Done done -> {
                VfReleased outcome = Outcomes.released(release, done);
                settle(memory, release, outcome, traceParent);
                if (owner.call().isEmpty()) {
                    holders.forget(owner);
                }
                yield new Result.Released(outcome, ipamProblem);
            }
        };
    }

    /** Says that a VF could not be taken back, so that the allocator keeps it from everybody until it can. */
    VfReleased reportUnclean(Intent.Release release, NodeNics.Failure failure, String traceParent) {
        VfMemory memory =
                desk.checkpoint().of(new PciAddress(release.owner().assign().getPci()));
        VfReleased outcome = Outcomes.released(
                release,
                new NodeNics.Released.Done(
                        List.of("release: done, found " + failure.message()),
                        VfAttributes.newBuilder().build(),
                        /* rebased= */ false,
                        0));
        settle(memory, release, outcome, traceParent);
        return outcome;
    }

    private void settle(VfMemory memory, Intent.Release release, VfReleased outcome, String traceParent) {
        Fence of = Fences.of(outcome.getEpoch(), release.version());
        // A command that was refused while the owner had it may have raised the fence above the owner's.
        Fence highest = of.compareTo(memory.fence()) > 0 ? of : memory.fence();
        VfMemory taken = memory.settled(highest, outcome).unowned();
        VfMemory released = outcome.getClean() ? taken.unprepared() : taken;
        desk.checkpoint()
                .saveIfPossible(outcome.getRebased() ? released.withBaseline(outcome.getAttributes()) : released);
        desk.reports().outcome(memory.pci(), traceParent, outcome);
    }

    private Optional<CniError> giveAddressesBack(Owner owner) {
        Optional<SavedCall> call = owner.call().or(() -> holders.callOf(owner));
        if (call.isEmpty()) {
            return Optional.empty();
        }
        desk.devices().forget(call.get());
        Optional<CniError> problem = desk.ipam().del(call.get());
        if (problem.isPresent()) {
            Attachment attachment = Checkpoint.attachmentOf(owner);
            LOG.warn(
                    "addresses of {} are not back yet: {}",
                    attachment,
                    problem.get().msg());
            owe(attachment, call.get());
        }
        return problem;
    }

    /** Remembers that an IPAM plugin still has addresses of an attachment that is gone. */
    void owe(Attachment attachment, SavedCall call) {
        try {
            desk.checkpoint().oweIpam(attachment, call);
        } catch (StorageException e) {
            LOG.error(
                    "that the addresses of {} are to be given back is not written down: {}",
                    attachment,
                    e.getMessage());
        }
    }

    /**
     * Gives back what an attachment that is gone still has of an IPAM plugin, if anything.
     *
     * @return why not
     */
    Optional<CniError> settleDebt(Attachment attachment) {
        synchronized (debts) {
            Optional<SavedCall> debt = desk.checkpoint().ipamDebt(attachment);
            Optional<CniError> problem = debt.flatMap(call -> desk.ipam().del(call));
            if (debt.isPresent() && problem.isEmpty()) {
                try {
                    desk.checkpoint().payIpam(attachment);
                } catch (StorageException e) {
                    LOG.warn("{} owes no address any more, which is not written down: {}", attachment, e.getMessage());
                }
            }
            return problem;
        }
    }

    static NodeNics.ReleaseOrder order(
            PciAddress pci, Owner owner, VfMemory memory, Optional<PodNamespace> descriptor, ReleaseMode mode) {
        return new NodeNics.ReleaseOrder(
                pci,
                Optional.of(owner.assign().getNetns()),
                descriptor,
                owner.hostNetdev(),
                memory.baseline().or(() -> Optional.of(owner.assign().getBaseline())),
                owner.assign().getSettings(),
                mode);
    }
}
