package io.vfledger.simulation.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The records of one partition that are still kept, in order. */
final class Stretch {
    private final List<Stored> records = new ArrayList<>();
    private final Set<Long> gone = new HashSet<>();
    private long begin;
    private long next;

    /** No record before this index is of an open transaction. */
    private int settled;

    long append(String key, Object value, long atMs, Transaction writer) {
        records.add(new Stored(next, key, value, atMs, writer));
        return next++;
    }

    /** The end of a transaction takes a place, too. */
    void mark() {
        next++;
    }

    long begin() {
        return begin;
    }

    /** Where the first record of an open transaction is, or the end. */
    long stable() {
        while (settled < records.size() && records.get(settled).writer().state() != Transaction.State.OPEN) {
            settled++;
        }
        return settled < records.size() ? records.get(settled).offset() : next;
    }

    boolean isSettled() {
        return stable() == next;
    }

    List<Stored> committed(long from, int most) {
        List<Stored> found = new ArrayList<>();
        for (int i = firstAt(from); i < records.size() && found.size() < most; i++) {
            Stored record = records.get(i);
            if (record.writer().state() == Transaction.State.OPEN) {
                break;
            }
            if (record.writer().state() == Transaction.State.COMMITTED) {
                found.add(record);
            }
        }
        return found;
    }

    /** The last committed ones before anything open, in order. */
    List<Stored> last(int most) {
        List<Stored> all = committed(begin, Integer.MAX_VALUE);
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    private int firstAt(long offset) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void forgetBefore(long timeMs) {
        long stable = stable();
        int old = 0;
        while (old < records.size()
                && records.get(old).offset() < stable
                && records.get(old).atMs() < timeMs) {
            old++;
        }
        if (old > 0) {
            begin = records.get(old - 1).offset() + 1;
            records.subList(0, old).clear();
            settled = 0;
        }
    }

    void compact() {
        long stable = stable();
        Set<String> newer = new HashSet<>();
        List<Stored> kept = new ArrayList<>();
        for (Stored record : records.reversed()) {
            boolean counts = record.writer().state() == Transaction.State.COMMITTED;
            if (record.offset() >= stable || (counts && newer.add(record.key()))) {
                kept.add(record);
            }
        }
        records.clear();
        records.addAll(kept.reversed());
        settled = 0;
    }

    /** Whether a record was here, and was lost. */
    boolean isLost(long offset) {
        return gone.contains(offset);
    }

    /** Loses what a transaction wrote. */
    int lose(Transaction writer) {
        int before = records.size();
        records.removeIf(record -> record.writer() == writer);
        settled = 0;
        return before - records.size();
    }

    /** Loses the newest records that count, as a broker must never do. */
    int lose(int most) {
        int lost = 0;
        for (int i = records.size() - 1; i >= 0 && lost < most; i--) {
            if (records.get(i).writer().state() == Transaction.State.COMMITTED) {
                gone.add(records.remove(i).offset());
                lost++;
            }
        }
        settled = 0;
        return lost;
    }
}
