package io.vfledger.executor.outbox;

import io.vfledger.avro.AgentStamp;
import io.vfledger.schemas.Topic;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A record before it has its place in the order of the agent's records.
 *
 * @param topic where to
 * @param key {@code node} or {@code node/pci}
 * @param traceParent the trace that it belongs to, W3C Trace Context
 * @param record makes the record, given its stamp
 */
public record Draft(Topic topic, String key, String traceParent, Function<AgentStamp, SpecificRecordBase> record) {}
