package io.vfledger.inventory.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an open request waits for.
 *
 * @param on in one word
 * @param text in words
 * @param ms since the allocator took it up, milliseconds
 * @param overdue its deadline has passed: nobody waits for it any more
 */
public record Waiting(On on, String text, long ms, boolean overdue) {
    /** What a request can wait for. */
    public enum On {
        /** No function was chosen: none was free that it may have. */
        A_FUNCTION,
        /** The node was told to attach it, and has not answered. */
        ITS_NODE,
        /** The function that it is to have is on its way back from another. */
        A_RELEASE,
        /** The function that it is to have is not yet verified as clean. */
        VERIFICATION,
        /** The service does not know the function. */
        NOT_KNOWN
    }

    static Waiting of(RequestView request, Optional<VfView> vf, Instant now) {
        On on = request.pci().isEmpty() ? On.A_FUNCTION : vf.map(Waiting::on).orElse(On.NOT_KNOWN);
        return new Waiting(
                on,
                text(on, vf),
                Math.max(0, Duration.between(request.openedAt(), now).toMillis()),
                request.deadline().filter(now::isAfter).isPresent());
    }

    private static On on(VfView vf) {
        return switch (vf.phase()) {
            case HELD, ATTACHING, ATTACHED -> On.ITS_NODE;
            case RELEASING -> On.A_RELEASE;
            case DISCOVERED, RESERVED, FREE, QUARANTINED, LOST, GONE -> On.VERIFICATION;
        };
    }

    private static String text(On on, Optional<VfView> vf) {
        String where = vf.map(found -> found.key() + " is " + found.phase() + " since " + found.since() + " (entry "
                        + found.nodeSeq() + ": " + found.reason() + ")")
                .orElse("");
        return switch (on) {
            case A_FUNCTION -> "no function was chosen yet: none is free that it may have";
            case ITS_NODE -> "its node was told and has not answered; " + where;
            case A_RELEASE -> "its function is to be given back first; " + where;
            case VERIFICATION -> "its function is to be verified first; " + where;
            case NOT_KNOWN -> "its function is not known to the service";
        };
    }
}
