package io.vfledger.executor.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogTest {
    @TempDir(factory = InMemory.class)
    Path directory;

    @Test
    void givesBackWhatWasAppended() {
        Path file = directory.resolve("log");
        append(file, "first", "", "third");

        assertThat(read(file)).containsExactly("first", "", "third");
    }

    @Test
    void dropsALastRecordThatIsCutAtAnyByteAndGoesOnBehindTheRest() throws IOException {
        Path whole = directory.resolve("whole");
        append(whole, "first", "second");
        byte[] bytes = Files.readAllBytes(whole);
        int endOfFirst = 8 + "first".length();

        for (int cut = endOfFirst; cut < bytes.length; cut++) {
            Path file = directory.resolve("cut-" + cut);
            Files.write(file, Arrays.copyOf(bytes, cut));

            append(file, "third");

            assertThat(read(file)).as("cut at byte %d", cut).containsExactly("first", "third");
        }
    }

    @Test
    void dropsALastRecordOfWhichAnyByteIsWrong() throws IOException {
        Path whole = directory.resolve("whole");
        append(whole, "first", "second");
        byte[] bytes = Files.readAllBytes(whole);

        for (int at = 8 + "first".length(); at < bytes.length; at++) {
            Path file = directory.resolve("wrong-" + at);
            byte[] wrong = bytes.clone();
            wrong[at] ^= 0x40;
            Files.write(file, wrong);

            assertThat(read(file)).as("byte %d", at).containsExactly("first");
        }
    }

    @Test
    void losesOnlyTheRecordOfWhichAByteIsWrongAndKeepsTheFileForPeople() throws IOException {
        Path whole = directory.resolve("whole");
        append(whole, "first", "", "third", "fourth");
        byte[] bytes = Files.readAllBytes(whole);
        int endOfThird = 3 * 8 + "first".length() + "third".length();

        for (int at = 0; at < endOfThird; at++) {
            Path file = directory.resolve("wrong-" + at);
            byte[] wrong = bytes.clone();
            wrong[at] ^= 0x01;
            Files.write(file, wrong);

            RecordLog.Opened opened = RecordLog.open(file);
            opened.log().append(bytes("fifth"));
            opened.log().close();

            assertThat(opened.damagedBytes()).as("byte %d", at).isPositive();
            assertThat(directory.resolve("wrong-" + at + ".damaged")).hasBinaryContent(wrong);
            assertThat(read(file))
                    .as("byte %d", at)
                    .hasSize(4)
                    .endsWith("fourth", "fifth")
                    .isSubsetOf("first", "", "third", "fourth", "fifth");
        }
    }

    @Test
    void takesATailOfZerosForTornAndNotForRecords() throws IOException {
        Path file = directory.resolve("log");
        append(file, "first");
        Files.write(file, new byte[5_000], StandardOpenOption.APPEND);

        RecordLog.Opened opened = RecordLog.open(file);
        opened.log().close();

        assertThat(opened.damagedBytes()).isZero();
        assertThat(read(file)).containsExactly("first");
        assertThat(Files.size(file)).isEqualTo(8 + "first".length());
    }

    @Test
    void replacesItsContentAndTakesMore() {
        Path file = directory.resolve("log");
        RecordLog log = RecordLog.open(file).log();
        log.append(bytes("old"));
        log.rewrite(List.of(bytes("new")));
        log.append(bytes("newer"));
        log.close();

        assertThat(read(file)).containsExactly("new", "newer");
    }

    private static void append(Path file, String... payloads) {
        try (RecordLog log = RecordLog.open(file).log()) {
            for (String payload : payloads) {
                log.append(bytes(payload));
            }
        }
    }

    private static List<String> read(Path file) {
        RecordLog.Opened opened = RecordLog.open(file);
        opened.log().close();
        return opened.payloads().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
