package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.RecoverVf;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.ReportInventory;
import io.vfledger.avro.RequestRefused;
import io.vfledger.avro.VerifyVf;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.stream.CommandHandler;
import io.vfledger.executor.stream.LogView;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.schemas.RecordKey;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the commands say: each in the lane of its function, once, in the order of (epoch, version). */
public final class CommandExecutor implements CommandHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);

    private final Desk desk;
    private final Lanes lanes;
    private final WaitingAdds adds;
    private final Attaching attaching;
    private final Holding holding;
    private final FunctionCommands functions;
    private final LogReconciliation reconciliation;
    private final CountDownLatch loaded = new CountDownLatch(1);

    /**
     * Wires it.
     *
     * @param desk what it works with
     * @param lanes where work is done
     * @param adds the ADDs that wait
     * @param attaching carries AssignVf out
     * @param holding carries HoldVf out
     * @param functions carries the others out
     */
    CommandExecutor(
            Desk desk,
            Lanes lanes,
            WaitingAdds adds,
            Attaching attaching,
            Holding holding,
            FunctionCommands functions) {
        this.desk = desk;
        this.lanes = lanes;
        this.adds = adds;
        this.attaching = attaching;
        this.holding = holding;
        this.functions = functions;
        this.reconciliation = new LogReconciliation(desk, adds);
    }

    @Override
    public void loaded(LogView view) {
        reconciliation.adopt(view);
        loaded.countDown();
        LOG.info("the log knows {} functions of this node", view.functions().size());
        var _ = lanes.in("inventory", () -> {
                    functions.tellMisplaced();
                    return null;
                })
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.warn("VFs were not compared with what the log knows: {}", failure.getMessage());
                    }
                });
    }

    /** Whether the log was read in this life, or an earlier one left a checkpoint of it. */
    boolean knowsAttachments() {
        return loaded.getCount() == 0 || desk.checkpoint().synced();
    }

    @Override
    public void replayed() {
        for (SpecificRecord pending : reconciliation.neverSeen()) {
            var _ = handle(pending, TraceParent.fresh());
        }
    }

    @Override
    public CompletableFuture<Void> handle(SpecificRecord command, String trace) {
        CompletableFuture<Void> done = switch (command) {
            case AssignVf assign ->
                fenced(Outcomes.Addressed.of(assign), trace, memory -> attaching.carryOut(assign, memory, trace));
            case ReleaseVf release ->
                fenced(address(release), trace, memory -> functions.release(release, address(release), memory, trace));
            case VerifyVf verify ->
                fenced(address(verify), trace, memory -> functions.verify(verify, address(verify), memory, trace));
            case RecoverVf recover ->
                fenced(address(recover), trace, memory -> functions.recover(recover, address(recover), memory, trace));
            case HoldVf hold ->
                fenced(address(hold), trace, memory -> holding.carryOut(hold, address(hold), memory, trace));
            case ConfigurePf configure ->
                fenced(
                        address(configure),
                        desk.checkpoint()::ofPf,
                        trace,
                        memory -> functions.configure(configure, address(configure), memory, trace));
            case ReportInventory report -> lanes.in("inventory", () -> functions.report(report, trace));
            case RequestRefused refused -> {
                refuse(refused);
                yield CompletableFuture.completedFuture(null);
            }
            case SpecificRecord other ->
                throw new IllegalStateException(
                        "no command: " + other.getSchema().getName());
        };
        return done.whenComplete((nothing, failure) -> {
            if (failure != null) {
                failed(command, failure);
            }
        });
    }

    private void failed(SpecificRecord command, Throwable failure) {
        LOG.error("{} failed", command.getSchema().getName(), failure);
        if (command instanceof AssignVf assign) {
            CniError error = CniError.of(
                    CniErrorCode.INTERNAL_FAILURE,
                    "the node agent failed on " + assign.getPci() + ": " + failure + "; its log has more");
            adds.of(assign.getRequestId()).ifPresent(add -> add.answer(new WaitingAdd.Answer.No(error)));
        }
    }

    private CompletableFuture<Void> fenced(Outcomes.Addressed command, String trace, Consumer<VfMemory> act) {
        return fenced(command, desk.checkpoint()::of, trace, act);
    }

    private CompletableFuture<Void> fenced(
            Outcomes.Addressed command, Function<PciAddress, VfMemory> known, String trace, Consumer<VfMemory> act) {
        return lanes.in(command.pci().value(), () -> {
            VfMemory memory = known.apply(command.pci());
            switch (Fences.compare(command.fence(), memory.fence())) {
                case ACT -> act.accept(memory);
                case SAY_AGAIN -> sayAgain(command, memory, trace);
                case STALE -> refuseStale(command, memory, trace);
            }
            return null;
        });
    }

    private void sayAgain(Outcomes.Addressed command, VfMemory memory, String trace) {
        if (memory.outcome().isPresent()) {
            desk.reports().outcome(memory.pci(), trace, memory.outcome().get());
        } else {
            refuseStale(command, memory, trace);
        }
    }

    private void refuseStale(Outcomes.Addressed command, VfMemory memory, String trace) {
        CommandFailed outcome = Outcomes.failed(
                        command,
                        FailureReason.STALE,
                        "(epoch, version) " + command.fence() + " is not above " + memory.fence()
                                + ", which this node has acted upon")
                .build();
        desk.reports().outcome(memory.pci(), trace, outcome);
        adds.of(command.requestId())
                .filter(WaitingAdd::take)
                .ifPresent(add -> add.answer(new WaitingAdd.Answer.No(
                        CniError.of(CniErrorCode.TRY_AGAIN_LATER, command.pci() + ": " + outcome.getMessage()))));
    }

    private void refuse(RequestRefused refused) {
        adds.answered(refused.getRequestId());
        int code = refused.getCniCode() >= 1 && refused.getCniCode() <= 65_535
                ? refused.getCniCode()
                : CniErrorCode.REQUEST_REFUSED.number();
        String message = refused.getMessage().isBlank() ? refused.getReason().name() : refused.getMessage();
        adds.of(refused.getRequestId())
                .filter(WaitingAdd::take)
                .ifPresent(
                        add -> add.answer(new WaitingAdd.Answer.No(new CniError(code, message, refused.getDetails()))));
    }

    @Override
    public void unreadable(String key, String problem) {
        LOG.error("a command cannot be read: {}", problem);
        Optional<PciAddress> pci = RecordKey.pciOf(key).flatMap(CommandExecutor::address);
        if (pci.isPresent()) {
            Outcomes.Addressed command =
                    new Outcomes.Addressed(desk.reports().node().value(), "", pci.get(), Fence.ZERO, "");
            desk.reports()
                    .outcome(
                            pci.get(),
                            TraceParent.fresh(),
                            Outcomes.failed(command, FailureReason.UNSUPPORTED, problem)
                                    .build());
        }
    }

    private static Optional<PciAddress> address(String text) {
        try {
            return Optional.of(new PciAddress(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Outcomes.Addressed address(ReleaseVf command) {
        return addressed(
                command.getNode(), command.getCommandId(), command.getPci(), command.getEpoch(), command.getVersion());
    }

    private static Outcomes.Addressed address(VerifyVf command) {
        return addressed(
                command.getNode(), command.getCommandId(), command.getPci(), command.getEpoch(), command.getVersion());
    }

    private static Outcomes.Addressed address(RecoverVf command) {
        return addressed(
                command.getNode(), command.getCommandId(), command.getPci(), command.getEpoch(), command.getVersion());
    }

    private static Outcomes.Addressed address(HoldVf command) {
        return addressed(
                command.getNode(), command.getCommandId(), command.getPci(), command.getEpoch(), command.getVersion());
    }

    private static Outcomes.Addressed address(ConfigurePf command) {
        return addressed(command.getNode(), command.getCommandId(), command.getPci(), 0, command.getVersion());
    }

    private static Outcomes.Addressed addressed(String node, String id, String pci, long epoch, long version) {
        return new Outcomes.Addressed(node, id, new PciAddress(pci), Fences.of(epoch, version), "");
    }
}
