package io.vfledger.ledger;

import io.vfledger.lifecycle.TimerSubject;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.RequestId;

/** Names of timers: {@code vf/} and the function's address, or {@code request/} and the request's id. */
final class TimerIds {
    private static final String VF = "vf/";
    private static final String REQUEST = "request/";

    private TimerIds() {}

    static String of(TimerSubject subject) {
        return switch (subject) {
            case TimerSubject.OfVf vf -> VF + vf.vf();
            case TimerSubject.OfRequest request -> REQUEST + request.request();
        };
    }

    static TimerSubject subject(String id) {
        if (id.startsWith(VF)) {
            return new TimerSubject.OfVf(new PciAddress(id.substring(VF.length())));
        }
        if (id.startsWith(REQUEST)) {
            return new TimerSubject.OfRequest(new RequestId(id.substring(REQUEST.length())));
        }
        throw new IllegalArgumentException("timer '" + id + "' is not known: allowed are vf/... and request/...");
    }
}
