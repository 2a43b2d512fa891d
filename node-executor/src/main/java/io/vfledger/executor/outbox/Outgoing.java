package io.vfledger.executor.outbox;

import io.vfledger.executor.journal.StorageException;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A record on its way, complete but for the registry's id of its schema, which is asked when it is sent.
 *
 * @param topic where to
 * @param key {@code node} or {@code node/pci}
 * @param stamp by which it is known: incarnation and agent_seq
 * @param type simple name of the record's type
 * @param fingerprint of the schema that the body was written with
 * @param body Avro, without prefix
 * @param signature of the agent over topic, key, fingerprint and body
 * @param traceParent the trace that it belongs to
 * @param occurredAtMs the node's clock, milliseconds since the Unix epoch
 */
@SuppressWarnings("ArrayRecordComponent") // carried from encoding to sending, never compared
public record Outgoing(
        Topic topic,
        String key,
        Stamp stamp,
        String type,
        byte[] fingerprint,
        byte[] body,
        byte[] signature,
        String traceParent,
        long occurredAtMs) {

    /** Incarnation of the agent that wrote it, and its place in that incarnation. */
    public record Stamp(long incarnation, long agentSeq) {
        @Override
        public String toString() {
            return incarnation + "/" + agentSeq;
        }
    }

    private static final int MAX_PART = 2 * 1024 * 1024;

    /** Bytes that it takes in memory and on disk, about. */
    int size() {
        return body.length + key.length() + 320;
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(topic.topicName());
            out.writeUTF(key);
            out.writeLong(stamp.incarnation());
            out.writeLong(stamp.agentSeq());
            out.writeUTF(type);
            write(out, fingerprint);
            write(out, body);
            write(out, signature);
            out.writeUTF(traceParent);
            out.writeLong(occurredAtMs);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    static Outgoing of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String topicName = in.readUTF();
            Topic topic = TopicCatalogue.named(topicName)
                    .orElseThrow(() -> new StorageException(
                            "the outbox has a record for topic '" + topicName + "', which this version does not know"));
            return new Outgoing(
                    topic,
                    in.readUTF(),
                    new Stamp(in.readLong(), in.readLong()),
                    in.readUTF(),
                    read(in),
                    read(in),
                    read(in),
                    in.readUTF(),
                    in.readLong());
        } catch (IOException e) {
            throw new StorageException("a record of the outbox cannot be read", e);
        }
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_PART) {
            throw new IOException("a part of " + length + " bytes; at most " + MAX_PART);
        }
        return in.readNBytes(length);
    }
}
