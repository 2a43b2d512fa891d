package io.vfledger.inventory.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.inventory.projection.MemoryKeys;
import io.vfledger.inventory.projection.SortedKeys;
import io.vfledger.inventory.projection.SortedKeys.KeysUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store on disk and the one of the tests have in common, and what the one on disk does beyond. */
class SortedKeysContractTest {
    @TempDir
    private Path directory = Path.of("");

    private interface Use {
        void of(SortedKeys keys);
    }

    private void with(String kind, Use use) {
        if (kind.equals("memory")) {
            use.of(new MemoryKeys());
            return;
        }
        try (DiskKeys keys = new DiskKeys(directory)) {
            use.of(keys);
        }
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> texts(List<byte[]> keys) {
        return keys.stream()
                .map(key -> new String(key, StandardCharsets.ISO_8859_1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "disk"})
    void givesRangesInTheOrderOfUnsignedBytes(String kind) {
        with(kind, keys -> {
            keys.add(Stream.of("b", "a", "\u00ff", "ab", "b\u0000", "a")
                    .map(SortedKeysContractTest::key)
                    .toList());

            assertThat(texts(keys.first(key("a"), key("\u00ff"), 9))).containsExactly("a", "ab", "b", "b\u0000");
            assertThat(texts(keys.last(key("ab"), key("\u00ff\u0000"), 9)))
                    .containsExactly("\u00ff", "b\u0000", "b", "ab");
            assertThat(texts(keys.first(key("a"), key("z"), 2))).containsExactly("a", "ab");
            assertThat(texts(keys.last(key("a"), key("z"), 1))).containsExactly("b\u0000");
            assertThat(keys.first(key("c"), key("z"), 9)).isEmpty();
            assertThat(keys.last(key("z"), key("c"), 9)).isEmpty();
            assertThat(keys.has(key("ab"))).isTrue();
            assertThat(keys.has(key("abc"))).isFalse();
        });
    }

    @Test
    void bothSayTheSameOfManyKeys() {
        Random random = new Random(7);
        MemoryKeys memory = new MemoryKeys();
        try (DiskKeys disk = new DiskKeys(directory)) {
            for (int batch = 0; batch < 20; batch++) {
                List<byte[]> some = random.ints(500, 0, 5_000)
                        .mapToObj(number -> key("key-" + number))
                        .toList();
                memory.add(some);
                disk.add(some);
            }
            for (int i = 0; i < 200; i++) {
                byte[] from = key("key-" + random.nextInt(5_000));
                byte[] to = key("key-" + random.nextInt(5_000));
                assertThat(texts(disk.first(from, to, 30))).isEqualTo(texts(memory.first(from, to, 30)));
                assertThat(texts(disk.last(from, to, 30))).isEqualTo(texts(memory.last(from, to, 30)));
                assertThat(disk.has(from)).isEqualTo(memory.has(from));
            }
        }
    }

    @Test
    void aNewLifeBeginsWithoutKeys() {
        with("disk", keys -> keys.add(List.of(key("a"))));

        with("disk", keys -> assertThat(keys.has(key("a"))).isFalse());
    }

    @Test
    void refusesADirectoryThatAnotherHas() {
        with(
                "disk",
                keys -> assertThatThrownBy(() -> new DiskKeys(directory))
                        .isInstanceOf(KeysUnavailable.class)
                        .hasMessageContaining("VFL_INDEX_DIR"));
    }

    @Test
    void refusesADirectoryThatIsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> new DiskKeys(file))
                .isInstanceOf(KeysUnavailable.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void refusesEverythingOnceItIsClosed() {
        DiskKeys keys = new DiskKeys(directory);
        keys.close();

        assertThatThrownBy(() -> keys.has(key("a")))
                .isInstanceOf(KeysUnavailable.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> keys.first(key("a"), key("b"), 1)).isInstanceOf(KeysUnavailable.class);
        assertThatThrownBy(() -> keys.add(List.of(key("a")))).isInstanceOf(KeysUnavailable.class);
        keys.close();
    }
}
