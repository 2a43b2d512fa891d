package io.vfledger.executor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vfledger.vf.PciAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Milliseconds everywhere; a read takes 20 unless a test says otherwise. */
class LookScheduleTest {
    private static final PciAddress A = new PciAddress("0000:01:00.0");
    private static final PciAddress B = new PciAddress("0000:02:00.0");
    private static final LookSchedule.Pace PACE = LookSchedule.Pace.DEFAULT;

    /** A clock far from zero, as the system's is. */
    private static final long START = Long.MAX_VALUE - 5_000_000_000L;

    private final LookSchedule schedule = new LookSchedule(PACE, START);
    private final List<String> reads = new ArrayList<>();
    private long readMs = 20;
    private long nowMs;

    private static long at(long ms) {
        return START + ms * 1_000_000;
    }

    /** Lets time pass, and does what is due at once. */
    private void until(long ms) {
        while (true) {
            long rest = schedule.rest(at(nowMs)).toMillis();
            if (nowMs + rest > ms) {
                nowMs = ms;
                return;
            }
            nowMs += rest;
            Optional<Look> look = schedule.next(at(nowMs));
            if (look.isPresent()) {
                long began = nowMs;
                reads.add(name(look.get()) + "@" + began);
                nowMs += readMs;
                schedule.done(look.get(), at(began), at(nowMs));
            } else {
                nowMs++;
            }
        }
    }

    private static String name(Look look) {
        return switch (look) {
            case Look.OnePf(PciAddress pf) -> pf.equals(A) ? "A" : "B";
            case Look.Everything() -> "all";
        };
    }

    @ParameterizedTest(name = "events of A at {0} are read at {1}")
    @CsvSource({
        "0, A@150",
        "0 10 20 149, A@150",
        "0 160 400 600, A@150 A@670",
        "0 700, A@150 A@850",
        "0 151 5000, A@150 A@670 A@5150",
    })
    void coalescesEventsOfOnePf(String events, String expected) {
        for (String event : events.split(" ", -1)) {
            until(Long.parseLong(event));
            schedule.changed(A, at(nowMs));
        }
        until(20_000);
        assertThat(reads).containsExactly(expected.split(" ", -1));
    }

    @Test
    void readsAPfWithinASecondOfAnyEvent() {
        for (long event = 0; event < 3_000; event += 37) {
            until(event);
            schedule.changed(A, at(nowMs));
            assertThat(schedule.rest(at(nowMs))).isLessThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void letsANoisyPfStarveNoOther() {
        schedule.changed(A, at(0));
        until(140);
        schedule.changed(B, at(nowMs));
        while (nowMs < 2_000) {
            until(nowMs + 1);
            schedule.changed(A, at(nowMs));
        }
        assertThat(reads).startsWith("A@150", "B@290").contains("A@670", "A@1190");
    }

    @Test
    void comparesEverythingInIntervalsWhateverHappens() {
        while (nowMs < 95_000) {
            until(nowMs + 100);
            schedule.changed(A, at(nowMs));
        }
        assertThat(reads.stream().filter(read -> read.startsWith("all"))).hasSize(3);
        assertThat(reads.stream().filter(read -> read.startsWith("A")).count()).isBetween(170L, 190L);
    }

    @Test
    void boundsAStormOfTenThousandEvents() {
        for (int event = 0; event < 10_000; event++) {
            until(event / 10);
            schedule.changed(event % 2 == 0 ? A : B, at(nowMs));
        }
        until(3_000);
        assertThat(reads).hasSizeBetween(4, 6);
    }

    @Test
    void readsEverythingSoonAfterAnOverrunButNotAgainAndAgain() {
        for (int i = 0; i < 1_000; i++) {
            schedule.changed(at(nowMs));
            schedule.changed(A, at(nowMs));
            until(nowMs + 1);
        }
        until(3_000);
        assertThat(reads).hasSize(3).first().isEqualTo("all@150");
        assertThat(reads.get(1)).startsWith("all");
    }

    @Test
    void readsEverythingWhereMorePfsChangeThanMayWait() {
        for (int number = 0; number < PACE.mostPfs() + 1; number++) {
            schedule.changed(new PciAddress("0000:%02x:00.0".formatted(number)), at(0));
        }
        until(2_000);
        assertThat(reads).containsExactly("all@150");
    }

    @Test
    void restsAsLongAsASlowReadTook() {
        readMs = 2_000;
        schedule.changed(A, at(0));
        until(2_200);
        schedule.changed(A, at(nowMs));
        until(10_000);
        assertThat(reads).containsExactly("A@150", "A@4150");
    }

    @Test
    void refusesAPaceOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PACE.every(Duration.ofMillis(10)))
                .withMessageContaining("10 ms is outside 1000 ms to 3600000 ms");
    }
}
