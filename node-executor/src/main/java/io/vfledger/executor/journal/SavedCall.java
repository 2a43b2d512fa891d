package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The CNI call that made an attachment, as the IPAM plugin's DEL needs it again.
 *
 * @param config the whole network configuration as it came on stdin
 * @param environment the CNI_* variables by name
 */
public record SavedCall(String config, Map<String, String> environment) {
    public SavedCall {
        environment = Map.copyOf(environment);
    }

    ObjectNode json() {
        ObjectNode node = AvroJson.object();
        node.put("config", config);
        ObjectNode variables = node.putObject("environment");
        new TreeMap<>(environment).forEach(variables::put);
        return node;
    }

    static SavedCall of(JsonNode node) {
        Map<String, String> variables = new TreeMap<>();
        node.path("environment")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        return new SavedCall(node.path("config").asText(), variables);
    }
}
