package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.ReleaseCause;
import java.util.Optional;

/** What is about to be done to a VF, written before the kernel is touched. */
public sealed interface Intent {
    /** The VF's owner to be, or until now. */
    Owner owner();

    /**
     * To give a VF to an attachment; after a crash it is undone, for its caller has gone.
     *
     * @param owner who is to have it
     */
    record Attach(Owner owner) implements Intent {}

    /**
     * To prepare a VF for a pod; after a crash it is undone.
     *
     * @param owner nobody yet: what is known of the command
     */
    record Hold(Owner owner) implements Intent {}

    /**
     * To take a VF back; after a crash it is finished.
     *
     * @param owner who has it
     * @param cause why
     * @param commandId the ReleaseVf that asked, empty where the node acts by itself
     * @param version the version to report
     */
    record Release(Owner owner, ReleaseCause cause, String commandId, long version) implements Intent {}

    /** The text form. */
    default ObjectNode json() {
        ObjectNode node = AvroJson.object();
        switch (this) {
            case Attach attach -> node.put("kind", "attach");
            case Hold hold -> node.put("kind", "hold");
            case Release release -> {
                node.put("kind", "release");
                node.put("cause", release.cause.name());
                node.put("command_id", release.commandId);
                node.put("version", release.version);
            }
        }
        node.set("owner", owner().json());
        return node;
    }

    /** Reads the text form; empty where it is of a kind that this version does not know. */
    static Optional<Intent> of(JsonNode node) {
        return switch (node.path("kind").asText()) {
            case "attach" -> Optional.of(new Attach(Owner.of(node.path("owner"))));
            case "hold" -> Optional.of(new Hold(Owner.of(node.path("owner"))));
            case "release" ->
                Optional.of(new Release(
                        Owner.of(node.path("owner")),
                        cause(node.path("cause").asText()),
                        node.path("command_id").asText(),
                        node.path("version").asLong()));
            default -> Optional.empty();
        };
    }

    private static ReleaseCause cause(String name) {
        try {
            return ReleaseCause.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new StorageException("the cause of a release", e);
        }
    }
}
