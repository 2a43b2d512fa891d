package io.vfledger.executor.journal;

/**
 * One life of the agent.
 *
 * @param incarnation counted up at every start, 1 the first
 * @param bootId of the running kernel
 * @param machineId of the machine
 * @param build the agent's version
 */
public record AgentLife(long incarnation, String bootId, String machineId, String build) {}
