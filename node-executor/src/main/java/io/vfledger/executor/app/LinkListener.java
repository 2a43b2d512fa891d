package io.vfledger.executor.app;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.netlink.io.LinkEvents;
import io.vfledger.netlink.io.NetlinkException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the host's link events. They say that something has changed; what, is read afterwards. */
final class LinkListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkListener.class);
    private static final Duration LISTEN = Duration.ofSeconds(1);

    private final LinkEvents events;
    private final Runnable changed;
    private final Thread thread = new Thread(this::run, "links");
    private volatile boolean stopping;

    private LinkListener(LinkEvents events, Runnable changed) {
        this.events = events;
        this.changed = changed;
    }

    static LinkListener start(Kernel kernel, Runnable changed) throws KernelException {
        LinkListener listener = new LinkListener(kernel.watchHostLinks(), changed);
        listener.thread.setDaemon(true);
        listener.thread.start();
        return listener;
    }

    private void run() {
        while (!stopping) {
            try {
                if (events.next(LISTEN).isPresent()) {
                    changed.run();
                }
            } catch (NetlinkException e) {
                if (!stopping) {
                    LOG.warn(
                            "link events are not heard any more, the NICs are looked at every few seconds: {}",
                            e.getMessage());
                }
                return;
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(LISTEN.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.close();
    }
}
