package io.vfledger.inventory.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.Json;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the annotation by which a pod selects networks (Kubernetes Network Custom Resource Definition De-facto Standard
 * 1.3, section 4.1): names divided by commas, {@code [namespace/]name[@interface]}, or a JSON list of objects.
 */
public final class NetworkAnnotation {
    /** Networks that one pod may select. */
    public static final int MOST = 64;

    /** Characters of the annotation. */
    public static final int MAX_LENGTH = 64 * 1024;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

    private NetworkAnnotation() {}

    /**
     * Reads one.
     *
     * @param text the annotation
     * @param namespace of the pod: a network that names none is looked for there
     */
    public static Reading<List<NetworkSelection>> read(String text, String namespace) {
        if (text.length() > MAX_LENGTH) {
            return new Reading.Refused<>("it has " + text.length() + " characters: allowed are up to " + MAX_LENGTH);
        }
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return new Reading.Understood<>(List.of());
        }
        try {
            List<NetworkSelection> found = trimmed.startsWith("[") || trimmed.startsWith("{")
                    ? json(trimmed, namespace)
                    : names(trimmed, namespace);
            return found.size() > MOST
                    ? new Reading.Refused<>("it selects " + found.size() + " networks: allowed are up to " + MOST)
                    : new Reading.Understood<>(found);
        } catch (IllegalArgumentException e) {
            return new Reading.Refused<>(String.valueOf(e.getMessage()));
        }
    }

    private static List<NetworkSelection> names(String text, String namespace) {
        List<NetworkSelection> found = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String item = part.strip();
            int slash = item.indexOf('/');
            int at = item.indexOf('@', slash + 1);
            String name = item.substring(slash + 1, at < 0 ? item.length() : at);
            found.add(new NetworkSelection(
                    key(slash < 0 ? namespace : item.substring(0, slash), name, item),
                    at < 0 ? Optional.empty() : Optional.of(new InterfaceName(item.substring(at + 1))),
                    Optional.empty(),
                    Optional.empty()));
        }
        return found;
    }

    private static List<NetworkSelection> json(String text, String namespace) {
        ArrayNode list = switch (Json.readArray(text, "the list of networks")) {
            case Checked.Valid<ArrayNode>(ArrayNode array) -> array;
            case Checked.Refused<ArrayNode>(var error) -> throw new IllegalArgumentException(error.msg());
        };
        List<NetworkSelection> found = new ArrayList<>();
        for (JsonNode item : list) {
            if (!(item instanceof ObjectNode object)) {
                throw new IllegalArgumentException(
                        "item " + found.size() + " of the list of networks is no object: write {\"name\": …}");
            }
            found.add(selection(object, namespace));
        }
        return found;
    }

    private static NetworkSelection selection(ObjectNode item, String namespace) {
        String name = text(item, "name")
                .orElseThrow(() -> new IllegalArgumentException("an item of the list of networks has no name"));
        return new NetworkSelection(
                key(text(item, "namespace").orElse(namespace), name, name),
                text(item, "interface").map(InterfaceName::new),
                text(item, "mac").map(MacAddress::parse),
                text(item, "deviceID").map(PciAddress::new));
    }

    private static Optional<String> text(ObjectNode item, String key) {
        JsonNode value = item.path(key);
        if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
            throw new IllegalArgumentException(key + " of a network is " + value.getNodeType() + ": it must be a text");
        }
        return Optional.of(value.asText("")).filter(text -> value.isTextual() && !text.isEmpty());
    }

    private static ObjectKey key(String namespace, String name, String shown) {
        if (!LABEL.matcher(namespace).matches() || !LABEL.matcher(name).matches()) {
            throw new IllegalArgumentException("network '" + (shown.length() > 80 ? shown.substring(0, 80) : shown)
                    + "' is not valid: allowed is [namespace/]name[@interface], the names of lower-case letters, digits,"
                    + " '-' and '.'");
        }
        return new ObjectKey(namespace, name);
    }
}
