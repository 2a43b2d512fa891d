package io.vfledger.allocator.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Allocators to which things happen at random: kill -9, a pause, an orderly end; each is started again. */
final class Disturbances implements AutoCloseable {
    private static final int NOBODY = -1;

    private final Platform platform;
    private final Random random;
    private final List<AllocatorProcess> allocators = new ArrayList<>();
    private int paused = NOBODY;
    private int kills;
    private int pauses;
    private int restarts;

    Disturbances(Platform platform, int count, long seed) throws IOException {
        this.platform = platform;
        random = new Random(seed);
        for (int number = 0; number < count; number++) {
            allocators.add(platform.allocator(name(number)));
        }
    }

    private static String name(int number) {
        return "allocator-" + number;
    }

    void awaitUp() {
        allocators.forEach(AllocatorProcess::awaitUp);
    }

    /** The one that sleeps wakes up; else something happens to one of them. */
    void next() throws IOException, InterruptedException {
        if (paused != NOBODY) {
            allocators.get(paused).wake();
            paused = NOBODY;
            return;
        }
        int number = random.nextInt(allocators.size());
        switch (random.nextInt(3)) {
            case 0 -> {
                allocators.get(number).kill();
                allocators.set(number, platform.allocator(name(number)));
                kills++;
            }
            case 1 -> {
                allocators.get(number).pause();
                paused = number;
                pauses++;
            }
            default -> {
                allocators.get(number).end();
                allocators.set(number, platform.allocator(name(number)));
                restarts++;
            }
        }
    }

    /** Nothing happens any more, and all of them serve. */
    void end() throws IOException, InterruptedException {
        if (paused != NOBODY) {
            allocators.get(paused).wake();
            paused = NOBODY;
        }
        awaitUp();
    }

    @Override
    public void close() {
        allocators.forEach(AllocatorProcess::close);
    }

    @Override
    public String toString() {
        return kills + " kills, " + pauses + " pauses, " + restarts + " restarts";
    }
}
