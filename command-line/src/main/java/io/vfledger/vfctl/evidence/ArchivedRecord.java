package io.vfledger.vfctl.evidence;

import io.vfledger.host.Bytes;
import io.vfledger.ledger.RecordedBody;
import io.vfledger.ledger.proof.LedgerLeaf;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record of an archive's Avro container files.
 *
 * @param partitionSeq of a ledger entry: its leaf in the tree; 0 in other records
 * @param offset of a ledger entry in its partition; 0 in other records
 * @param key of the Kafka record
 * @param recordType full name of the Avro record; empty where only the leaf's hash is kept
 * @param fingerprint of the schema that the body was written with, which lies in {@code schemas/}
 * @param body Avro body, without the registry's prefix
 * @param leafHash of an entry of a node that was not asked for; empty where the body is there
 */
record ArchivedRecord(
        long partitionSeq, long offset, Bytes key, String recordType, Bytes fingerprint, Bytes body, Bytes leafHash) {
    /** What the files are written with. */
    static final Schema SCHEMA = SchemaBuilder.record("ArchivedRecord")
            .namespace("io.vfledger.archive")
            .doc("A record of the ledger, as it lay in Kafka; of entries that were not asked for the hash alone.")
            .fields()
            .requiredLong("partition_seq")
            .requiredLong("offset")
            .requiredBytes("key")
            .requiredString("record_type")
            .requiredBytes("schema_fingerprint")
            .requiredBytes("body")
            .requiredBytes("leaf_hash")
            .endRecord();

    /** An entry, whole. */
    static ArchivedRecord of(RawEntry entry) {
        return new ArchivedRecord(
                entry.record().getPartitionSeq(),
                entry.offset(),
                entry.leaf().key(),
                entry.record().getSchema().getFullName(),
                entry.leaf().fingerprint(),
                entry.leaf().body(),
                Bytes.EMPTY);
    }

    /** The hash of an entry. */
    static ArchivedRecord hashOf(RawEntry entry) {
        return new ArchivedRecord(
                entry.record().getPartitionSeq(),
                entry.offset(),
                Bytes.EMPTY,
                "",
                Bytes.EMPTY,
                Bytes.EMPTY,
                entry.leaf().hash());
    }

    /** A record of state, or a head. */
    static ArchivedRecord of(String key, SpecificRecord record) {
        return new ArchivedRecord(
                0,
                0,
                Bytes.owned(key.getBytes(StandardCharsets.UTF_8)),
                record.getSchema().getFullName(),
                Bytes.owned(WireFormat.fingerprint(record.getSchema())),
                Bytes.owned(WireFormat.body(record)),
                Bytes.EMPTY);
    }

    /** Whether only the hash of the leaf is there. */
    boolean isHash() {
        return recordType.isEmpty();
    }

    /** The leaf of an entry. */
    LedgerLeaf leaf() {
        return new LedgerLeaf(key, fingerprint, body);
    }

    /**
     * What the body says.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    SpecificRecord read(Topic topic) {
        return RecordedBody.read(topic, recordType, fingerprint, body);
    }

    GenericRecord toAvro() {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("partition_seq", partitionSeq);
        record.put("offset", offset);
        record.put("key", ByteBuffer.wrap(key.toArray()));
        record.put("record_type", recordType);
        record.put("schema_fingerprint", ByteBuffer.wrap(fingerprint.toArray()));
        record.put("body", ByteBuffer.wrap(body.toArray()));
        record.put("leaf_hash", ByteBuffer.wrap(leafHash.toArray()));
        return record;
    }

    static ArchivedRecord of(GenericRecord record) {
        return new ArchivedRecord(
                (Long) record.get("partition_seq"),
                (Long) record.get("offset"),
                bytes(record, "key"),
                record.get("record_type").toString(),
                bytes(record, "schema_fingerprint"),
                bytes(record, "body"),
                bytes(record, "leaf_hash"));
    }

    private static Bytes bytes(GenericRecord record, String field) {
        ByteBuffer buffer = (ByteBuffer) record.get(field);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Bytes.owned(bytes);
    }
}
