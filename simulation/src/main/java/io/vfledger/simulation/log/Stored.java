package io.vfledger.simulation.log;

/**
 * A record in the log.
 *
 * @param offset rises within its partition, with gaps
 * @param key whose it is
 * @param value what it says
 * @param atMs when the broker appended it
 * @param writer the transaction that it is of
 */
public record Stored(long offset, String key, Object value, long atMs, Transaction writer) {}
