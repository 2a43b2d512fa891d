package io.vfledger.vf;

/**
 * What an agent stamps on each record it writes; by it redelivery, loss and the order of ADD and DEL are told.
 *
 * @param incarnation the life of the agent that wrote the record
 * @param agentSeq dense within the incarnation, over all topics; 0 or more
 * @param occurredAtMs the agent's clock at the event, milliseconds since 1970 UTC; for people, never for ordering
 */
public record AgentStamp(Incarnation incarnation, long agentSeq, long occurredAtMs) {
    public AgentStamp {
        Require.inRange("agent_seq", agentSeq, 0, Long.MAX_VALUE);
    }
}
