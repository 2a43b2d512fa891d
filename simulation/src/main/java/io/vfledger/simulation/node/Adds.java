package io.vfledger.simulation.node;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.RequestId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ADDs that wait, and the requests that may still be answered though nobody waits for them any more. */
final class Adds {
    private final Map<RequestId, Add> byRequest = new LinkedHashMap<>();
    private final Map<Attachment, Add> byAttachment = new LinkedHashMap<>();
    private final Map<RequestId, Attachment> orphans = new LinkedHashMap<>();

    boolean enter(Add add) {
        return byAttachment.putIfAbsent(add.ask.attachment(), add) == null;
    }

    void name(RequestId request, Add add) {
        byRequest.put(request, add);
    }

    Optional<Add> of(RequestId request) {
        return Optional.ofNullable(byRequest.get(request));
    }

    Optional<Add> of(Attachment attachment) {
        return Optional.ofNullable(byAttachment.get(attachment));
    }

    void end(Add add) {
        byAttachment.remove(add.ask.attachment(), add);
        byRequest.entrySet().removeIf(entry -> {
            if (entry.getValue() != add) {
                return false;
            }
            orphan(entry.getKey(), add.ask.attachment());
            return true;
        });
    }

    void orphan(RequestId request, Attachment attachment) {
        orphans.put(request, attachment);
    }

    void answered(RequestId request) {
        orphans.remove(request);
    }

    boolean isOpen(Attachment attachment) {
        return orphans.containsValue(attachment);
    }

    boolean anyWaits() {
        return !byAttachment.isEmpty();
    }
}
