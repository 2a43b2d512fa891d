package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.RequestId;

/** What a timer belongs to; each has at most one. */
public sealed interface TimerSubject {
    /** The timer of a function: what it means depends on the phase. */
    record OfVf(PciAddress vf) implements TimerSubject {}

    /** The deadline of a request that waits for a function. */
    record OfRequest(RequestId request) implements TimerSubject {}
}
