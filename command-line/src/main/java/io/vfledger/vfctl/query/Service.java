package io.vfledger.vfctl.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks the inventory service. */
final class Service {
    private static final int CONNECT_MS = 3_000;
    private static final int READ_MS = 15_000;
    private static final int LARGEST_ANSWER = 64 * 1024 * 1024;
    private static final int UNAVAILABLE = 503;
    private static final Duration STARTING = Duration.ofSeconds(20);
    private static final long PAUSE_MS = 500;

    private final ObjectMapper mapper = new ObjectMapper();
    private final URI base;

    /**
     * @param url of the service, without path
     * @throws Refusal when it is not an http(s) URL
     */
    Service(String url) {
        try {
            base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (URISyntaxException e) {
            throw new Refusal("URL '" + url + "' is not valid", e);
        }
        if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
            throw new Refusal("URL '" + url + "' is not valid: it must begin with http:// or https://");
        }
    }

    /**
     * Asks; a service that is still reading its topics is waited for.
     *
     * @param path below {@code /api/v1}
     * @param parameters of the query; empty values are left out
     * @throws Refusal with the reason that the service gave, or why it could not be asked
     */
    JsonNode get(String path, Map<String, String> parameters) {
        URI uri = URI.create(base + "/api/v1" + path + query(parameters));
        long giveUpAt = System.nanoTime() + STARTING.toNanos();
        while (true) {
            Answer answer = ask(uri);
            if (answer.status() < HttpURLConnection.HTTP_BAD_REQUEST) {
                return answer.body();
            }
            if (answer.status() != UNAVAILABLE || System.nanoTime() > giveUpAt) {
                throw new Refusal(
                        answer.body().path("detail").asText("the service answered status " + answer.status()));
            }
            pause();
        }
    }

    private record Answer(int status, JsonNode body) {}

    private Answer ask(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MS);
            connection.setReadTimeout(READ_MS);
            connection.setRequestProperty("Accept", "application/json, application/problem+json");
            int status = connection.getResponseCode();
            InputStream stream = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream();
            if (stream == null) {
                return new Answer(status, mapper.createObjectNode());
            }
            try (stream) {
                byte[] body = stream.readNBytes(LARGEST_ANSWER);
                return new Answer(status, body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body));
            }
        } catch (IOException e) {
            throw new Refusal(
                    "cannot ask " + uri + "; is the platform up (vfctl up), or --url or VFL_URL another one's?", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }

    private static String query(Map<String, String> parameters) {
        String text = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }
}
