package io.vfledger.fuzzing;

import io.vfledger.executor.journal.RecordLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is empty before each input. */
record Scratch(Path directory) {
    void empty() {
        try {
            if (Files.exists(directory)) {
                try (Stream<Path> found = Files.walk(directory)) {
                    for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, byte[] content) {
        try {
            return Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A record log: the input itself where its first byte is even, else the records in it, each behind its length of two
     * bytes. A fuzzer does not find checksums.
     */
    Path recordLog(String name, byte[] input) {
        byte[] rest = new byte[Math.max(0, input.length - 1)];
        System.arraycopy(input, Math.min(1, input.length), rest, 0, rest.length);
        if (input.length == 0 || input[0] % 2 == 0) {
            return write(name, rest);
        }
        Path file = directory.resolve(name);
        try (RecordLog log = RecordLog.open(file).log()) {
            records(rest).forEach(log::note);
        }
        return file;
    }

    private static List<byte[]> records(byte[] bytes) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.remaining() >= Short.BYTES) {
            byte[] record = new byte[Math.min(Short.toUnsignedInt(in.getShort()), in.remaining())];
            in.get(record);
            records.add(record);
        }
        return records;
    }

    /** An input for {@link #recordLog} with these records. */
    static byte[] ofRecords(List<byte[]> records) {
        int length =
                records.stream().mapToInt(record -> Short.BYTES + record.length).sum();
        ByteBuffer out = ByteBuffer.allocate(1 + length).put((byte) 1);
        records.forEach(record -> out.putShort((short) record.length).put(record));
        return out.array();
    }
}
