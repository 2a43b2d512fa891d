package io.vfledger.executor.nodefile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A JSON object of which every key is known. Each reading names key, value and what is allowed when it is refused. */
public final class Entry {
    private final JsonNode node;

    private Entry(JsonNode node) {
        this.node = node;
    }

    /**
     * An object with no other keys than these.
     *
     * @throws IllegalArgumentException when it is none, or has another
     */
    public static Entry of(JsonNode node, Set<String> allowed) {
        for (String key : members(node).keySet()) {
            if (!allowed.contains(key)) {
                throw new IllegalArgumentException("'" + key + "' is not known: allowed are " + sorted(allowed));
            }
        }
        return new Entry(node);
    }

    /**
     * What is in an object whose keys are the writer's own names.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Map<String, JsonNode> members(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected an object, found " + node);
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    /** What a key has; empty when it is not there. */
    public Optional<JsonNode> member(String key) {
        return Optional.of(node.path(key)).filter(value -> !value.isMissingNode());
    }

    /** A whole number. */
    public Optional<Integer> number(String key) {
        Optional<JsonNode> value = member(key);
        if (value.isPresent() && !(value.get().isIntegralNumber() && value.get().canConvertToInt())) {
            throw new IllegalArgumentException(key + " has to be a whole number, not " + value.get());
        }
        return value.map(JsonNode::intValue);
    }

    /** True or false. */
    public Optional<Boolean> truth(String key) {
        Optional<JsonNode> value = member(key);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw new IllegalArgumentException(key + " has to be true or false, not " + value.get());
        }
        return value.map(JsonNode::booleanValue);
    }

    /** A text. */
    public Optional<String> text(String key) {
        Optional<JsonNode> value = member(key);
        if (value.isPresent() && !value.get().isTextual()) {
            throw new IllegalArgumentException(key + " has to be a text, not " + value.get());
        }
        return value.map(JsonNode::textValue);
    }

    /** One of some texts, whatever their case. */
    public <T> Optional<T> choice(String key, Map<String, T> allowed) {
        return text(key).map(chosen -> chosen(key, chosen, allowed));
    }

    /** A list of some of these texts, each at most once. */
    public <T> Optional<Set<T>> choices(String key, Map<String, T> allowed) {
        Optional<JsonNode> value = member(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.get().isArray()) {
            throw new IllegalArgumentException(key + " has to be a list, not " + value.get());
        }
        Set<T> found = new LinkedHashSet<>();
        for (JsonNode element : value.get()) {
            if (!element.isTextual()) {
                throw new IllegalArgumentException(key + " has to be a list of texts; " + element + " is none");
            }
            if (!found.add(chosen(key, element.textValue(), allowed))) {
                throw new IllegalArgumentException(key + " has '" + element.textValue() + "' twice");
            }
        }
        return Optional.of(found);
    }

    private static <T> T chosen(String key, String text, Map<String, T> allowed) {
        return Optional.ofNullable(allowed.get(text.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> new IllegalArgumentException(
                        key + " '" + text + "' is not known: allowed are " + sorted(allowed.keySet())));
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
