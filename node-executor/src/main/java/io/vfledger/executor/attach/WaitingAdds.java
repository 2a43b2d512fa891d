package io.vfledger.executor.attach;

import io.vfledger.vf.Attachment;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ADDs that wait, and the requests that are still open in the log though nobody waits for them any more. */
final class WaitingAdds {
    /** Requests of callers who have gone, remembered so that their DEL is told on; the oldest are forgotten first. */
    private static final int MOST_ORPHANS = 10_000;

    private final Map<String, WaitingAdd> byRequest = new HashMap<>();
    private final Map<Attachment, WaitingAdd> byAttachment = new HashMap<>();
    private final Map<String, Attachment> orphans = new LinkedHashMap<>();

    /** Enters an ADD; false when one of the same attachment is under way. */
    synchronized boolean enter(WaitingAdd add) {
        return byAttachment.putIfAbsent(add.ask().attachment(), add) == null;
    }

    /** Names the request of an ADD, before it can be answered. */
    synchronized void name(String requestId, WaitingAdd add) {
        byRequest.put(requestId, add);
    }

    /** The ADD behind a request, as long as its caller waits. */
    synchronized Optional<WaitingAdd> of(String requestId) {
        return Optional.ofNullable(byRequest.get(requestId));
    }

    /** The ADD of an attachment, as long as its caller waits. */
    synchronized Optional<WaitingAdd> of(Attachment attachment) {
        return Optional.ofNullable(byAttachment.get(attachment));
    }

    /** The call is over. */
    synchronized void end(WaitingAdd add) {
        byAttachment.remove(add.ask().attachment(), add);
        byRequest.entrySet().removeIf(entry -> {
            if (entry.getValue() != add) {
                return false;
            }
            orphan(entry.getKey(), add.ask().attachment());
            return true;
        });
    }

    /** A request that is open in the log and whose caller is not here. */
    synchronized void orphan(String requestId, Attachment attachment) {
        orphans.put(requestId, attachment);
        if (orphans.size() > MOST_ORPHANS) {
            orphans.remove(orphans.keySet().iterator().next());
        }
    }

    /** The allocator has answered the request. */
    synchronized void answered(String requestId) {
        orphans.remove(requestId);
    }

    /** Whether a request of the attachment may still be answered. */
    synchronized boolean isOpen(Attachment attachment) {
        return orphans.containsValue(attachment);
    }
}
