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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of records, each {@code int length | int CRC32C of length and payload | payload}, big-endian. Appending is durable
 * when it returns. What a crash left half written at the end is recognised by the checksum and cut off at opening; it was
 * never acknowledged to anybody. Records behind a damaged place are found again, and the file as it was is put aside for
 * people. Not for use by several threads.
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

    /**
     * An opened log.
     *
     * @param log to append to
     * @param payloads what was in it, oldest first
     * @param damagedBytes how many bytes before the last good record could not be read; 0 where all is well, a torn end
     *     included
     */
    public record Opened(RecordLog log, List<byte[]> payloads, long damagedBytes) {}

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
            byte[] content = Files.readAllBytes(file);
            Scan scan = Scan.of(content);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RecordLog log = new RecordLog(file, channel, scan.end());
            if (scan.damaged() > 0) {
                DurableFile.replace(file.resolveSibling(file.getFileName() + ".damaged"), content);
                log.rewrite(scan.payloads());
            } else {
                log.cutBackTo(scan.end());
            }
            return new Opened(log, scan.payloads(), scan.damaged());
        } catch (IOException e) {
            throw new StorageException("cannot open " + file, e);
        }
    }

    /**
     * What can be read of a file.
     *
     * @param end behind the last good record
     * @param damaged bytes before {@code end} that belong to no good record
     */
    private record Scan(List<byte[]> payloads, int end, long damaged) {
        static Scan of(byte[] content) {
            List<byte[]> payloads = new ArrayList<>();
            int end = 0;
            long damaged = 0;
            for (int at = 0; at + HEADER <= content.length; ) {
                Optional<byte[]> payload = recordAt(content, at);
                if (payload.isEmpty()) {
                    at++;
                    continue;
                }
                damaged += at - end;
                payloads.add(payload.get());
                at += HEADER + payload.get().length;
                end = at;
            }
            return new Scan(payloads, end, damaged);
        }

        private static Optional<byte[]> recordAt(byte[] content, int at) {
            ByteBuffer header = ByteBuffer.wrap(content, at, HEADER);
            int length = header.getInt();
            int checksum = header.getInt();
            if (length < 0 || length > MAX_PAYLOAD || length > content.length - at - HEADER) {
                return Optional.empty();
            }
            byte[] payload = Arrays.copyOfRange(content, at + HEADER, at + HEADER + length);
            return checksum(payload) == checksum ? Optional.of(payload) : Optional.empty();
        }
    }

    /**
     * Appends and fsyncs.
     *
     * @throws StorageException when the disk refuses; the log is then as it was before
     */
    public void append(byte[] payload) {
        long before = size;
        write(payload);
        try {
            channel.force(false);
        } catch (IOException e) {
            size = before;
            cutBack(e);
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
            cutBackTo(size);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void cutBackTo(long end) throws IOException {
        // The position first: even where the file cannot be cut, the next record overwrites what is behind it.
        channel.position(end);
        if (channel.size() > end) {
            channel.truncate(end);
            channel.force(true);
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
            long written;
            try {
                written = writeAll(replacement, payloads);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                replacement.close();
                Files.deleteIfExists(fresh);
                throw e;
            }
            channel.close();
            channel = replacement;
            size = written;
            DurableFile.syncDirectory(DurableFile.parent(file));
        } catch (IOException e) {
            throw new StorageException("cannot rewrite " + file, e);
        }
    }

    private static long writeAll(FileChannel to, List<byte[]> payloads) throws IOException {
        long written = 0;
        for (byte[] payload : payloads) {
            ByteBuffer framed = framed(payload);
            while (framed.hasRemaining()) {
                written += to.write(framed);
            }
        }
        to.force(true);
        return written;
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
        // Without the length in it, a tail of zeros would be a row of empty records.
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, payload.length));
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
