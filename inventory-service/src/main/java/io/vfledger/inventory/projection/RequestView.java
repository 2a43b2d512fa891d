package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * A request and what became of it.
 *
 * @param requestId unique for ever
 * @param node whose
 * @param open it waits for its node
 * @param attachment the interface that is asked for; empty where the request could not be read
 * @param pod the pod, where the runtime told it
 * @param pci the function that was chosen; empty where none was
 * @param openedAt when the allocator first saw it
 * @param deadline when nobody waits for it any more; empty where it was refused at once
 * @param settledAt when it was settled; empty while it is open
 * @param settledBy short name of the record that settled it, or the timer; empty while it is open
 * @param reason why it was refused or failed; empty where it was granted or is open
 * @param nodeSeq the entry of its last change
 * @param waiting what it waits for; empty where it is settled
 */
public record RequestView(
        String requestId,
        NodeName node,
        boolean open,
        Optional<Attachment> attachment,
        Optional<PodIdentity> pod,
        Optional<PciAddress> pci,
        Instant openedAt,
        Optional<Instant> deadline,
        Optional<Instant> settledAt,
        Optional<String> settledBy,
        String reason,
        long nodeSeq,
        Optional<Waiting> waiting) {
    /** A request that an entry opened. */
    static RequestView opened(Request request, Entry by) {
        Optional<PodIdentity> pod = request.pod().or(() -> by.cause().told().pod());
        return new RequestView(
                request.requestId(),
                by.node(),
                true,
                Optional.of(request.attachment()),
                pod,
                request.pci(),
                request.openedAt(),
                Optional.of(request.deadline()),
                Optional.empty(),
                Optional.empty(),
                "",
                by.nodeSeq(),
                Optional.empty());
    }

    /** A request that an entry refused at once. */
    static RequestView refused(String requestId, Cause.Content content, Entry by) {
        return new RequestView(
                requestId,
                by.node(),
                false,
                content.attachment(),
                content.pod(),
                Optional.empty(),
                by.decidedAt(),
                Optional.empty(),
                Optional.of(by.decidedAt()),
                Optional.of(EntryRef.of(by).cause()),
                by.reason(),
                by.nodeSeq(),
                Optional.empty());
    }

    /** This, settled by that entry. */
    RequestView settled(Entry by) {
        String why = by.reason().isEmpty() ? reasonOf(by) : by.reason();
        return new RequestView(
                requestId,
                node,
                false,
                attachment,
                pod,
                pci,
                openedAt,
                deadline,
                Optional.of(by.decidedAt()),
                Optional.of(EntryRef.of(by).cause()),
                why,
                by.nodeSeq(),
                Optional.empty());
    }

    /**
     * This, with what it waits for.
     *
     * @param vf the function that was chosen; empty where none was, or it is not known
     */
    public RequestView waiting(Optional<VfView> vf, Instant now) {
        return new RequestView(
                requestId,
                node,
                open,
                attachment,
                pod,
                pci,
                openedAt,
                deadline,
                settledAt,
                settledBy,
                reason,
                nodeSeq,
                Optional.of(Waiting.of(this, vf, now)));
    }

    /** An attachment needs no reason; everything else that settles a request has one. */
    private String reasonOf(Entry by) {
        return by.changes().stream()
                .filter(Change.Moved.class::isInstance)
                .map(Change.Moved.class::cast)
                .filter(move -> pci.isEmpty() || move.pci().equals(pci.get()))
                .filter(move -> move.to() != VfPhase.ATTACHED)
                .map(Change.Moved::reason)
                .findFirst()
                .orElse("");
    }
}
