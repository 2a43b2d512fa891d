package io.vfledger.vf;

import java.util.OptionalLong;

/**
 * What an agent stamps on each record it writes; by it redelivery, loss and the order of ADD and DEL are told.
 *
 * @param incarnation the life of the agent that wrote the record
 * @param agentSeq dense within the incarnation, over all topics; 0 or more
 * @param previousInTopic agent_seq of the record before it in the same topic and incarnation; 0 for the first there; empty
 *     where the agent does not tell
 * @param occurredAtMs the agent's clock at the event, milliseconds since 1970 UTC; for people, never for ordering
 */
public record AgentStamp(Incarnation incarnation, long agentSeq, OptionalLong previousInTopic, long occurredAtMs) {
    public AgentStamp {
        Require.inRange("agent_seq", agentSeq, 0, Long.MAX_VALUE);
        if (previousInTopic.isPresent()) {
            Require.inRange("topic_previous_seq", previousInTopic.getAsLong(), 0, Math.max(0, agentSeq - 1));
        }
    }
}
