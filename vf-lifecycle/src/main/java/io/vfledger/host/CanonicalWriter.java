package io.vfledger.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes values in the one form that hashes are taken over: a tag byte, then the value; numbers as 8 bytes, most
 * significant first; text and groups with their length before them. What has its default (0, empty, false, absent) is
 * left out, so that a field added later does not change the hashes of states that do not use it.
 */
final class CanonicalWriter {
    private byte[] buffer = new byte[512];
    private int length;

    void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    void number(int tag, long value) {
        if (value != 0) {
            present(tag, value);
        }
    }

    void present(int tag, long value) {
        tag(tag);
        reserve(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    void optional(int tag, Optional<? extends Number> value) {
        if (value.isPresent()) {
            present(tag, value.get().longValue());
        }
    }

    void flag(int tag, boolean value) {
        number(tag, value ? 1 : 0);
    }

    void optionalFlag(int tag, Optional<Boolean> value) {
        if (value.isPresent()) {
            present(tag, value.get() ? 1 : 0);
        }
    }

    void text(int tag, String value) {
        if (!value.isEmpty()) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            present(tag, utf8.length);
            raw(utf8);
        }
    }

    /** Any value whose text says all about it: addresses, names, enum constants. */
    void word(int tag, Optional<?> value) {
        if (value.isPresent()) {
            text(tag, value.get().toString());
        }
    }

    <T> void group(int tag, T value, BiConsumer<CanonicalWriter, T> content) {
        present(tag, 0);
        int start = length;
        content.accept(this, value);
        long size = (long) length - start;
        for (int i = 1; i <= Long.BYTES; i++) {
            buffer[start - i] = (byte) (size >>> (8 * (i - 1)));
        }
    }

    <T> void optionalGroup(int tag, Optional<T> value, BiConsumer<CanonicalWriter, T> content) {
        if (value.isPresent()) {
            group(tag, value.get(), content);
        }
    }

    <T> void groups(int tag, List<T> values, BiConsumer<CanonicalWriter, T> content) {
        for (T value : values) {
            group(tag, value, content);
        }
    }

    Bytes sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(buffer, 0, length);
            return Bytes.owned(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void tag(int tag) {
        reserve(1);
        buffer[length++] = (byte) tag;
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
