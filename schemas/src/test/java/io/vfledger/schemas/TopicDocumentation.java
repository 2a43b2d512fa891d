package io.vfledger.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** Prints docs/topics.md from the catalogue and the docs of the schemas. */
final class TopicDocumentation {
    private final StringBuilder page = new StringBuilder();
    private final Map<String, Schema> shared = new TreeMap<>();

    private TopicDocumentation() {}

    static String print() {
        TopicDocumentation documentation = new TopicDocumentation();
        documentation.head();
        for (Topic topic : Topic.values()) {
            documentation.topic(topic);
        }
        documentation.shared();
        return documentation.page.toString();
    }

    private void head() {
        line("# Topics and records");
        line("");
        line("Generated from the topic catalogue (`Topic`) and the Avro schemas by `make docs`; do not edit.");
        line("");
        line("Every topic has the same number of partitions, chosen once: " + TopicCatalogue.EMBEDDED_PARTITIONS
                + " on the one-machine platform, " + TopicCatalogue.DEFAULT_PARTITIONS
                + " by default in production, 256 for 5,000 nodes. The partition is `NodePartition.of(node, count)`:"
                + " murmur2 of the node's name, so everything of a node is in one partition number of every topic.");
        line("");
        line("Durability: replication " + Durability.REPLICATED.replication() + ", `min.insync.replicas="
                + Durability.REPLICATED.minInSync()
                + "`, `acks=all`, no unclean leader election, `message.timestamp.type=LogAppendTime`. Everybody reads"
                + " `read_committed`.");
        line("");
        line("Values are in Confluent's wire format: `0x00`, the schema's id (int32, big-endian), the Avro body. The"
                + " subject is the topic's name, `-`, and the record's full name (TopicRecordNameStrategy);"
                + " compatibility is FULL_TRANSITIVE. Headers: CloudEvents 1.0 binary mode (`ce_specversion`, `ce_id`,"
                + " `ce_source`, `ce_type`, `ce_time`, `content-type`), `traceparent`, `vfl-sig`.");
        line("");
        line("| topic | key | kept | largest batch | written by | read by | records |");
        line("| --- | --- | --- | --- | --- | --- | --- |");
        for (Topic topic : Topic.values()) {
            line("| [" + topic.topicName() + "](#" + topic.topicName() + ") | "
                    + topic.key().text() + " | " + topic.retention().text() + " | "
                    + topic.maxMessageBytes() / 1024 + " KiB | " + parties(topic.writers()) + " | "
                    + parties(topic.readers()) + " | "
                    + TopicCatalogue.schemas(topic).stream()
                            .map(Schema::getName)
                            .collect(Collectors.joining(", "))
                    + " |");
        }
    }

    private void topic(Topic topic) {
        line("");
        line("## " + topic.topicName());
        line("");
        line(topic.purpose());
        TopicCatalogue.schemas(topic).forEach(this::type);
    }

    private void shared() {
        line("");
        line("## Shared types");
        Map<String, Schema> printed = new LinkedHashMap<>();
        while (printed.size() < shared.size()) {
            Map.copyOf(shared).values().stream()
                    .filter(schema -> !printed.containsKey(schema.getFullName()))
                    .min(Comparator.comparing(Schema::getFullName))
                    .ifPresent(schema -> {
                        printed.put(schema.getFullName(), schema);
                        type(schema);
                    });
        }
    }

    private void type(Schema schema) {
        line("");
        line("### " + schema.getName());
        line("");
        line(schema.getDoc());
        line("");
        if (schema.getType() == Schema.Type.ENUM) {
            line(schema.getEnumSymbols().stream().collect(Collectors.joining("`, `", "Symbols: `", "`.")));
            return;
        }
        line("| field | type | meaning | default |");
        line("| --- | --- | --- | --- |");
        for (Schema.Field field : schema.getFields()) {
            line("| " + field.name() + " | " + text(field.schema()) + " | " + cell(field.doc()) + " | "
                    + defaultOf(schema, field) + " |");
        }
    }

    private String text(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> {
                shared.putIfAbsent(schema.getFullName(), schema);
                yield "[" + schema.getName() + "](#" + schema.getName().toLowerCase(Locale.ROOT) + ")";
            }
            case ARRAY -> "list of " + text(schema.getElementType());
            case MAP -> "map of " + text(schema.getValueType());
            case UNION -> text(schema.getTypes().get(1)) + " or null";
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                schema.getType().getName();
        };
    }

    private static String defaultOf(Schema schema, Schema.Field field) {
        JsonNode fields = json(schema).get("fields");
        return "`" + fields.get(field.pos()).get("default") + "`";
    }

    private static JsonNode json(Schema schema) {
        try {
            return new ObjectMapper().readTree(schema.toString());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Avro printed a schema that is not JSON", e);
        }
    }

    private static String parties(Set<Party> parties) {
        return parties.stream().sorted().map(Party::text).collect(Collectors.joining(", "));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
