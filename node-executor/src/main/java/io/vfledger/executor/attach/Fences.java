package io.vfledger.executor.attach;

import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.Version;

/** What a command's (epoch, version) says against the last one acted upon. */
enum Fences {
    /** Strictly greater: to be done. */
    ACT,
    /** The same: its recorded outcome is said again. */
    SAY_AGAIN,
    /** Lower: refused. */
    STALE;

    static Fences compare(Fence command, Fence last) {
        int order = command.compareTo(last);
        if (order > 0) {
            return ACT;
        }
        return order == 0 ? SAY_AGAIN : STALE;
    }

    /** A fence from the contract's numbers; negative ones are before everything. */
    static Fence of(long epoch, long version) {
        return new Fence(new Epoch(Math.max(0, epoch)), new Version(Math.max(0, version)));
    }
}
