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

/** One lane per function: what concerns one VF is done one after another, different VFs beside each other. */
public final class Lanes implements AutoCloseable {
    private final ExecutorService threads;
    private final Map<String, ArrayDeque<Runnable>> lanes = new HashMap<>();

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
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                result.complete(work.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
        synchronized (lanes) {
            ArrayDeque<Runnable> queue = lanes.get(lane);
            if (queue != null) {
                queue.add(task);
                return result;
            }
            lanes.put(lane, new ArrayDeque<>());
        }
        threads.execute(() -> drive(lane, task));
        return result;
    }

    private void drive(String lane, Runnable first) {
        first.run();
        synchronized (lanes) {
            ArrayDeque<Runnable> queue = lanes.getOrDefault(lane, new ArrayDeque<>());
            Runnable next = queue.poll();
            if (next == null) {
                lanes.remove(lane);
            } else {
                threads.execute(() -> drive(lane, next));
            }
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
