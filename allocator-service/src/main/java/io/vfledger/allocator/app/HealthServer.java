package io.vfledger.allocator.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Answers {@code /actuator/health} and {@code /actuator/prometheus}, where a Spring Boot service has them. It is the
 * JDK's own server: a servlet container and the framework around it would double what the process takes to start.
 */
final class HealthServer implements SmartLifecycle {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final ObjectMapper json = new ObjectMapper();
    private final AllocatorSettings settings;
    private final ServiceHealth health;
    private final PrometheusMeterRegistry metrics;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("health").unstarted(task));
    private @Nullable HttpServer server;

    HealthServer(AllocatorSettings settings, ServiceHealth health, PrometheusMeterRegistry metrics) {
        this.settings = settings;
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(settings.address(), settings.port()), 0);
            listening.setExecutor(executor);
            listening.createContext("/", this::answer);
            listening.start();
            server = listening;
        } catch (IOException e) {
            throw new StartRefusedException(List.of("health cannot be served on " + settings.address() + ":"
                    + settings.port() + " (" + e.getMessage() + "); give another port with VFL_PORT"));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, METHOD_NOT_ALLOWED, "text/plain", "only GET\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/actuator/health" -> sendHealth(exchange);
                case "/actuator/prometheus" ->
                    send(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
                default -> send(exchange, NOT_FOUND, "text/plain", "/actuator/health, /actuator/prometheus\n");
            }
        }
    }

    private void sendHealth(HttpExchange exchange) throws IOException {
        ServiceHealth.Report report = health.report();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", report.up() ? "UP" : "DOWN");
        body.put("details", report.details());
        send(exchange, report.up() ? OK : UNAVAILABLE, "application/json", json.writeValueAsString(body));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        executor.shutdown();
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    /** First up and last down: it answers while the rest waits. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
