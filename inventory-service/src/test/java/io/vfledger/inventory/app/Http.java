package io.vfledger.inventory.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running service. */
final class Http implements AutoCloseable {
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

    Http(ConfigurableApplicationContext context) {
        port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port", Integer.class));
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
    }
}
