package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.schemas.wire.AvroTrust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Contract records as plain JSON in the agent's own files: a person can read them, and an agent of another version can too,
 * since a field that is not there takes its default and one that is not known is passed over.
 */
public final class AvroJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static {
        AvroTrust.establish();
    }

    private AvroJson() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** The text form, UTF-8. */
    public static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a text form.
     *
     * @throws StorageException when it is not JSON
     */
    public static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new StorageException("a file of the agent is not JSON", e);
        }
    }

    /** A record with its type beside it: {@code {"type": "VfAttached", "record": {…}}}. */
    public static ObjectNode typed(SpecificRecordBase record) {
        ObjectNode node = object();
        node.put("type", record.getSchema().getName());
        node.set("record", write(record));
        return node;
    }

    /**
     * Reads what {@link #typed} wrote.
     *
     * @throws StorageException when the type is not one of the contract's
     */
    public static SpecificRecordBase untyped(JsonNode node) {
        String name = node.path("type").asText();
        if (!name.matches("[A-Za-z]{1,64}")) {
            throw new StorageException("'" + name + "' is not the name of a record type");
        }
        try {
            Class<?> type = Class.forName("io.vfledger.avro." + name);
            return read(node.path("record"), type.asSubclass(SpecificRecordBase.class));
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new StorageException("'" + name + "' is not a record type of the contract", e);
        }
    }

    /** A record as JSON. */
    public static JsonNode write(IndexedRecord record) {
        ObjectNode node = object();
        for (Schema.Field field : record.getSchema().getFields()) {
            node.set(field.name(), writeValue(record.get(field.pos())));
        }
        return node;
    }

    private static JsonNode writeValue(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.instance;
            case IndexedRecord record -> write(record);
            case List<?> list -> {
                ArrayNode array = NODES.arrayNode();
                list.forEach(item -> array.add(writeValue(item)));
                yield array;
            }
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Boolean truth -> NODES.booleanNode(truth);
            case ByteBuffer bytes -> NODES.textNode(base64(bytes));
            case Enum<?> symbol -> NODES.textNode(symbol.name());
            case GenericEnumSymbol<?> symbol -> NODES.textNode(symbol.toString());
            case CharSequence text -> NODES.textNode(text.toString());
            default -> throw new IllegalStateException("no JSON form for " + value.getClass());
        };
    }

    private static String base64(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }

    /**
     * A record from JSON.
     *
     * @throws StorageException when a value does not fit its field
     */
    public static <T extends SpecificRecordBase> T read(JsonNode node, Class<T> type) {
        Schema schema = SpecificData.get().getSchema(type);
        return type.cast(readRecord(node, schema));
    }

    private static SpecificRecordBase readRecord(JsonNode node, Schema schema) {
        SpecificRecordBase record = (SpecificRecordBase) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            JsonNode value = node.get(field.name());
            record.put(
                    field.pos(),
                    value == null ? SpecificData.get().getDefaultValue(field) : readValue(value, field.schema()));
        }
        return record;
    }

    private static @Nullable Object readValue(JsonNode node, Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                node.isNull() ? null : readValue(node, schema.getTypes().get(1));
            case RECORD -> readRecord(node, schema);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(item -> list.add(readValue(item, schema.getElementType())));
                yield list;
            }
            case INT -> node.asInt();
            case LONG -> node.asLong();
            case BOOLEAN -> node.asBoolean();
            case BYTES -> bytes(node.asText());
            case STRING -> node.asText();
            case ENUM -> symbol(node.asText(), schema);
            case MAP, FIXED, FLOAT, DOUBLE, NULL ->
                throw new IllegalStateException("the contract has no " + schema.getType());
        };
    }

    private static ByteBuffer bytes(String base64) {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new StorageException("a field of bytes is not base64", e);
        }
    }

    private static Object symbol(String name, Schema schema) {
        String known = schema.hasEnumSymbol(name) ? name : schema.getEnumDefault();
        return SpecificData.get().createEnum(known, schema);
    }
}
