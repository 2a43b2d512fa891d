package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;
import java.util.Optional;

/**
 * The last agent_seq seen of each topic, of the newest incarnations. Within a topic an agent's records come in the order
 * of agent_seq, copies included, so one number per topic tells a copy.
 *
 * @param marks last agent_seq by incarnation and topic
 */
public record DedupeWindow(SortedTable<SeqMark, Long> marks) {
    /** How many incarnations are remembered. */
    public static final int INCARNATIONS = 4;

    /** Nothing seen. */
    public static final DedupeWindow EMPTY = new DedupeWindow(SortedTable.empty());

    /** The last agent_seq of that topic in that life, if it is remembered. */
    public Optional<Long> lastSeen(long counter, Source source) {
        return marks.get(new SeqMark(counter, source));
    }

    /** Whether a record from that source was seen which is newer than that stamp: of the same life, or of a later one. */
    boolean hasLater(Source source, AgentStamp stamp) {
        long counter = stamp.incarnation().counter();
        for (SeqMark mark : marks.keys().reversed()) {
            if (mark.counter() < counter) {
                return false;
            }
            if (mark.source() == source
                    && (mark.counter() > counter || marks.get(mark).orElseThrow() > stamp.agentSeq())) {
                return true;
            }
        }
        return false;
    }

    DedupeWindow with(Transition.SeqSeen seen) {
        SortedTable<SeqMark, Long> grown = marks.with(new SeqMark(seen.counter(), seen.source()), seen.agentSeq());
        if (grown.size() == marks.size()) {
            return new DedupeWindow(grown);
        }
        long oldestKept = oldestKept(grown);
        for (SeqMark mark : marks.keys()) {
            if (mark.counter() < oldestKept) {
                grown = grown.without(mark);
            }
        }
        return new DedupeWindow(seen.counter() < oldestKept ? marks : grown);
    }

    private static long oldestKept(SortedTable<SeqMark, Long> table) {
        int lives = 0;
        long life = Long.MAX_VALUE;
        for (SeqMark mark : table.keys().reversed()) {
            if (mark.counter() < life) {
                life = mark.counter();
                lives++;
                if (lives == INCARNATIONS) {
                    break;
                }
            }
        }
        return life;
    }
}
