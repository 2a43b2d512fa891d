package io.vfledger.executor.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file of records, each {@code int length | int CRC32C of the payload | payload}, big-endian. Appending is durable when it
 * returns. What a crash left half written at the end is recognised by length and checksum and cut off at opening; it was
 * never acknowledged to anybody. Not for use by several threads.
 */
public final class RecordLog implements Closeable {
    /** Largest payload, bytes. */
    public static final int MAX_PAYLOAD = 4 * 1024 * 1024;

    private static final int HEADER = 8;

    private final Path file;
    private FileChannel channel;
    private long size;

    private RecordLog(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /** An opened log and what was in it, oldest first. */
    public record Opened(RecordLog log, List<byte[]> payloads) {}

    /**
     * Opens or creates a log.
     *
     * @throws StorageException when the file cannot be read or written
     */
    public static Opened open(Path file) {
        try {
            boolean fresh = !Files.exists(file);
            if (fresh) {
                DurableFile.create(file).close();
                DurableFile.syncDirectory(DurableFile.parent(file));
            }
            List<byte[]> payloads = new ArrayList<>();
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            long good = read(ByteBuffer.wrap(Files.readAllBytes(file)), payloads);
            if (good < channel.size()) {
                channel.truncate(good);
                channel.force(true);
            }
            channel.position(good);
            return new Opened(new RecordLog(file, channel, good), payloads);
        } catch (IOException e) {
            throw new StorageException("cannot open " + file, e);
        }
    }

    private static long read(ByteBuffer bytes, List<byte[]> into) {
        long good = 0;
        while (bytes.remaining() >= HEADER) {
            int length = bytes.getInt();
            int checksum = bytes.getInt();
            if (length < 0 || length > MAX_PAYLOAD || length > bytes.remaining()) {
                break;
            }
            byte[] payload = new byte[length];
            bytes.get(payload);
            if (checksum(payload) != checksum) {
                break;
            }
            into.add(payload);
            good = bytes.position();
        }
        return good;
    }

    /**
     * Appends and fsyncs.
     *
     * @throws StorageException when the disk refuses; the log is then as it was before
     */
    public void append(byte[] payload) {
        write(payload);
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new StorageException("cannot fsync " + file, e);
        }
    }

    /**
     * Appends without fsync: kept when this process dies, perhaps not when the machine does.
     *
     * @throws StorageException when the disk refuses; the log is then as it was before
     */
    public void note(byte[] payload) {
        write(payload);
    }

    private void write(byte[] payload) {
        if (payload.length > MAX_PAYLOAD) {
            throw new StorageException(
                    "a record of " + payload.length + " bytes is too large for " + file + ": at most " + MAX_PAYLOAD);
        }
        try {
            ByteBuffer framed = framed(payload);
            while (framed.hasRemaining()) {
                channel.write(framed);
            }
            size += HEADER + payload.length;
        } catch (IOException e) {
            cutBack(e);
            throw new StorageException("cannot append to " + file, e);
        }
    }

    private void cutBack(IOException cause) {
        try {
            channel.truncate(size);
            channel.position(size);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Replaces the whole content, atomically: a new file, fsynced, renamed over the old one.
     *
     * @throws StorageException when the disk refuses; the old content is then still there
     */
    public void rewrite(List<byte[]> payloads) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            FileChannel replacement = DurableFile.create(fresh);
            long written = 0;
            for (byte[] payload : payloads) {
                ByteBuffer framed = framed(payload);
                while (framed.hasRemaining()) {
                    written += replacement.write(framed);
                }
            }
            replacement.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            DurableFile.syncDirectory(DurableFile.parent(file));
            channel.close();
            channel = replacement;
            size = written;
        } catch (IOException e) {
            throw new StorageException("cannot rewrite " + file, e);
        }
    }

    /** Bytes in the file. */
    public long size() {
        return size;
    }

    private static ByteBuffer framed(byte[] payload) {
        return ByteBuffer.allocate(HEADER + payload.length)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .flip();
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException("cannot close " + file, e);
        }
    }
}
