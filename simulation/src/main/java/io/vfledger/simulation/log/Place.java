package io.vfledger.simulation.log;

/** One partition of one topic. */
public record Place(Topic topic, int partition) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }
}
