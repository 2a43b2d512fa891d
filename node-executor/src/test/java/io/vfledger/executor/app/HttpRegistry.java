package io.vfledger.executor.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.RegistryClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** A registry that has every schema of the catalogue: the two questions of the Confluent API that an agent asks. */
final class HttpRegistry implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final HttpServer server;
    private final Map<String, Integer> idsBySubject = new HashMap<>();
    private final Map<Integer, String> schemas = new HashMap<>();

    HttpRegistry() throws IOException {
        for (Topic topic : Topic.values()) {
            for (Schema schema : TopicCatalogue.schemas(topic)) {
                int id = schemas.size() + 1;
                schemas.put(id, RegistryClients.registeredForm(schema).canonicalString());
                idsBySubject.put(TopicCatalogue.subject(topic, schema.getFullName()), id);
            }
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/subjects/", this::idOf);
        server.createContext("/schemas/ids/", this::schemaOf);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void idOf(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String subject = exchange.getRequestURI().getPath().substring("/subjects/".length());
        Integer id = idsBySubject.get(subject);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (id != null) {
            answer.put("subject", subject).put("id", id).put("version", 1).put("schema", schemas.get(id));
        }
        answer(exchange, id != null, answer);
    }

    private void schemaOf(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/schemas/ids/".length());
        String schema = schemas.get(Integer.valueOf(id));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (schema != null) {
            answer.put("schema", schema);
        }
        answer(exchange, schema != null, answer);
    }

    private static void answer(HttpExchange exchange, boolean found, ObjectNode answer) throws IOException {
        if (!found) {
            answer.put("error_code", 40403).put("message", "not found");
        }
        byte[] bytes = MAPPER.writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(found ? 200 : 404, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
