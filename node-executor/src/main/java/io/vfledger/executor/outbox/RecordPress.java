package io.vfledger.executor.outbox;

import io.vfledger.avro.AgentStamp;
import io.vfledger.executor.journal.AgentLife;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.wire.RecordSignature;
import io.vfledger.schemas.wire.WireFormat;
import java.security.PrivateKey;
import org.apache.avro.specific.SpecificRecordBase;

/** Makes a draft into bytes that are stamped and signed. */
final class RecordPress {
    private final AgentLife life;
    private final PrivateKey key;

    RecordPress(AgentLife life, PrivateKey key) {
        this.life = life;
        this.key = key;
    }

    Outgoing.Stamp stamp(long agentSeq) {
        return new Outgoing.Stamp(life.incarnation(), agentSeq);
    }

    Outgoing press(Draft draft, long agentSeq, long nowMs) {
        AgentStamp stamp = AgentStamp.newBuilder()
                .setIncarnation(life.incarnation())
                .setBootId(life.bootId())
                .setMachineId(life.machineId())
                .setAgentSeq(agentSeq)
                .setOccurredAtMs(nowMs)
                .setBuild(life.build())
                .build();
        SpecificRecordBase record = draft.record().apply(stamp);
        return sign(draft, stamp(agentSeq), record, nowMs);
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
