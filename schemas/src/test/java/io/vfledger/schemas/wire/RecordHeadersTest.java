package io.vfledger.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.schemas.wire.RecordHeaders.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {
    private static final Envelope ENVELOPE = new Envelope(
            "worker-1/7/0",
            "/allocator",
            "io.vfledger.avro.AssignVf",
            Instant.parse("2026-11-24T14:03:00Z"),
            Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

    @Test
    void areThoseOfCloudEventsInBinaryMode() {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();

        RecordHeaders.write(headers, ENVELOPE);

        assertThat(text(headers, "ce_specversion")).isEqualTo("1.0");
        assertThat(text(headers, "ce_id")).isEqualTo("worker-1/7/0");
        assertThat(text(headers, "ce_time")).isEqualTo("2026-11-24T14:03:00Z");
        assertThat(text(headers, "content-type")).isEqualTo("application/avro");
        assertThat(RecordHeaders.read(headers)).contains(ENVELOPE);
    }

    @Test
    void areReplacedWhenWrittenAgain() {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();

        RecordHeaders.write(headers, ENVELOPE);
        RecordHeaders.write(headers, ENVELOPE);

        assertThat(headers.headers("ce_id")).hasSize(1);
    }

    @Test
    void areAbsentRatherThanAnErrorWhereTheyCannotBeRead() {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        assertThat(RecordHeaders.read(headers)).isEmpty();
        assertThat(RecordHeaders.signature(headers)).isEmpty();

        RecordHeaders.write(headers, ENVELOPE);
        headers.remove("ce_time").add("ce_time", "yesterday".getBytes(StandardCharsets.UTF_8));

        assertThat(RecordHeaders.read(headers)).isEmpty();
    }

    @Test
    void needAnIdSourceAndType() {
        assertThatThrownBy(() -> new Envelope("", "/allocator", "t", Instant.EPOCH, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CloudEvents");
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
