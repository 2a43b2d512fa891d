package io.vfledger.vfctl.evidence;

import io.vfledger.lifecycle.NodeState;

/** What is done with the entries of an archive, in their order. */
sealed interface Replay permits Told, DecidedAnew, DecidedOtherwise {
    /**
     * Takes an entry.
     *
     * @param before the fold of its node's entries up to it
     */
    void take(NodeState before, RawEntry entry);

    /** After the last one: whether all is as it should be. */
    boolean end();
}
