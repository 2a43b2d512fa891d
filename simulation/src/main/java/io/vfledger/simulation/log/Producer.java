package io.vfledger.simulation.log;

/**
 * A life of a transactional producer.
 *
 * @param id its transactional id
 * @param epoch raised by each that begins with that id; the older are fenced
 */
public record Producer(String id, int epoch) {}
