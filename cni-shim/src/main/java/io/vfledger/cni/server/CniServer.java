package io.vfledger.cni.server;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniVersion;
import io.vfledger.cni.server.jna.UnixConnection;
import io.vfledger.cni.server.jna.UnixListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the CNI binary. It listens first, then drains the spool, then serves: the binary leaves a DEL in the spool
 * only when nobody listened after it was written, so no DEL can stay behind a running agent.
 */
public final class CniServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CniServer.class);
    /** Calls that may wait while the spool is drained. */
    private static final int BACKLOG = 1024;

    private static final long ACCEPT_PAUSE_MS = 100;

    private final UnixListener listener;
    private final ServerSettings settings;
    private final ConnectionServer connections;
    private final ExecutorService workers;
    private final Thread acceptor;
    private final Retry spooled;

    private interface Retry {
        int round() throws IOException;
    }

    private CniServer(UnixListener listener, ServerSettings settings, ConnectionServer connections, Retry spooled) {
        this.spooled = spooled;
        this.listener = listener;
        this.settings = settings;
        this.connections = connections;
        /* Platform threads: each sits in a system call, where a virtual one would hold its carrier. */
        this.workers = new ThreadPoolExecutor(
                0,
                settings.connectionsMax(),
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("cni-call-", 0).factory());
        this.acceptor = Thread.ofPlatform().name("cni-accept").unstarted(this::accept);
    }

    /**
     * Listens, drains the spool, and serves until {@link #close}.
     *
     * @param agentSeq gives the next number; called once for every call that reaches the handler
     * @throws IOException where the socket or the spool cannot be used, or another agent serves the socket
     */
    public static CniServer start(
            ServerSettings settings, Path spoolDirectory, LongSupplier agentSeq, CniHandler handler)
            throws IOException {
        Path socket = settings.socket().toAbsolutePath();
        PrivateDirectory.prepare(Optional.ofNullable(socket.getParent()).orElse(socket));
        UnixListener listener = UnixListener.bind(socket, BACKLOG);
        Spool spool = new Spool(spoolDirectory, agentSeq);
        try {
            Spool.Drained drained = spool.drain(handler);
            if (drained.settled() > 0) {
                LOG.info("settled {} spooled DELs", drained.settled());
            }
            drained.rejected().forEach(reason -> LOG.warn("spooled DEL put aside: {}", reason));
            drained.waiting().forEach(reason -> LOG.warn("spooled DEL is tried again later: {}", reason));
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        ConnectionServer connections = new ConnectionServer(settings, agentSeq, call -> spool.inOrder(call, handler));
        CniServer server = new CniServer(listener, settings, connections, () -> spool.retry(handler));
        server.acceptor.start();
        LOG.info("serving CNI calls on {}", socket);
        return server;
    }

    /**
     * Tries the spooled DELs again that the handler refused and that are due; to be called from time to time.
     *
     * @return how many still wait
     * @throws IOException where a settled one cannot be removed
     */
    public int retrySpooled() throws IOException {
        return spooled.round();
    }

    private void accept() {
        while (true) {
            try {
                Optional<UnixConnection> next = listener.accept();
                if (next.isEmpty()) {
                    return;
                }
                dispatch(next.get());
            } catch (IOException e) {
                /* Out of descriptors, most likely: they come back when calls end. */
                LOG.error("cannot accept a call", e);
                try {
                    Thread.sleep(ACCEPT_PAUSE_MS);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void dispatch(UnixConnection connection) {
        try {
            workers.execute(() -> connections.serve(connection));
        } catch (RejectedExecutionException e) {
            try (connection) {
                connection.deadlineIn(Duration.ofMillis(ACCEPT_PAUSE_MS));
                CniReply busy = CniReply.error(
                        CniVersion.NEWEST,
                        CniError.of(
                                CniErrorCode.TRY_AGAIN_LATER,
                                "the node agent serves " + settings.connectionsMax() + " calls already"));
                connections.answer(connection, busy);
            } catch (IOException gone) {
                LOG.debug("a refused caller did not take the answer", gone);
            }
        }
    }

    /** Takes no more calls, and waits for those being served, for up to the given time. */
    public void close(Duration grace) throws IOException {
        listener.close();
        workers.shutdown();
        try {
            acceptor.join(grace);
            if (!workers.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("calls were still being served after {}", grace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        close(Duration.ofSeconds(10));
    }
}
