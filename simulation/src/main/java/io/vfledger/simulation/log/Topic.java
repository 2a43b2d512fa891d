package io.vfledger.simulation.log;

import io.vfledger.lifecycle.Source;
import java.util.List;

/** The topics; all have the same number of partitions. */
public enum Topic {
    INVENTORY("inventory"),
    SCHEDULING("scheduling"),
    CNI_REQUESTS("cni-requests"),
    OUTCOMES("outcomes"),
    COMMANDS("commands"),
    LEDGER("ledger"),
    VF_STATE("vf-state"),
    NODE_STATE("node-state");

    /** What the allocator reads. */
    public static final List<Topic> INPUTS = List.of(INVENTORY, SCHEDULING, CNI_REQUESTS, OUTCOMES);

    private final String text;

    Topic(String text) {
        this.text = text;
    }

    /** Its name in Kafka. */
    public String text() {
        return text;
    }

    /** The topic that inputs of that source are in. */
    public static Topic of(Source source) {
        return switch (source) {
            case INVENTORY -> INVENTORY;
            case SCHEDULING -> SCHEDULING;
            case CNI_REQUESTS -> CNI_REQUESTS;
            case OUTCOMES -> OUTCOMES;
            case TIMER -> throw new IllegalArgumentException("timers have no topic");
        };
    }
}
