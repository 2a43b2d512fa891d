package io.vfledger.inventory.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceThreadTest {
    private static final Duration FOR_EVER = Duration.ofHours(1);

    @Test
    void aPauseEndsWhenItIsWokenAndWhenItIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<ServiceThread> self = new CompletableFuture<>();
        ServiceThread thread = new ServiceThread("test", () -> {
            begun.countDown();
            self.join().pause(FOR_EVER);
            woken.countDown();
            while (!self.join().isClosing()) {
                self.join().pause(FOR_EVER);
            }
            ended.countDown();
        });
        self.complete(thread);
        thread.start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        thread.wake();
        assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.isClosing()).isFalse();

        thread.close();
        assertThat(ended.getCount()).isZero();
    }

    @Test
    void anInterruptEndsTheWorkAndIsKept() {
        ServiceThread thread = new ServiceThread("test", () -> {});

        Thread.currentThread().interrupt();
        thread.pause(FOR_EVER);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thread.isClosing()).isTrue();
    }

    @Test
    void closesThoughItWasNeverStarted() {
        new ServiceThread("test", () -> {}).close();
    }
}
