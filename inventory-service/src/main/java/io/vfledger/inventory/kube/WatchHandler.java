package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what a watch tells. An object that cannot be read is told of once per version, and disturbs no other. */
final class WatchHandler<T extends HasMetadata> implements ResourceEventHandler<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchHandler.class);

    private final Consumer<T> there;
    private final BiConsumer<T, Boolean> gone;
    private final AtomicLong unreadable;

    /**
     * Makes one.
     *
     * @param there takes an object that is new or has changed
     * @param gone takes one that was deleted, and whether that was found out only afterwards
     * @param unreadable counts what could not be read
     */
    WatchHandler(Consumer<T> there, BiConsumer<T, Boolean> gone, AtomicLong unreadable) {
        this.there = there;
        this.gone = gone;
        this.unreadable = unreadable;
    }

    @Override
    public void onAdd(T object) {
        guarded(object, () -> there.accept(object));
    }

    @Override
    public void onUpdate(T before, T object) {
        guarded(object, () -> there.accept(object));
    }

    @Override
    public void onDelete(T object, boolean missed) {
        guarded(object, () -> gone.accept(object, missed));
    }

    private void guarded(T object, Runnable work) {
        try {
            work.run();
        } catch (IllegalArgumentException e) {
            unreadable.incrementAndGet();
            LOG.warn(
                    "{} {}/{} cannot be read and is left out: {}",
                    object.getKind(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName(),
                    e.getMessage());
        }
    }
}
