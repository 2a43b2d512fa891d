package io.vfledger.simulation.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The consumer group: who reads which partition number, in which generation, and how far they came. */
public final class Group {
    /** Who is silent for longer is expelled, milliseconds. */
    public static final long SESSION_MS = 6_000;

    private final SortedMap<String, Long> heardAt = new TreeMap<>();
    private final SortedMap<Place, Long> offsets = new TreeMap<>();
    private int generation;

    /**
     * A member as it knows itself.
     *
     * @param id its name
     * @param generation of the group, when it was assigned its partitions
     */
    public record Member(String id, int generation) {}

    /** A sign of life. */
    public Member heartbeat(String id, long nowMs) {
        expelSilent(nowMs);
        if (heardAt.put(id, nowMs) == null) {
            generation++;
        }
        return new Member(id, generation);
    }

    /** A member goes. */
    public void leave(String id) {
        if (heardAt.remove(id) != null) {
            generation++;
        }
    }

    private void expelSilent(long nowMs) {
        if (heardAt.values().removeIf(heard -> heard < nowMs - SESSION_MS)) {
            generation++;
        }
    }

    /** The partition numbers of a member: the same of every topic, as range assignors do. */
    public List<Integer> assigned(Member member) {
        List<String> ids = List.copyOf(heardAt.keySet());
        List<Integer> mine = new ArrayList<>();
        for (int partition = 0; partition < Log.PARTITIONS; partition++) {
            if (ids.get(partition % ids.size()).equals(member.id())) {
                mine.add(partition);
            }
        }
        return mine;
    }

    void admit(Optional<Member> member, long nowMs) {
        expelSilent(nowMs);
        if (member.isPresent()
                && (member.get().generation() != generation
                        || !heardAt.containsKey(member.get().id()))) {
            throw new FencedException(member.get() + " is not of generation " + generation);
        }
    }

    void committed(Map<Place, Long> read) {
        offsets.putAll(read);
    }

    Map<Place, Long> offsets(int partition) {
        SortedMap<Place, Long> found = new TreeMap<>();
        for (Topic topic : Topic.INPUTS) {
            Place place = new Place(topic, partition);
            found.put(place, offsets.getOrDefault(place, 0L));
        }
        return found;
    }
}
