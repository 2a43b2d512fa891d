package io.vfledger.executor.outbox;

import io.vfledger.avro.AgentStamp;
import io.vfledger.executor.journal.AgentLife;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.RecordSignature;
import io.vfledger.schemas.wire.WireFormat;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/** Makes a draft into bytes that are stamped and signed. */
final class RecordPress {
    private final AgentLife life;
    private final PrivateKey key;
    private final SchemaShelf shelf;

    RecordPress(AgentLife life, PrivateKey key, SchemaShelf shelf) {
        this.life = life;
        this.key = key;
        this.shelf = shelf;
    }

    /** A record of an earlier version of the agent as this version writes it; the same where nothing has changed. */
    Outgoing renewed(Outgoing old) {
        Class<? extends SpecificRecord> type = typeOf(old);
        Schema now = TopicCatalogue.schemaOf(type);
        if (Arrays.equals(old.fingerprint(), WireFormat.fingerprint(now))) {
            return old;
        }
        Schema then = shelf.of(old.fingerprint())
                .orElseThrow(() -> new StorageException("the schema of a " + old.type() + " in the outbox is lost"));
        SpecificRecordBase record = read(old.body(), then, now, type);
        Draft draft = new Draft(old.topic(), old.key(), old.traceParent(), stamp -> record);
        shelf.keep(WireFormat.fingerprint(now), now);
        return sign(draft, old.stamp(), record, old.occurredAtMs());
    }

    /**
     * Keeps what is needed to read a record that is written down, also by a later version.
     *
     * @throws StorageException when the disk refuses
     */
    void shelve(Outgoing record) {
        shelf.keep(record.fingerprint(), TopicCatalogue.schemaOf(typeOf(record)));
    }

    private static Class<? extends SpecificRecord> typeOf(Outgoing old) {
        return TopicCatalogue.recordType("io.vfledger.avro." + old.type())
                .orElseThrow(() ->
                        new StorageException("the outbox has a " + old.type() + ", which this version does not know"));
    }

    private static SpecificRecordBase read(byte[] body, Schema then, Schema now, Class<?> type) {
        try {
            return new SpecificDatumReader<SpecificRecordBase>(then, now, SpecificData.getForClass(type))
                    .read(null, DecoderFactory.get().binaryDecoder(body, null));
        } catch (IOException | AvroRuntimeException | UnsupportedOperationException | IndexOutOfBoundsException e) {
            // What Avro throws at a body that is cut short, or lies about a length, an index or a limit.
            throw new StorageException("a " + then.getName() + " of the outbox cannot be read", e);
        }
    }

    private AgentStamp stamp(long agentSeq, long previousInTopic, long nowMs) {
        return AgentStamp.newBuilder()
                .setIncarnation(life.incarnation())
                .setBootId(life.bootId())
                .setMachineId(life.machineId())
                .setAgentSeq(agentSeq)
                .setTopicPreviousSeq(previousInTopic)
                .setOccurredAtMs(nowMs)
                .setBuild(life.build())
                .setLife(life.name())
                .build();
    }

    private static Outgoing.Stamp place(AgentStamp stamp) {
        return new Outgoing.Stamp(stamp.getIncarnation(), stamp.getAgentSeq());
    }

    /** @param previousInTopic agent_seq of this life's record before it in that topic; 0 for the first */
    Outgoing press(Draft draft, long agentSeq, long previousInTopic, long nowMs) {
        AgentStamp stamp = stamp(agentSeq, previousInTopic, nowMs);
        return sign(draft, place(stamp), draft.record().apply(stamp), nowMs);
    }

    private Outgoing sign(Draft draft, Outgoing.Stamp stamp, SpecificRecordBase record, long nowMs) {
        byte[] body = WireFormat.body(record);
        if (body.length > draft.topic().maxMessageBytes() - 1024) {
            throw new IllegalArgumentException(record.getSchema().getName() + " of " + body.length
                    + " bytes is too large for topic " + draft.topic().topicName());
        }
        byte[] fingerprint = WireFormat.fingerprint(record.getSchema());
        byte[] signature = RecordSignature.sign(
                key,
                new RecordSignature.Signed(draft.topic().topicName(), RecordKey.bytes(draft.key()), fingerprint, body));
        return new Outgoing(
                draft.topic(),
                draft.key(),
                stamp,
                record.getSchema().getName(),
                fingerprint,
                body,
                signature,
                draft.traceParent(),
                nowMs);
    }
}
