package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.AssignVf;
import java.util.Optional;

/**
 * Who has a VF on this node, and what is needed to take it back without asking anybody.
 *
 * @param assign the command by which it was given: attachment, pod, namespace, settings, baseline
 * @param call the CNI call behind it; empty where the attachment was learned from the log alone
 * @param hostNetdev the VF's interface name in the host's namespace before it went; empty where it had none
 */
public record Owner(AssignVf assign, Optional<SavedCall> call, Optional<String> hostNetdev) {

    ObjectNode json() {
        ObjectNode node = AvroJson.object();
        node.set("assign", AvroJson.write(assign));
        call.ifPresent(value -> node.set("call", value.json()));
        hostNetdev.ifPresent(value -> node.put("host_netdev", value));
        return node;
    }

    static Owner of(JsonNode node) {
        return new Owner(
                AvroJson.read(node.path("assign"), AssignVf.class),
                node.has("call") ? Optional.of(SavedCall.of(node.path("call"))) : Optional.empty(),
                node.has("host_netdev") ? Optional.of(node.path("host_netdev").asText()) : Optional.empty());
    }
}
