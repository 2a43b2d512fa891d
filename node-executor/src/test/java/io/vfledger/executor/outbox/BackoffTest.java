package io.vfledger.executor.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofMillis(10);

    @Test
    void doublesUpToTheLongestAndNoFurther() throws InterruptedException {
        Backoff backoff = new Backoff(FIRST, LONGEST);

        for (int expected : new int[] {2, 4, 8, 10, 10, 10}) {
            assertThat(backoff.next()).isEqualTo(Duration.ofMillis(expected));
            assertThat(backoff.pause()).as("to be tried again").isTrue();
        }
    }

    @Test
    void pausesNoShorterThanItSaid() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(30), Duration.ofMillis(30));
        long began = System.nanoTime();

        assertThat(backoff.pause()).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("it counts whole milliseconds")
                .isGreaterThan(Duration.ofMillis(29));
    }

    @Test
    void beginsAnewAfterASuccess() throws InterruptedException {
        Backoff backoff = new Backoff(FIRST, LONGEST);
        backoff.pause();
        backoff.pause();

        backoff.succeeded();

        assertThat(backoff.next()).isEqualTo(FIRST);
    }

    @Test
    void endsAPauseAtOnceWhenItIsStopped() throws InterruptedException, ExecutionException {
        Backoff backoff = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
        CompletableFuture<Boolean> again = CompletableFuture.supplyAsync(() -> pause(backoff));

        backoff.stop();

        assertThat(again.orTimeout(30, TimeUnit.SECONDS).get()).isFalse();
        assertThat(backoff.stopped()).isTrue();
        assertThat(backoff.pause()).as("nor is there a further one").isFalse();
    }

    private static boolean pause(Backoff backoff) {
        try {
            return backoff.pause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
