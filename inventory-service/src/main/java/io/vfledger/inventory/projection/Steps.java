package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import java.time.Instant;
import java.util.Arrays;

/**
 * The steps of one function in the order of the ledger, in plain arrays: 40 bytes a step. The older half can be given
 * up; what is left then says since when it is complete.
 */
final class Steps {
    private static final int FIRST_CAPACITY = 8;

    private final int partition;
    private long[] at = new long[FIRST_CAPACITY];
    private long[] epoch = new long[FIRST_CAPACITY];
    private long[] nodeSeq = new long[FIRST_CAPACITY];
    private long[] offset = new long[FIRST_CAPACITY];
    private int[] ordinal = new int[FIRST_CAPACITY];
    private VfPhase[] phase = new VfPhase[FIRST_CAPACITY];
    private int size;
    private boolean trimmed;

    Steps(int partition) {
        this.partition = partition;
    }

    int size() {
        return size;
    }

    /** Whether steps before the first one here were given up. */
    boolean trimmed() {
        return trimmed;
    }

    void add(Step step) {
        if (size == at.length) {
            resize(size * 2);
        }
        at[size] = step.at().toEpochMilli();
        epoch[size] = step.epoch();
        nodeSeq[size] = step.nodeSeq();
        offset[size] = step.position().offset();
        ordinal[size] = step.ordinal();
        phase[size] = step.phase();
        size++;
    }

    Step get(int index) {
        return new Step(
                Instant.ofEpochMilli(at[index]),
                phase(index),
                epoch[index],
                nodeSeq[index],
                new Position(partition, offset[index]),
                ordinal[index]);
    }

    VfPhase phase(int index) {
        return phase[index];
    }

    long epoch(int index) {
        return epoch[index];
    }

    /** Index of the last step decided at or before that instant; -1 where there is none. */
    int lastAtOrBefore(Instant instant) {
        long wanted = instant.toEpochMilli();
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at[middle] <= wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Number of steps whose entry is before that one. */
    int countBefore(long beforeNodeSeq) {
        int found = Arrays.binarySearch(nodeSeq, 0, size, beforeNodeSeq);
        if (found < 0) {
            return -found - 1;
        }
        while (found > 0 && nodeSeq[found - 1] == beforeNodeSeq) {
            found--;
        }
        return found;
    }

    /** Gives up the older half. */
    int dropOlderHalf() {
        int dropped = size / 2;
        if (dropped == 0) {
            return 0;
        }
        int kept = size - dropped;
        System.arraycopy(at, dropped, at, 0, kept);
        System.arraycopy(epoch, dropped, epoch, 0, kept);
        System.arraycopy(nodeSeq, dropped, nodeSeq, 0, kept);
        System.arraycopy(offset, dropped, offset, 0, kept);
        System.arraycopy(ordinal, dropped, ordinal, 0, kept);
        System.arraycopy(phase, dropped, phase, 0, kept);
        size = kept;
        trimmed = true;
        resize(Math.max(FIRST_CAPACITY, kept));
        return dropped;
    }

    private void resize(int capacity) {
        at = Arrays.copyOf(at, capacity);
        epoch = Arrays.copyOf(epoch, capacity);
        nodeSeq = Arrays.copyOf(nodeSeq, capacity);
        offset = Arrays.copyOf(offset, capacity);
        ordinal = Arrays.copyOf(ordinal, capacity);
        phase = Arrays.copyOf(phase, capacity);
    }
}
