package io.vfledger.inventory.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells whoever wants to know that the store has something new. Safe for use by many threads. */
public final class News {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Adds a listener, which must not block. */
    public void tell(Runnable listener) {
        listeners.add(listener);
    }

    void arrived() {
        listeners.forEach(Runnable::run);
    }
}
