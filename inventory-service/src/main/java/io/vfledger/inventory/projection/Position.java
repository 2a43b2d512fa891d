package io.vfledger.inventory.projection;

/**
 * Where an entry lies in the ledger.
 *
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record Position(int partition, long offset) implements Comparable<Position> {
    public Position {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "ledger position " + partition + "/" + offset + " is out of range: both must be 0 or more");
        }
    }

    @Override
    public int compareTo(Position other) {
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }
}
