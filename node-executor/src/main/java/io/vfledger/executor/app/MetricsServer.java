package io.vfledger.executor.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vfledger.executor.metrics.Exposition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /metrics}, {@code /healthz} and {@code /readyz} to whoever can reach the address; read only. */
final class MetricsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final int BACKLOG = 16;
    private static final int THREADS = 2;
    private static final String TEXT = "text/plain; charset=utf-8";

    static {
        // The JDK's server knows no other way to bound connections, and the time that one may take to ask or to read.
        bound("jdk.httpserver.maxConnections", 32);
        bound("sun.net.httpserver.maxIdleConnections", 8);
        bound("sun.net.httpserver.maxReqTime", 5);
        bound("sun.net.httpserver.maxRspTime", 10);
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final AgentMetrics metrics;

    private record Answer(int status, String type, String text) {}

    private MetricsServer(HttpServer server, ThreadPoolExecutor threads, AgentMetrics metrics) {
        this.server = server;
        this.threads = threads;
        this.metrics = metrics;
    }

    /**
     * Serves from now on.
     *
     * @throws IOException when the address cannot be bound, naming it
     */
    static MetricsServer start(InetSocketAddress address, AgentMetrics metrics) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address + " for metrics: " + e.getMessage(), e);
        }
        // A queue that is full makes the dispatcher answer itself, so that more requests wait in the kernel's backlog.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(BACKLOG),
                Thread.ofPlatform().daemon().name("metrics-", 0).factory(),
                new ThreadPoolExecutor.CallerRunsPolicy());
        threads.allowCoreThreadTimeOut(true);
        MetricsServer started = new MetricsServer(server, threads, metrics);
        server.setExecutor(threads);
        server.createContext("/", started::handle);
        server.start();
        LOG.info("metrics are on http://{}:{}/metrics", address.getHostString(), started.port());
        return started;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer =
                    answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (RuntimeException e) {
            LOG.error("a request for metrics failed", e);
            throw e;
        }
    }

    private Answer answer(String method, String path) {
        if (!method.equals("GET")) {
            return new Answer(405, TEXT, "only GET\n");
        }
        return switch (path) {
            case "/metrics" -> new Answer(200, Exposition.CONTENT_TYPE, metrics.page());
            case "/healthz" -> health(metrics.sick());
            case "/readyz" -> health(metrics.notReady());
            default -> new Answer(404, TEXT, "there are /metrics, /healthz and /readyz\n");
        };
    }

    private static Answer health(Optional<String> trouble) {
        return trouble.map(why -> new Answer(503, TEXT, why + "\n")).orElse(new Answer(200, TEXT, "ok\n"));
    }

    private static void bound(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    @Override
    public void close() {
        server.stop((int) Duration.ofSeconds(1).toSeconds());
        threads.shutdownNow();
    }
}
