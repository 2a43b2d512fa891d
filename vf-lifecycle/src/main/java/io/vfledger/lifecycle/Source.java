package io.vfledger.lifecycle;

/** Where an input comes from; order holds within one source only. */
public enum Source {
    INVENTORY("inventory"),
    SCHEDULING("scheduling"),
    CNI_REQUESTS("cni-requests"),
    OUTCOMES("outcomes"),
    /** Not a topic: a timer that fired. */
    TIMER("timer");

    private final String topic;

    Source(String topic) {
        this.topic = topic;
    }

    /** The name of the topic. */
    public String topic() {
        return topic;
    }
}
