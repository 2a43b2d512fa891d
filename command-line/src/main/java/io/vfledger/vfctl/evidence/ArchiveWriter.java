package io.vfledger.vfctl.evidence;

import io.vfledger.host.Bytes;
import io.vfledger.ledger.proof.TreeHash;
import io.vfledger.schemas.wire.WriterSchemas;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Writes an archive, one file after the other: a ZIP file with container files, their schemas and a manifest. */
final class ArchiveWriter implements AutoCloseable {
    private final ZipOutputStream zip;
    private final Map<String, String> hashes = new TreeMap<>();
    private final Map<String, Schema> schemas = new TreeMap<>();

    ArchiveWriter(OutputStream out) {
        zip = new ZipOutputStream(out);
    }

    /** A container file that is being written. */
    final class Container implements AutoCloseable {
        private final String name;
        private final DigestOutputStream digested;
        private final DataFileWriter<GenericRecord> writer;

        private Container(String name) throws IOException {
            this.name = name;
            zip.putNextEntry(new ZipEntry(name));
            digested = new DigestOutputStream(new Unclosed(zip), sha256());
            writer = new DataFileWriter<>(new GenericDatumWriter<>(ArchivedRecord.SCHEMA));
            writer.create(ArchivedRecord.SCHEMA, digested);
        }

        void add(ArchivedRecord record) throws IOException {
            remember(record.recordType(), record.fingerprint());
            writer.append(record.toAvro());
        }

        @Override
        public void close() throws IOException {
            writer.close();
            hashes.put(
                    name, HexFormat.of().formatHex(digested.getMessageDigest().digest()));
            zip.closeEntry();
        }
    }

    /** The archive is not at its end where a file of it is. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Begins a container file; the one before must be closed. */
    Container container(String name) throws IOException {
        return new Container(name);
    }

    /** Keeps the schema of what an entry holds, too. */
    void remember(String recordType, Bytes fingerprint) {
        if (!recordType.isEmpty() && fingerprint.size() == TreeHash.BYTES) {
            WriterSchemas.compiledIn(recordType, ByteBuffer.wrap(fingerprint.toArray()))
                    .ifPresent(schema -> schemas.put(fingerprint.hex(), schema));
        }
    }

    /** Writes the schemas and, with the hashes of all files, the manifest. */
    void finish(Manifest manifest) throws IOException {
        for (Map.Entry<String, Schema> schema : schemas.entrySet()) {
            String name = "schemas/" + schema.getKey() + ".avsc";
            byte[] text = schema.getValue().toString().getBytes(StandardCharsets.UTF_8);
            hashes.put(name, HexFormat.of().formatHex(sha256().digest(text)));
            file(name, text);
        }
        Manifest whole =
                new Manifest(manifest.fromMs(), manifest.toMs(), manifest.nodes(), manifest.partitions(), hashes);
        file(Manifest.NAME, whole.json().getBytes(StandardCharsets.UTF_8));
    }

    private void file(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
