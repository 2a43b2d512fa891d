package io.vfledger.allocator.stream;

/**
 * Whether a partition is decided by this process.
 *
 * @param served its records are decided
 * @param reason why not; empty where it is
 */
public record PartitionStatus(boolean served, String reason) {
    static PartitionStatus of(Slot slot) {
        return switch (slot) {
            case Slot.Serving serving -> new PartitionStatus(true, "");
            case Slot.Awaiting(var kept, String why) -> new PartitionStatus(false, "being restored: " + why);
            case Slot.Stopped(String reason) -> new PartitionStatus(false, reason);
        };
    }
}
