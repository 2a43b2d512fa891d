package io.vfledger.executor.attach;

import io.vfledger.avro.ReleaseCause;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.ContainerId;
import io.vfledger.cni.protocol.InterfaceName;
import io.vfledger.cni.protocol.ValidAttachment;
import io.vfledger.cni.server.CniCall;
import io.vfledger.executor.journal.Intent;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.journal.VfMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CNI GC: takes back what the runtime has forgotten. Its own network only; never a VF whose namespace still lives with it
 * inside; nothing at all where it would be more than half of the node, for then the list is wrong rather than the node.
 */
final class CollectCalls {
    private static final Logger LOG = LoggerFactory.getLogger(CollectCalls.class);

    private final Desk desk;
    private final Lanes lanes;
    private final Releasing releasing;

    CollectCalls(Desk desk, Lanes lanes, Releasing releasing) {
        this.desk = desk;
        this.lanes = lanes;
        this.releasing = releasing;
    }

    CniReply collect(CniCall call, String trace) {
        String network = call.configuration().network().text();
        List<VfMemory> owned = desk.checkpoint().all().stream()
                .filter(memory -> memory.owner().isPresent())
                .toList();
        List<VfMemory> unlisted = unlisted(call, owned, network);
        List<String> problems = new ArrayList<>();
        List<VfMemory> kept = new ArrayList<>();
        List<VfMemory> stale = new ArrayList<>();
        unlisted.forEach(memory -> (lives(memory, problems) ? kept : stale).add(memory));
        if (owned.size() > 1 && stale.size() * 2 > owned.size()) {
            return CniCalls.error(
                    call,
                    CniError.of(
                            CniErrorCode.TRY_AGAIN_LATER,
                            "GC of network " + network + " would release " + stale.size() + " of " + owned.size()
                                    + " attachments of this node, more than half: nothing was released. Is "
                                    + "cni.dev/valid-attachments complete? DEL releases them one by one"));
        }
        stale.forEach(memory -> collect(memory, trace).ifPresent(problems::add));
        List<ValidAttachment> also = kept.stream().map(CollectCalls::attachment).toList();
        desk.ipam()
                .collect(
                        new SavedCall(call.configuration().raw(), call.request().environment()), also)
                .ifPresent(problem -> problems.add(problem.msg()));
        return problems.isEmpty()
                ? CniReply.DONE
                : CniCalls.error(
                        call,
                        CniError.of(
                                CniErrorCode.APPLY_FAILURE,
                                "GC of network " + network + " went on past: " + String.join("; ", problems)));
    }

    private static List<VfMemory> unlisted(CniCall call, List<VfMemory> owned, String network) {
        Set<ValidAttachment> valid = new HashSet<>(call.configuration().validAttachments());
        return owned.stream()
                .filter(memory -> memory.owner()
                        .orElseThrow()
                        .assign()
                        .getAttachment()
                        .getNetwork()
                        .equals(network))
                .filter(memory -> !valid.contains(attachment(memory)))
                .toList();
    }

    private static ValidAttachment attachment(VfMemory memory) {
        io.vfledger.avro.Attachment attachment =
                memory.owner().orElseThrow().assign().getAttachment();
        return new ValidAttachment(
                new ContainerId(attachment.getContainerId()), new InterfaceName(attachment.getIfname()));
    }

    /** What cannot be told counts as alive. */
    private boolean lives(VfMemory memory, List<String> problems) {
        try {
            return desk.nics().holds(memory.owner().orElseThrow().assign().getNetns(), memory.pci());
        } catch (KernelNics.KernelFailure e) {
            problems.add(memory.pci() + ": " + e.getMessage());
            return true;
        }
    }

    private Optional<String> collect(VfMemory seen, String trace) {
        try {
            return lanes.in(seen.pci().value(), () -> release(seen, trace)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(seen.pci() + ": the node agent is stopping");
        } catch (ExecutionException e) {
            LOG.error("GC failed on {}", seen.pci(), e.getCause());
            return Optional.of(seen.pci() + ": " + e.getCause());
        }
    }

    private Optional<String> release(VfMemory seen, String trace) {
        VfMemory now = desk.checkpoint().of(seen.pci());
        if (now.owner().isEmpty() || !now.owner().equals(seen.owner())) {
            return Optional.empty();
        }
        Intent.Release intent = new Intent.Release(
                now.owner().get(),
                ReleaseCause.CNI_GC,
                "",
                now.fence().version().value());
        return switch (releasing.release(intent, Optional.empty(), trace)) {
            case Releasing.Result.Released released -> released.ipamProblem().map(CniError::msg);
            case Releasing.Result.Refused refused ->
                Optional.of(now.pci() + ": " + refused.failure().message());
        };
    }
}
