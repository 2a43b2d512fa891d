package io.vfledger.inventory.stream;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.DelRequested;
import io.vfledger.avro.DeviceAllocated;
import io.vfledger.avro.LedgerInput;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.PfConfigured;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfHeld;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfRecovered;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfVerified;
import io.vfledger.inventory.projection.Cause;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.WriterSchemas;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the inputs inside ledger entries say. The ledger keeps a body with its schema's fingerprint; one whose schema is
 * neither this build's nor a released one is shown without its content.
 */
final class InputContents {
    private final AvroReader reader;

    InputContents(AvroReader reader) {
        this.reader = reader;
    }

    Cause.Content of(LedgerInput input) {
        Optional<Topic> topic = TopicCatalogue.named(input.getTopic());
        Optional<Schema> schema = WriterSchemas.compiledIn(input.getRecordType(), input.getSchemaFingerprint());
        if (topic.isEmpty() || schema.isEmpty()) {
            return Cause.Content.NONE;
        }
        ByteBuffer bytes = input.getValue().duplicate();
        byte[] body = new byte[bytes.remaining()];
        bytes.get(body);
        return switch (reader.readBody(topic.get(), schema.get(), body)) {
            case Decoded.Value value -> content(value.record());
            case Decoded.Unreadable _ -> Cause.Content.NONE;
        };
    }

    private static Cause.Content content(SpecificRecord record) {
        return switch (record) {
            case AddRequested r -> request(r.getAgent(), r.getRequestId(), r.getAttachment(), r.getPod());
            case DelRequested r -> request(r.getAgent(), r.getRequestId(), r.getAttachment(), r.getPod());
            case VfAttached r -> request(r.getAgent(), r.getRequestId(), r.getAttachment(), r.getPod());
            case VfReleased r -> readBack(r.getAgent(), r.getAttachment(), r.getClean(), r.getDifferences());
            case VfVerified r -> readBack(r.getAgent(), null, r.getClean(), r.getDifferences());
            case CommandFailed r -> failed(r);
            case DeviceAllocated r -> request(r.getAgent(), "", null, r.getPod());
            case VfHeld r -> of(r.getAgent());
            case VfRecovered r -> of(r.getAgent());
            case PfConfigured r -> of(r.getAgent());
            case AgentStarted r -> of(r.getAgent());
            case NodeInventory r -> of(r.getAgent());
            case PfChanged r -> of(r.getAgent());
            case VfChanged r -> of(r.getAgent());
            case VfGone r -> of(r.getAgent());
            case VfObserved r -> of(r.getAgent());
            // Records of the API server's side carry no clock of a node.
            default -> Cause.Content.NONE;
        };
    }

    private static Cause.Content of(AgentStamp agent) {
        return request(agent, "", null, null);
    }

    private static Cause.Content request(
            AgentStamp agent, String requestId, @Nullable Attachment attachment, @Nullable PodIdentity pod) {
        return new Cause.Content(
                at(agent),
                SharedTypes.text(requestId),
                SharedTypes.optional(attachment, SharedTypes::attachment),
                SharedTypes.optional(pod, SharedTypes::pod),
                Optional.empty(),
                List.of());
    }

    private static Cause.Content readBack(
            AgentStamp agent, @Nullable Attachment attachment, boolean clean, List<String> differences) {
        return new Cause.Content(
                at(agent),
                Optional.empty(),
                SharedTypes.optional(attachment, SharedTypes::attachment),
                Optional.empty(),
                Optional.of(clean),
                differences);
    }

    private static Cause.Content failed(CommandFailed r) {
        return new Cause.Content(
                at(r.getAgent()),
                SharedTypes.text(r.getRequestId()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                r.getDifferences());
    }

    private static Optional<Instant> at(AgentStamp agent) {
        return agent.getOccurredAtMs() == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(agent.getOccurredAtMs()));
    }
}
