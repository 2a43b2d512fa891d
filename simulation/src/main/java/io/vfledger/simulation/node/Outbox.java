package io.vfledger.simulation.node;

import io.vfledger.lifecycle.AgentInput;
import io.vfledger.lifecycle.Source;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.simulation.log.Topic;
import io.vfledger.vf.AgentStamp;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** An agent's records in the order of agent_seq until the log has them; what an earlier life left comes first. */
final class Outbox {
    private final Agent agent;
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private final Map<Source, Long> lastOf = new EnumMap<>(Source.class);
    private long seq;
    private long sent;
    private long landsAtMs;

    private record Waiting(Outgoing record, boolean durable, Runnable acknowledged) {}

    Outbox(Agent agent) {
        this.agent = agent;
        agent.disk()
                .outbox()
                .forEach((place, record) -> waiting.put(place, new Waiting(record, true, Outbox::tellNobody)));
    }

    private static void tellNobody() {}

    /** The stamp of the next record, which names the one before it in its topic. */
    private AgentStamp nextStamp(Source source) {
        seq++;
        Long previous = lastOf.put(source, seq);
        return new AgentStamp(
                agent.incarnation(), seq, OptionalLong.of(previous == null ? 0 : previous), agent.clockMs());
    }

    /** Takes a record that must not be lost. */
    void keep(AgentInput said) {
        keep(said, Outbox::tellNobody);
    }

    /** Takes a record that must not be lost, and tells when the log has it. */
    void keep(AgentInput said, Runnable acknowledged) {
        Outgoing record = new Outgoing(Stamped.with(nextStamp(said.source()), said));
        waiting.put(agent.disk().keep(record), new Waiting(record, true, acknowledged));
    }

    /** Takes a record that is worthless once its agent has died. */
    void pass(Source source, Function<AgentStamp, AgentInput> said) {
        Outgoing record = new Outgoing(said.apply(nextStamp(source)));
        waiting.put(agent.disk().place(), new Waiting(record, false, Outbox::tellNobody));
    }

    void start() {
        agent.later(agent.fate().chance().between(1, 40), this::pump);
    }

    private void pump() {
        while (agent.machine().reachesBroker() && waiting.higherEntry(sent) != null) {
            Map.Entry<Long, Waiting> next = waiting.higherEntry(sent);
            sent = next.getKey();
            send(next.getKey(), next.getValue().record());
        }
        agent.later(agent.fate().chance().between(5, 60), this::pump);
    }

    private void send(long place, Outgoing record) {
        long now = agent.fate().nowMs();
        landsAtMs = Math.max(landsAtMs, now + agent.fate().chance().between(1, 25));
        agent.fate().timeline().in(landsAtMs - now, () -> {
            if (agent.lives() || agent.fate().strikes(Fault.IN_FLIGHT_LANDS)) {
                land(place, record.record());
            }
        });
    }

    private void land(long place, AgentInput record) {
        agent.machine().append(Topic.of(record.source()), record);
        agent.later(agent.fate().chance().between(1, 10), () -> {
            if (agent.fate().strikes(Fault.ACK_LOST)) {
                // A producer that begins anew sends all again that it knows nothing about.
                sent = waiting.isEmpty() ? sent : waiting.firstKey() - 1;
            } else {
                Optional.ofNullable(waiting.remove(place)).ifPresent(done -> {
                    agent.disk().forget(place);
                    done.acknowledged().run();
                });
            }
        });
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
