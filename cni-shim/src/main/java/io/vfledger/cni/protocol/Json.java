package io.vfledger.cni.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/** Strict JSON: one object or list, no key twice, nothing behind it, bounded depth and lengths. */
public final class Json {
    /** Bytes of a network configuration or a result. */
    public static final int LENGTH_MAX = 1 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(32)
                            .maxStringLength(LENGTH_MAX)
                            .maxNameLength(1024)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** One JSON object, or why the text is not one; {@code what} names the text in the message. */
    public static Checked<ObjectNode> readObject(String text, String what) {
        return read(text, what)
                .then(node -> node instanceof ObjectNode object
                        ? Checked.valid(object)
                        : Checked.refused(CniErrorCode.DECODING_FAILURE, what + " is not a JSON object"));
    }

    /** One JSON list, or why the text is not one; {@code what} names the text in the message. */
    public static Checked<ArrayNode> readArray(String text, String what) {
        return read(text, what)
                .then(node -> node instanceof ArrayNode list
                        ? Checked.valid(list)
                        : Checked.refused(CniErrorCode.DECODING_FAILURE, what + " is not a JSON list"));
    }

    private static Checked<JsonNode> read(String text, String what) {
        if (text.length() > LENGTH_MAX) {
            return Checked.refused(
                    CniErrorCode.DECODING_FAILURE,
                    what + " is " + text.length() + " characters long, allowed are up to " + LENGTH_MAX);
        }
        try {
            return Checked.valid(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            return Checked.refused(
                    CniErrorCode.DECODING_FAILURE, what + " is not valid JSON: " + e.getOriginalMessage() + where(e));
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** One line of JSON. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a JSON tree in memory cannot be written", e);
        }
    }
}
