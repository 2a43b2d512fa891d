package io.vfledger.cni.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The keys of one JSON object, read one by one; every problem is noted, so that one answer names them all. */
final class Fields {
    private final ObjectNode node;
    private final String path;
    private final List<String> problems;

    Fields(ObjectNode node) {
        this(node, "", new ArrayList<>());
    }

    private Fields(ObjectNode node, String path, List<String> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    List<String> problems() {
        return problems;
    }

    /** JSON null counts as absent, as Go's decoder has it. */
    Optional<JsonNode> value(String key) {
        return Optional.ofNullable(node.get(key)).filter(v -> !v.isNull());
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    Optional<Fields> object(String key) {
        return value(key).flatMap(v -> {
            if (v instanceof ObjectNode inner) {
                return Optional.of(new Fields(inner, path + key + ".", problems));
            }
            return problem(key, v, "is not an object");
        });
    }

    ObjectNode node() {
        return node;
    }

    Optional<String> text(String key) {
        return value(key).flatMap(v -> {
            if (v.isTextual()) {
                return Optional.of(v.textValue());
            }
            return problem(key, v, "is not a string");
        });
    }

    OptionalInt integer(String key, int lowest, int highest) {
        Optional<Integer> read = value(key).flatMap(v -> {
            if (v.isIntegralNumber() && v.canConvertToInt() && v.intValue() >= lowest && v.intValue() <= highest) {
                return Optional.of(v.intValue());
            }
            return problem(key, v, "is not an integer from " + lowest + " to " + highest);
        });
        return read.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    List<String> keys() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    Optional<Boolean> flag(String key) {
        return value(key)
                .flatMap(v -> v.isBoolean() ? Optional.of(v.booleanValue()) : problem(key, v, "is not true or false"));
    }

    /** Keys whose values are the words on and off. */
    Optional<Boolean> onOff(String key) {
        return text(key).filter(t -> !t.isEmpty()).flatMap(t -> switch (t.toLowerCase(Locale.ROOT)) {
            case "on" -> Optional.of(true);
            case "off" -> Optional.of(false);
            default -> noted(key + " " + Quote.of(t) + " is not one of on, off");
        });
    }

    <E extends Enum<E>> Optional<E> oneOf(String key, E[] allowed, Function<E, String> name) {
        return text(key).filter(t -> !t.isEmpty()).flatMap(t -> {
            Optional<E> found = Arrays.stream(allowed)
                    .filter(e -> name.apply(e).equals(t.toLowerCase(Locale.ROOT)))
                    .findFirst();
            if (found.isEmpty()) {
                noted(key + " " + Quote.of(t) + " is not one of "
                        + Arrays.stream(allowed).map(name).collect(Collectors.joining(", ")));
            }
            return found;
        });
    }

    /** A string that is a domain noun; an empty one counts as absent. */
    <T> Optional<T> noun(String key, Function<String, T> make) {
        return text(key).filter(t -> !t.isEmpty()).flatMap(t -> attempt(key, () -> make.apply(t)));
    }

    List<String> texts(String key) {
        List<String> out = new ArrayList<>();
        value(key).ifPresent(v -> {
            if (!v.isArray()) {
                problem(key, v, "is not a list of strings");
                return;
            }
            for (JsonNode each : v) {
                if (each.isTextual()) {
                    out.add(each.textValue());
                } else {
                    problem(key, each, "is not a string");
                }
            }
        });
        return out;
    }

    List<Fields> objects(String key) {
        List<Fields> out = new ArrayList<>();
        value(key).ifPresent(v -> {
            if (!v.isArray()) {
                problem(key, v, "is not a list of objects");
                return;
            }
            for (int i = 0; i < v.size(); i++) {
                if (v.get(i) instanceof ObjectNode inner) {
                    out.add(new Fields(inner, path + key + "[" + i + "].", problems));
                } else {
                    problem(key, v.get(i), "is not an object");
                }
            }
        });
        return out;
    }

    /** The value, or its refusal noted as a problem of the key. */
    <T> Optional<T> attempt(String key, Supplier<T> make) {
        try {
            return Optional.of(make.get());
        } catch (IllegalArgumentException e) {
            return noted(key + ": " + e.getMessage());
        }
    }

    <T> Optional<T> noted(String problem) {
        problems.add(path + problem);
        return Optional.empty();
    }

    private <T> Optional<T> problem(String key, JsonNode value, String what) {
        return noted(key + " " + Quote.of(value.toString()) + " " + what);
    }
}
