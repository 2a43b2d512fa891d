package io.vfledger.vfctl.platform;

import java.util.Optional;

/**
 * What the supervisor last wrote of a part.
 *
 * @param name which
 * @param process the present process, or the last one
 * @param phase what it is doing
 * @param port where it serves
 * @param startedAtMs when that process was started, milliseconds since the Unix epoch; 0 if never
 * @param readyAfterMs from the start of the process until it was ready; 0 while it is not
 * @param restarts how often it was restarted after it had died by itself
 */
record PartState(
        PartName name,
        Optional<ProcessIdentity> process,
        Phase phase,
        int port,
        long startedAtMs,
        long readyAfterMs,
        int restarts) {
    /** What a part is doing. */
    enum Phase {
        /** Waits for what it needs, or for its next try. */
        WAITING,
        STARTING,
        READY,
        /** By request; stays so until started again. */
        STOPPED
    }

    static PartState initial(PartName name, int port) {
        return new PartState(name, Optional.empty(), Phase.WAITING, port, 0, 0, 0);
    }

    PartState in(Phase next) {
        return new PartState(name, process, next, port, startedAtMs, readyAfterMs, restarts);
    }

    PartState started(ProcessIdentity identity, long nowMs) {
        return new PartState(name, Optional.of(identity), Phase.STARTING, port, nowMs, 0, restarts);
    }

    PartState ready(long nowMs) {
        return new PartState(name, process, Phase.READY, port, startedAtMs, nowMs - startedAtMs, restarts);
    }

    PartState died() {
        return new PartState(name, process, Phase.WAITING, port, startedAtMs, 0, restarts + 1);
    }

    boolean isAlive() {
        return process.filter(ProcessIdentity::isAlive).isPresent();
    }
}
