package io.vfledger.executor.watch;

import io.vfledger.vf.PciAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what is read next, and when: events and the clock in, reads out. One PF is read at most once in a gap, however
 * many events tell of it, and soon after the first; a whole comparison is made in long intervals whatever happens, as VF
 * changes are told without their content, and not at all while the PF is down. Not thread-safe; times are nanoseconds of
 * any steady clock.
 */
public final class LookSchedule {
    /**
     * How it paces.
     *
     * @param settling from the first event to its read, so that what belongs together is read once, 0 to 10 s
     * @param gap from the end of a PF's read to its next, 0 to 10 s; longer where the read itself took longer
     * @param everything between whole comparisons, 1 s to 1 h
     * @param mostPfs that may wait at once, 1 to 4096; where there are more, everything is read
     */
    public record Pace(Duration settling, Duration gap, Duration everything, int mostPfs) {
        private static final Duration LONGEST = Duration.ofSeconds(10);

        /** Published within a second of the event; VFINFO of one PF at most twice a second. */
        public static final Pace DEFAULT =
                new Pace(Duration.ofMillis(150), Duration.ofMillis(500), Duration.ofSeconds(30), 64);

        public Pace {
            require("settling time", settling, Duration.ZERO, LONGEST);
            require("gap between two reads", gap, Duration.ZERO, LONGEST);
            require("time between whole comparisons", everything, Duration.ofSeconds(1), Duration.ofHours(1));
            if (mostPfs < 1 || mostPfs > 4096) {
                throw new IllegalArgumentException("PFs that may wait: " + mostPfs + ", allowed is 1 to 4096");
            }
        }

        /** With whole comparisons at another interval. */
        public Pace every(Duration interval) {
            return new Pace(settling, gap, interval, mostPfs);
        }

        private static void require(String what, Duration value, Duration least, Duration most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(what + " of " + value.toMillis() + " ms is outside "
                        + least.toMillis() + " ms to " + most.toMillis() + " ms");
            }
        }
    }

    private final Pace pace;
    private final Map<PciAddress, Long> due = new HashMap<>();
    private final Map<PciAddress, Long> notBefore = new HashMap<>();
    private long everythingDue;
    private long everythingNotBefore;

    /** @param now the clock; the first whole comparison is an interval from here */
    public LookSchedule(Pace pace, long now) {
        this.pace = pace;
        this.everythingDue = now + pace.everything().toNanos();
        this.everythingNotBefore = now;
    }

    /** An event told of a PF, or of one of its VFs. */
    public void changed(PciAddress pf, long now) {
        if (due.containsKey(pf)) {
            return;
        }
        if (due.size() >= pace.mostPfs()) {
            changed(now);
            return;
        }
        long soonest = later(everythingNotBefore, notBefore.getOrDefault(pf, now));
        due.put(pf, later(now + pace.settling().toNanos(), soonest));
    }

    /** Anything may have changed. */
    public void changed(long now) {
        long soon = notBefore.values().stream()
                .reduce(later(now + pace.settling().toNanos(), everythingNotBefore), LookSchedule::later);
        if (soon - everythingDue < 0) {
            everythingDue = soon;
        }
    }

    /** What to read now; empty when nothing is due. It is for the caller to do it and to say {@link #done}. */
    public Optional<Look> next(long now) {
        if (everythingDue - now <= 0) {
            due.clear();
            everythingDue = now + pace.everything().toNanos();
            return Optional.of(new Look.Everything());
        }
        Optional<PciAddress> first = first().filter(pf -> due.getOrDefault(pf, now) - now <= 0);
        first.ifPresent(due::remove);
        return first.map(Look.OnePf::new);
    }

    /**
     * A read has ended.
     *
     * @param look what was read
     * @param began when
     * @param now when it ended
     */
    public void done(Look look, long began, long now) {
        long free = now + Math.max(pace.gap().toNanos(), now - began);
        notBefore.values().removeIf(time -> time - now <= 0);
        switch (look) {
            case Look.OnePf(PciAddress pf) -> {
                notBefore.put(pf, free);
                due.computeIfPresent(pf, (key, time) -> later(time, free));
            }
            case Look.Everything() -> {
                everythingNotBefore = free;
                everythingDue = later(everythingDue, free);
                due.replaceAll((pf, time) -> later(time, free));
            }
        }
    }

    /** How long there is nothing to do. */
    public Duration rest(long now) {
        long soonest = first().map(pf -> due.getOrDefault(pf, everythingDue)).orElse(everythingDue);
        long nearest = soonest - everythingDue < 0 ? soonest : everythingDue;
        return Duration.ofNanos(Math.max(0, nearest - now));
    }

    /** The one that waits longest goes first, so that a noisy PF keeps no other from being read. */
    private Optional<PciAddress> first() {
        return due.entrySet().stream()
                .min((a, b) -> {
                    int byTime = Long.signum(a.getValue() - b.getValue());
                    return byTime != 0 ? byTime : a.getKey().compareTo(b.getKey());
                })
                .map(Map.Entry::getKey);
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
