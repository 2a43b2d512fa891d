package io.vfledger.host;

import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.VfKey;
import java.util.Optional;

/**
 * The newest state of a function, for {@code vf-state}.
 *
 * @param key whose
 * @param state its state
 * @param pool the pool that it belongs to
 * @param nodeSeq of the entry that made it so
 * @param entryHash of that entry
 */
public record VfRecord(VfKey key, VfState state, Optional<PoolName> pool, long nodeSeq, Bytes entryHash) {}
