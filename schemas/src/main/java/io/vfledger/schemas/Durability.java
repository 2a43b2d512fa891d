package io.vfledger.schemas;

/**
 * On how many brokers a record is before it counts as written ({@code acks=all}).
 *
 * @param replication copies of each partition, 1 to 32767
 * @param minInSync copies that must have a record, 1 to {@code replication}
 */
public record Durability(short replication, int minInSync) {
    /** What every topic must have in production: one broker may be lost without losing a record or stopping. */
    public static final Durability REPLICATED = new Durability((short) 3, 2);

    /** What the one-machine platform has, and what has to be asked for by name. */
    public static final Durability SINGLE_BROKER = new Durability((short) 1, 1);

    public Durability {
        if (replication < 1 || minInSync < 1 || minInSync > replication) {
            throw new IllegalArgumentException("durability of " + replication + " copies, " + minInSync
                    + " in sync is not valid: 1 <= in sync <= copies");
        }
    }
}
