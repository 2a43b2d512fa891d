package io.vfledger.executor.attach;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One lane per function: what concerns one VF is done one after another, different VFs beside each other. */
public final class Lanes implements AutoCloseable {
    private final ExecutorService threads;
    private final Map<String, ArrayDeque<Task<?>>> lanes = new HashMap<>();

    private record Task<T>(Supplier<T> work, CompletableFuture<T> result) {
        /** Does the work; what is returned tells how it went. */
        Runnable done() {
            try {
                T value = work.get();
                return () -> result.complete(value);
            } catch (Throwable e) {
                return () -> result.completeExceptionally(e);
            }
        }
    }

    /**
     * Opens them.
     *
     * @param width how many lanes move at once
     */
    public Lanes(int width) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(width, width, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "lane");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /**
     * Puts work at the end of a lane.
     *
     * @param lane its name
     * @param work to do there
     * @return what the work gives, or throws
     */
    public <T> CompletableFuture<T> in(String lane, Supplier<T> work) {
        Task<T> task = new Task<>(work, new CompletableFuture<>());
        synchronized (lanes) {
            ArrayDeque<Task<?>> queue = lanes.get(lane);
            if (queue != null) {
                queue.add(task);
                return task.result();
            }
            lanes.put(lane, new ArrayDeque<>());
        }
        threads.execute(() -> drive(lane, task));
        return task.result();
    }

    private void drive(String lane, Task<?> first) {
        Runnable tell = first.done();
        @Nullable Task<?> next;
        synchronized (lanes) {
            next = lanes.getOrDefault(lane, new ArrayDeque<>()).poll();
            if (next == null) {
                lanes.remove(lane);
            }
        }
        // Who is told that it is done finds the lane free, if nothing else waits there.
        tell.run();
        if (next != null) {
            Task<?> following = next;
            threads.execute(() -> drive(lane, following));
        }
    }

    /** Whether anything is done or waits in that lane. */
    public boolean isBusy(String lane) {
        synchronized (lanes) {
            return lanes.containsKey(lane);
        }
    }

    /** Lets what is under way end, within a bound. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
