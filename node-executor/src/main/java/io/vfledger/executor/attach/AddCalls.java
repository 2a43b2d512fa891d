package io.vfledger.executor.attach;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStamp;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.DeviceAddress;
import io.vfledger.cni.protocol.InterfaceName;
import io.vfledger.cni.protocol.PoolName;
import io.vfledger.cni.protocol.ResultInterface;
import io.vfledger.cni.protocol.VfChoice;
import io.vfledger.cni.server.CniCall;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.vf.Attachment;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** CNI ADD: asks the allocator through the log and waits for what the executor makes of its answer. */
public final class AddCalls {
    /** What is left of the caller's time for the way back of the answer. */
    private static final Duration REPLY_MARGIN = Duration.ofMillis(300);

    private final Desk desk;
    private final WaitingAdds adds;
    private final Duration timeout;
    private final Supplier<Optional<String>> broker;
    private final HeldAdds held;

    /**
     * @param desk what it works with
     * @param adds where the waiting ones are
     * @param timeout how long an ADD may take
     * @param broker why Kafka cannot be reached now; empty while it can
     * @param held completes those that were decided before
     */
    AddCalls(Desk desk, WaitingAdds adds, Duration timeout, Supplier<Optional<String>> broker, HeldAdds held) {
        this.desk = desk;
        this.adds = adds;
        this.timeout = timeout;
        this.broker = broker;
        this.held = held;
    }

    /** Why no ADD can succeed now; empty while one can, be it one that a VF is held for. */
    Optional<String> trouble() {
        return localTrouble().or(() -> held.any() ? Optional.empty() : brokerTrouble());
    }

    private Optional<String> localTrouble() {
        if (!desk.reports().hasRoom()) {
            return Optional.of("the outbox is nearly full: " + desk.reports().fill());
        }
        Optional<String> disk = desk.checkpoint().trouble();
        if (disk.isPresent()) {
            return disk;
        }
        return Optional.empty();
    }

    private Optional<String> brokerTrouble() {
        return broker.get().map(why -> "the Kafka broker cannot be reached: " + why);
    }

    CniReply add(CniCall call, String trace) {
        Attachment attachment = CniCalls.attachmentOf(call);
        PodNamespace namespace =
                PodNamespace.of(call.namespace().orElseThrow(), call.request().requiredSandbox());
        Optional<CniError> refusal = refusal(attachment, namespace);
        if (refusal.isPresent()) {
            return CniCalls.error(call, refusal.get());
        }
        Duration patience = patience(call);
        Checked<Optional<DeviceAddress>> device = device(call.configuration().choice());
        if (device instanceof Checked.Refused<Optional<DeviceAddress>>(CniError error)) {
            return CniCalls.error(call, error);
        }
        WaitingAdd add = new WaitingAdd(new WaitingAdd.Ask(
                attachment,
                ((Checked.Valid<Optional<DeviceAddress>>) device).value(),
                call.configuration().settings().sysctls(),
                new SavedCall(call.configuration().raw(), call.request().environment()),
                namespace,
                CniMapping.digest(call.configuration().raw()),
                patience));
        if (!adds.enter(add)) {
            return CniCalls.error(
                    call,
                    CniError.of(CniErrorCode.TRY_AGAIN_LATER, "an ADD of " + attachment + " is under way already"));
        }
        try {
            return served(call, add, patience.minus(REPLY_MARGIN), trace);
        } finally {
            adds.end(add);
        }
    }

    private Optional<CniError> refusal(Attachment attachment, PodNamespace namespace) {
        if (desk.checkpoint().heldBy(attachment).isPresent()) {
            return Optional.of(CniError.of(
                    CniErrorCode.INVALID_ENVIRONMENT, attachment + " is attached already; DEL it before another ADD"));
        }
        if (desk.nics().interfaceExists(namespace, attachment.ifname().value())) {
            return Optional.of(CniError.of(
                    CniErrorCode.INVALID_ENVIRONMENT,
                    "CNI_IFNAME " + attachment.ifname() + " exists already in namespace "
                            + namespace.identity().getPath()));
        }
        return localTrouble().map(problem -> CniError.of(CniErrorCode.TRY_AGAIN_LATER, problem));
    }

    /** The VF that is named by its address, or by the PF's interface and its number there. */
    private Checked<Optional<DeviceAddress>> device(VfChoice choice) {
        if (choice.index().isEmpty()) {
            return Checked.valid(choice.device());
        }
        String pf = choice.pf().orElseThrow().text();
        int index = choice.index().getAsInt();
        Optional<DeviceAddress> found = desk.nics().vf(pf, index).map(pci -> new DeviceAddress(pci.value()));
        if (found.isEmpty()) {
            return Checked.refused(
                    CniErrorCode.INVALID_NETWORK_CONFIG,
                    "CNI_ARGS VF=" + index + ": PF " + pf + " has no such VF here");
        }
        if (choice.device().isPresent() && !choice.device().equals(found)) {
            return Checked.refused(
                    CniErrorCode.INVALID_NETWORK_CONFIG,
                    "deviceID " + choice.device().get() + " is another VF than VF " + index + " of " + pf
                            + ", which is " + found.get());
        }
        return Checked.valid(found);
    }

    private Duration patience(CniCall call) {
        Duration told = call.remaining();
        return told.isZero() || told.compareTo(timeout) > 0 ? timeout : told;
    }

    /** Held or cold, never both. */
    private CniReply served(CniCall call, WaitingAdd add, Duration patience, String trace) {
        try {
            boolean taken = mayBeHeld(call, add) && held.take(wanted(call, add), add, patience, trace);
            Optional<CniError> refusal = taken ? Optional.empty() : ask(call, add, patience, trace);
            return refusal.isPresent() ? CniCalls.error(call, refusal.get()) : awaited(call, add, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            add.leave();
            return CniCalls.error(call, CniError.of(CniErrorCode.TRY_AGAIN_LATER, "the node agent is stopping"));
        }
    }

    /** Who names a VF, or a PF, is answered by the allocator. */
    private static boolean mayBeHeld(CniCall call, WaitingAdd add) {
        return add.ask().device().isEmpty()
                && call.configuration().choice().pf().isEmpty();
    }

    private static Holding.Wanted wanted(CniCall call, WaitingAdd add) {
        return new Holding.Wanted(
                add.ask().attachment(),
                CniMapping.pod(call.request().args()),
                call.configuration().choice().pool().map(PoolName::text).orElse(""),
                CniMapping.settings(call.configuration().settings()));
    }

    /** Asks the allocator; says why that cannot be done. */
    private Optional<CniError> ask(CniCall call, WaitingAdd add, Duration patience, String trace) {
        Optional<String> away = brokerTrouble();
        if (away.isPresent()) {
            return Optional.of(CniError.of(CniErrorCode.TRY_AGAIN_LATER, away.get()));
        }
        long deadlineMs = desk.clock().millis() + patience.toMillis();
        Receipt receipt = desk.reports().request(trace, stamp -> {
            AddRequested request = request(call, add, stamp, deadlineMs);
            adds.name(request.getRequestId(), add);
            return request;
        });
        return receipt instanceof Receipt.Full full
                ? Optional.of(CniError.of(CniErrorCode.TRY_AGAIN_LATER, full.why()))
                : Optional.empty();
    }

    private CniReply awaited(CniCall call, WaitingAdd add, Duration patience) throws InterruptedException {
        Optional<WaitingAdd.Answer> answer = add.await(patience);
        while (answer.isEmpty()) {
            if (add.leave()) {
                return CniCalls.error(call, nobodyAnswered(patience));
            }
            answer = add.await(Duration.ofSeconds(1));
        }
        return reply(call, answer.get());
    }

    private CniError nobodyAnswered(Duration patience) {
        String why = broker.get()
                .map(problem -> "the Kafka broker cannot be reached: " + problem)
                .orElse("the allocator did not answer; is allocator-service running?");
        return CniError.of(
                CniErrorCode.TRY_AGAIN_LATER, "no VF was assigned within " + patience.toMillis() + " ms: " + why);
    }

    private AddRequested request(CniCall call, WaitingAdd add, AgentStamp stamp, long deadlineMs) {
        WaitingAdd.Ask ask = add.ask();
        VfChoice choice = call.configuration().choice();
        return AddRequested.newBuilder()
                .setNode(desk.reports().node().value())
                .setAgent(stamp)
                .setRequestId(requestId(desk.reports(), stamp))
                .setAttachment(toRecord(ask.attachment()))
                .setPod(CniMapping.pod(call.request().args()).orElse(null))
                .setNetns(ask.namespace().identity())
                .setPool(choice.pool().map(PoolName::text).orElse(""))
                .setDeviceId(ask.device().map(DeviceAddress::text).orElse(null))
                .setPfNetdev(choice.pf().map(InterfaceName::text).orElse(null))
                .setWholePf(choice.whole())
                .setSettings(CniMapping.settings(call.configuration().settings()))
                .setConfigDigest(ask.configDigest())
                .setCniVersion(call.configuration().version().text())
                .setDeadlineMs(deadlineMs)
                .build();
    }

    /** node/incarnation/agent_seq: unique for ever. */
    static String requestId(Reports reports, AgentStamp stamp) {
        return reports.node() + "/" + stamp.getIncarnation() + "/" + stamp.getAgentSeq();
    }

    static io.vfledger.avro.Attachment toRecord(Attachment attachment) {
        return io.vfledger.avro.Attachment.newBuilder()
                .setNetwork(attachment.network().value())
                .setContainerId(attachment.containerId().value())
                .setIfname(attachment.ifname().value())
                .build();
    }

    private static CniReply reply(CniCall call, WaitingAdd.Answer answer) {
        return switch (answer) {
            case WaitingAdd.Answer.No no -> CniCalls.error(call, no.error());
            case WaitingAdd.Answer.Attached attached -> {
                ResultInterface made = new ResultInterface(
                        call.request().requiredSandbox().interfaceName().text(),
                        attached.mac(),
                        attached.mtu().map(OptionalInt::of).orElseGet(OptionalInt::empty),
                        call.request().requiredSandbox().namespacePath(),
                        Optional.empty(),
                        Optional.of(attached.pci()));
                CniResult own =
                        CniResult.of(made, attached.ipam(), call.configuration().dns());
                CniResult whole =
                        call.configuration().previousResult().map(own::after).orElse(own);
                yield CniReply.result(call.configuration().version(), whole);
            }
        };
    }
}
