package io.vfledger.inventory.app;

import io.vfledger.inventory.projection.EntrySource;
import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.web.ReadGate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real web server on a free port, over a store that a test fills by hand. */
final class Server implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    final AtomicReference<FeedStatus> feed = new AtomicReference<>(ready());
    final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param type its content type
     * @param body as JSON
     */
    record Answer(int status, String type, JsonNode body) {}

    Server(InventoryStore store, EntrySource ledger) {
        SpringApplication application = new SpringApplication(WebConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(Map.of("server.port", 0, "server.address", "127.0.0.1"));
        application.addInitializers(starting -> {
            var beans = starting.getBeanFactory();
            beans.registerSingleton("store", store);
            beans.registerSingleton("ledger", ledger);
            beans.registerSingleton("clock", Clock.fixed(NOW, ZoneOffset.UTC));
            beans.registerSingleton("gate", new ReadGate(() -> Objects.requireNonNull(feed.get()), _ -> 3));
        });
        context = application.run();
        port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port", Integer.class));
    }

    static FeedStatus ready() {
        return new FeedStatus(
                true,
                NOW,
                Optional.of(NOW),
                0,
                List.of(new FeedStatus.OfTopic("ledger", 8, 10, 0, 0)),
                List.of(),
                Optional.empty());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Answer get(String path) {
        HttpResponse<String> response = send(path);
        String type = response.headers().firstValue("content-type").orElse("");
        return new Answer(response.statusCode(), type, JsonMapper.shared().readTree(response.body()));
    }

    HttpResponse<String> send(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri(path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("GET " + path, e);
        }
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
