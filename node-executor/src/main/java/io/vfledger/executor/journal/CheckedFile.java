package io.vfledger.executor.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A small file with its checksum in the last line, so that a disk's lie is not taken for the truth: one wrong byte inside a
 * text would still be a text.
 */
final class CheckedFile {
    private static final int TRAILER = "\ncrc32c 00000000\n".length();

    private CheckedFile() {}

    /**
     * Replaces the file, see {@link DurableFile#replace}.
     *
     * @throws StorageException when the disk refuses; the old content is then still there
     */
    static void replace(Path file, byte[] content) {
        byte[] trailer = trailer(content);
        byte[] whole = Arrays.copyOf(content, content.length + trailer.length);
        System.arraycopy(trailer, 0, whole, content.length, trailer.length);
        DurableFile.replace(file, whole);
    }

    /**
     * Reads the content.
     *
     * @return empty where it is not what was written
     * @throws IOException when the file cannot be read
     */
    static Optional<byte[]> read(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        if (whole.length < TRAILER) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(whole, whole.length - TRAILER);
        byte[] trailer = Arrays.copyOfRange(whole, content.length, whole.length);
        return Arrays.equals(trailer, trailer(content)) ? Optional.of(content) : Optional.empty();
    }

    /** Puts a file that cannot be used out of the way, for people to look at; an older one of that name is replaced. */
    static void putAside(Path file) throws IOException {
        Files.move(
                file,
                file.resolveSibling(file.getFileName() + ".damaged"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] trailer(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return ("\ncrc32c " + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
