package io.vfledger.schemas.wire;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of every record: CloudEvents 1.0 in the binary mode of its Kafka binding, W3C trace context. */
public final class RecordHeaders {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";

    /** W3C Trace Context, version 00. */
    public static final String TRACE_PARENT = "traceparent";

    /** Ed25519 signature of the record, 64 bytes: {@link RecordSignature}. */
    public static final String SIGNATURE = "vfl-sig";

    private static final String CLOUD_EVENTS_VERSION = "1.0";
    private static final String AVRO = "application/avro";

    private RecordHeaders() {}

    /**
     * What the headers say.
     *
     * @param id unique for its source: a command's id, a request's id, {@code incarnation/agent_seq}
     * @param source URI reference of who wrote it, such as {@code /nodes/worker-1/agent} or {@code /allocator}
     * @param type full name of the Avro record
     * @param time when it happened, by the writer's clock
     * @param traceParent the trace it belongs to
     */
    public record Envelope(String id, String source, String type, Instant time, Optional<String> traceParent) {
        public Envelope {
            if (id.isEmpty() || source.isEmpty() || type.isEmpty()) {
                throw new IllegalArgumentException("id '" + id + "', source '" + source + "' and type '" + type
                        + "' of an event must not be empty (CloudEvents 1.0, required attributes)");
            }
        }
    }

    /** Writes them; those that were there under the same names are replaced. */
    public static void write(Headers headers, Envelope envelope) {
        put(headers, SPEC_VERSION, CLOUD_EVENTS_VERSION);
        put(headers, ID, envelope.id());
        put(headers, SOURCE, envelope.source());
        put(headers, TYPE, envelope.type());
        put(headers, TIME, envelope.time().toString());
        put(headers, CONTENT_TYPE, AVRO);
        envelope.traceParent().ifPresent(trace -> put(headers, TRACE_PARENT, trace));
    }

    /**
     * Reads them.
     *
     * @return empty where a required one is missing or the time is not RFC 3339: such a record is read without them
     */
    public static Optional<Envelope> read(Headers headers) {
        Optional<String> id = text(headers, ID).filter(value -> !value.isEmpty());
        Optional<String> source = text(headers, SOURCE).filter(value -> !value.isEmpty());
        Optional<String> type = text(headers, TYPE).filter(value -> !value.isEmpty());
        Optional<Instant> time = text(headers, TIME).flatMap(RecordHeaders::instant);
        if (id.isEmpty() || source.isEmpty() || type.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Envelope(id.get(), source.get(), type.get(), time.get(), text(headers, TRACE_PARENT)));
    }

    /** The signature, where there is one. */
    public static Optional<byte[]> signature(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(SIGNATURE)).map(Header::value);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
