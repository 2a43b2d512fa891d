package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes(4);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        lanes.close();
    }

    @Test
    void isFreeForWhoeverIsToldThatItsLastWorkIsDone() throws Exception {
        CompletableFuture<Boolean> busy = lanes.in("vf", this::awaitGate).thenApply(done -> lanes.isBusy("vf"));
        assertThat(lanes.isBusy("vf")).isTrue();

        gate.countDown();

        assertThat(busy.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void isBusyWhileMoreWaitsAndGoesOnAfterOneThatFailed() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> first = lanes.in("vf", this::awaitGate);
        CompletableFuture<Boolean> failed = lanes.in("vf", () -> {
            order.add("second");
            throw new IllegalStateException("on purpose");
        });
        CompletableFuture<Boolean> last = lanes.in("vf", () -> order.add("third"));
        CompletableFuture<Boolean> busy = first.thenApply(done -> lanes.isBusy("vf"));

        gate.countDown();

        assertThat(busy.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(last.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failed).isCompletedExceptionally();
        assertThat(order).containsExactly("second", "third");
    }

    private boolean awaitGate() {
        try {
            return gate.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
