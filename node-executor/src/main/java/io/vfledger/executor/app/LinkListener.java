package io.vfledger.executor.app;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.watch.DeviceHints;
import io.vfledger.executor.watch.Hint;
import io.vfledger.netlink.io.DeviceEvents;
import io.vfledger.netlink.io.LinkEvents;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkEvent;
import io.vfledger.netlink.wire.Errno;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the kernel's events of links and of devices. They say that something has changed; what, is read afterwards. */
public final class LinkListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkListener.class);
    private static final Duration LISTEN = Duration.ofSeconds(1);

    private final Kernel kernel;
    private final LinkEvents links;
    private final DeviceEvents devices;
    private final Consumer<Hint> hear;
    private final List<Thread> threads;
    private volatile boolean stopping;

    /** One of the two subscriptions. */
    @FunctionalInterface
    private interface Source {
        /** Whom the next event is about; empty when none came, or it is about nothing of ours. */
        Optional<Hint> next() throws NetlinkException;
    }

    private LinkListener(Kernel kernel, LinkEvents links, DeviceEvents devices, Consumer<Hint> hear) {
        this.kernel = kernel;
        this.links = links;
        this.devices = devices;
        this.hear = hear;
        this.threads = List.of(
                new Thread(() -> run("link", this::nextLink), "links"),
                new Thread(() -> run("device", this::nextDevice), "devices"));
    }

    /**
     * Subscribes, and tells of every event from now on.
     *
     * @param hear is called by threads of the listener and must return at once
     * @throws KernelException when the kernel refuses a subscription
     */
    public static LinkListener start(Kernel kernel, Consumer<Hint> hear) throws KernelException {
        LinkEvents links = kernel.watchHostLinks();
        DeviceEvents devices;
        try {
            devices = kernel.watchDevices();
        } catch (KernelException e) {
            links.close();
            throw e;
        }
        LinkListener listener = new LinkListener(kernel, links, devices, hear);
        listener.threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
        return listener;
    }

    private Optional<Hint> nextLink() throws NetlinkException {
        return links.next(LISTEN).flatMap(event -> switch (event) {
            case LinkEvent.Changed(Link link) -> about(link);
            case LinkEvent.Removed(Link link) -> about(link);
            case LinkEvent.Overrun() -> Optional.of(new Hint.OfAnything());
        });
    }

    /** Links of pods and bridges come and go all the time: those without a device are known by their name or not at all. */
    private Optional<Hint> about(Link link) {
        return Optional.of(kernel.ownerOf(link)
                .<Hint>map(Hint.OfFunction::new)
                .orElseGet(() -> new Hint.OfInterface(link.name())));
    }

    private Optional<Hint> nextDevice() throws NetlinkException {
        return devices.next(LISTEN).flatMap(DeviceHints::of);
    }

    private void run(String what, Source source) {
        while (!stopping) {
            try {
                source.next().ifPresent(hear);
            } catch (NetlinkException e) {
                if (e.is(Errno.EBADMSG)) {
                    LOG.warn("a {} event makes no sense, everything is looked at: {}", what, e.getMessage());
                    hear.accept(new Hint.OfAnything());
                } else {
                    if (!stopping) {
                        LOG.error(
                                "{} events are not heard any more, changes are found by whole comparisons alone: {}",
                                what,
                                e.getMessage());
                    }
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread thread : threads) {
                thread.join(LISTEN.multipliedBy(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        links.close();
        devices.close();
    }
}
