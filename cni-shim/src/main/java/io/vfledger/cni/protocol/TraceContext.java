package io.vfledger.cni.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * W3C trace context of the caller, for the headers of the records that the call gives rise to. A malformed traceparent
 * drops all of it, as the W3C recommendation asks; it never fails a call.
 */
public record TraceContext(Optional<String> traceparent, Optional<String> tracestate, Optional<String> baggage) {
    public static final TraceContext NONE = new TraceContext(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    /** The recommendation's upper bound for baggage; tracestate has 512 as its lower one. */
    private static final int LENGTH_MAX = 8192;

    static TraceContext of(Optional<String> traceparent, Optional<String> tracestate, Optional<String> baggage) {
        if (traceparent.filter(t -> TRACEPARENT.matcher(t).matches()).isEmpty()) {
            return NONE;
        }
        return new TraceContext(traceparent, printable(tracestate), printable(baggage));
    }

    private static Optional<String> printable(Optional<String> value) {
        return value.filter(v -> v.length() <= LENGTH_MAX && v.chars().allMatch(c -> c >= 0x20 && c < 0x7f));
    }
}
