package io.vfledger.allocator.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** As much of the Confluent API as the genuine client asks for: register, look up, by id, compatibility. */
final class TestRegistry implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final Map<String, Map<String, Integer>> idsBySubject = new LinkedHashMap<>();
    private final List<String> schemas = new ArrayList<>();

    TestRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "test-registry");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
        Map<?, ?> body = exchange.getRequestMethod().equals("GET")
                ? Map.of()
                : json.readValue(exchange.getRequestBody(), Map.class);
        switch (path[0]) {
            case "config" -> send(exchange, 200, Map.of("compatibility", "FULL_TRANSITIVE"));
            case "schemas" -> send(exchange, 200, Map.of("schema", schemas.get(Integer.parseInt(path[2]) - 1)));
            case "subjects" -> subjects(exchange, path, body);
            default -> send(exchange, 404, Map.of("error_code", 404, "message", "not served"));
        }
    }

    private void subjects(HttpExchange exchange, String[] path, Map<?, ?> body) throws IOException {
        if (path.length == 1) {
            send(exchange, 200, List.copyOf(idsBySubject.keySet()));
            return;
        }
        String subject = path[1];
        String schema = (String) body.get("schema");
        Map<String, Integer> known = idsBySubject.computeIfAbsent(subject, name -> new LinkedHashMap<>());
        if (path.length == 3) {
            int id = known.computeIfAbsent(schema, text -> {
                schemas.add(text);
                return schemas.size();
            });
            send(exchange, 200, Map.of("id", id));
        } else if (known.containsKey(schema)) {
            send(exchange, 200, Map.of("subject", subject, "id", known.get(schema), "version", 1, "schema", schema));
        } else {
            send(exchange, 404, Map.of("error_code", 40403, "message", "Schema not found"));
        }
    }

    private void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
