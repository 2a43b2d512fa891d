package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;

/**
 * A request that is not settled yet.
 *
 * @param ask what was asked
 * @param vf the function that it gets, or waits for
 * @param waiting true while somebody else still has the function
 * @param openedAtMs decided_at_ms of the entry that opened it
 * @param timer its deadline, as long as it waits
 */
public record OpenRequest(AddAsk ask, PciAddress vf, boolean waiting, long openedAtMs, Timer timer) {}
