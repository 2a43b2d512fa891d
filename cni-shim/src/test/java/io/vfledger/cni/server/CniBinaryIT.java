package io.vfledger.cni.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.EnvironmentReader;
import io.vfledger.cni.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The binary by itself: what it answers without an agent. */
class CniBinaryIT {
    @TempDir
    Path directory;

    private Path socket;
    private Path spool;

    @BeforeEach
    void places() {
        socket = directory.resolve("run/cni.sock");
        spool = directory.resolve("lib/spool");
    }

    private CniBinary binary() {
        return new CniBinary(socket, spool);
    }

    private List<Path> spooled() throws IOException {
        if (!Files.exists(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    private static ObjectNode json(String text) {
        if (Json.readObject(text, "the output") instanceof Checked.Valid<ObjectNode>(ObjectNode node)) {
            return node;
        }
        throw new AssertionError("not JSON: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"cniVersion\":\"0.4.0\"} | 0.4.0",
                "{\"cniVersion\":\"1.1.0\"} | 1.1.0",
                "{\"cniVersion\":\"7.0.0\"} | 1.1.0",
                "{}                         | 0.1.0",
                "''                         | 1.1.0",
                "nonsense                   | 1.1.0"
            })
    void answersVersionAlone(String stdin, String version) throws Exception {
        CniBinary.Outcome outcome =
                binary().call("VERSION").with("CNI_NETNS", "dummy").run(stdin);
        assertThat(outcome.stdout())
                .isEqualTo(
                        "{\"cniVersion\":\"" + version
                                + "\",\"supportedVersions\":[\"0.1.0\",\"0.2.0\",\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}\n");
        assertThat(outcome.status()).isZero();
    }

    /** The binary and the agent check the same rules: here they are held to say the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''    | ''  | ''     | ''",
                "ADD   | ''  | ''     | ''",
                "CHECK | c1  | ''     | net1",
                "DEL   | ''  | ''     | net1",
                "DEL   | ''  | ''     | ''",
                "HELLO | c1  | /x     | net1"
            })
    void namesAllMissingVariablesInTheAgentsWords(String command, String container, String netns, String name)
            throws Exception {
        Map<String, String> variables = new HashMap<>(
                Map.of("CNI_COMMAND", command, "CNI_CONTAINERID", container, "CNI_NETNS", netns, "CNI_IFNAME", name));
        CniBinary binary = binary();
        variables.forEach(binary::with);
        CniBinary.Outcome outcome = binary.run("{\"cniVersion\":\"0.4.0\"}");
        Checked.Refused<?> refused = (Checked.Refused<?>) EnvironmentReader.read(variables);
        CniError expected = refused.error();
        ObjectNode said = json(outcome.stdout());
        assertThat(said.path("msg").asText()).isEqualTo(expected.msg());
        assertThat(said.path("code").asInt()).isEqualTo(4);
        assertThat(said.path("cniVersion").asText()).isEqualTo("0.4.0");
        assertThat(outcome.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CNI_CONTAINERID | ../../etc",
                "CNI_CONTAINERID | a\"b\\c",
                "CNI_IFNAME      | a/b",
                "CNI_IFNAME      | sixteen-letters.",
                "CNI_IFNAME      | ..",
                "CNI_NETNS       | /nowhere",
                "CNI_NETNS       | /etc/hostname",
                "CNI_NETNS       | /proc/self/ns/mnt",
                "CNI_COMMAND     | a\"b"
            })
    void refusesAHostileValueAndNamesTheVariable(String variable, String value) throws Exception {
        CniBinary.Outcome outcome = binary().call("ADD")
                .with("CNI_NETNS", "/proc/1/ns/net")
                .with(variable, value)
                .run(CniBinary.CONFIG);
        ObjectNode said = json(outcome.stdout());
        assertThat(said.path("code").asInt()).isEqualTo(4);
        assertThat(said.path("msg").asText()).contains(variable).contains(value);
        assertThat(outcome.status()).isEqualTo(1);
    }

    @Test
    void escapesBytesThatAreNotUtf8() throws Exception {
        Process process = new ProcessBuilder(
                        "sh", "-c", "CNI_COMMAND=$(printf 'a\\377\\001\\342\\202b\\303\\251') exec " + CniBinary.FILE)
                .redirectInput(new java.io.File("/dev/null"))
                .start();
        String stdout = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(json(stdout).path("msg").asText()).contains("\"a\ufffd\u0001\ufffd\ufffdbé\"");
    }

    @Test
    void refusesTheHostsOwnNamespace() throws Exception {
        CniBinary.Outcome outcome =
                binary().call("ADD").with("CNI_NETNS", "/proc/self/ns/net").run(CniBinary.CONFIG);
        assertThat(outcome.code()).isEqualTo("8");
    }

    @Test
    void isNotHeldByAFifo() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        CniBinary.Outcome outcome =
                binary().call("ADD").with("CNI_NETNS", fifo.toString()).run(CniBinary.CONFIG);
        assertThat(outcome.stdout()).contains("is not a network namespace");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\":}",
                "{\"a\":1}}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":01a}",
                "{1:2}"
            })
    void refusesStdinThatIsNotOneObject(String stdin) throws Exception {
        for (String command : List.of("STATUS", "DEL")) {
            CniBinary.Outcome outcome = binary().call(command).run(stdin);
            assertThat(outcome.code()).isEqualTo("6");
            assertThat(outcome.status()).isEqualTo(1);
        }
        assertThat(spooled()).isEmpty();
    }

    @Test
    void refusesStdinThatIsTooLongOrTooDeep() throws Exception {
        String longer = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(binary().call("DEL").run(longer).stdout())
                .contains("longer than 1048576 bytes")
                .contains("\"code\":6");
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(binary().call("DEL").run(deep).code()).isEqualTo("6");
        assertThat(spooled()).isEmpty();
    }

    @Test
    void tellsAnAddToTryAgainWhenNoAgentCameInTime() throws Exception {
        try (PodNamespace pod = PodNamespace.create()) {
            CniBinary.Outcome outcome = binary().call("ADD")
                    .with("CNI_NETNS", pod.path().toString())
                    .with("VFL_CNI_CONNECT_TIMEOUT_MS", "300")
                    .run(CniBinary.CONFIG);
            assertThat(outcome.code()).isEqualTo("11");
            assertThat(outcome.stdout()).contains("does not listen on " + socket);
            assertThat(outcome.took()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
            assertThat(spooled()).isEmpty();
        }
    }

    @Test
    void saysNotAvailableToAStatusWithoutAgent() throws Exception {
        assertThat(binary().call("STATUS").run(CniBinary.CONFIG).code()).isEqualTo("50");
        assertThat(binary().call("GC").run(CniBinary.CONFIG).code()).isEqualTo("11");
    }

    @Test
    void spoolsADelWithoutAgentAndSucceeds() throws Exception {
        CniBinary.Outcome outcome =
                binary().call("DEL").with("CNI_NETNS", "/run/netns/gone").run(CniBinary.CONFIG);
        assertThat(outcome)
                .extracting(CniBinary.Outcome::status, CniBinary.Outcome::stdout)
                .containsExactly(0, "");
        assertThat(spooled()).hasSize(1);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(spooled().getFirst())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool)))
                .isEqualTo("rwx------");
        assertThat(Frame.decode(Files.readAllBytes(spooled().getFirst())))
                .isInstanceOfSatisfying(Checked.Valid.class, valid -> {
                    Frame frame = (Frame) valid.value();
                    assertThat(frame.variables())
                            .containsEntry("CNI_COMMAND", "DEL")
                            .containsEntry("CNI_NETNS", "/run/netns/gone");
                    assertThat(frame.spooledAt()).isPresent();
                });
    }

    @Test
    void refusesADelWhenTheSpoolIsFullOrOpenToOthers() throws Exception {
        Files.createDirectories(spool);
        Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("rwxrwxrwx"));
        CniBinary.Outcome open = binary().call("DEL").run(CniBinary.CONFIG);
        assertThat(open.code()).isEqualTo("11");
        assertThat(open.stdout()).contains("writable by others");
        Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("rwx------"));
        for (int i = 0; i < 4096; i++) {
            Files.createFile(spool.resolve(i + ".del"));
        }
        CniBinary.Outcome full = binary().call("DEL").run(CniBinary.CONFIG);
        assertThat(full.code()).isEqualTo("11");
        assertThat(full.stdout()).contains("the spool is full: 4096 files");
        assertThat(full.status()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithItsOwnSettingsOnStderr() throws Exception {
        CniBinary.Outcome outcome =
                binary().call("STATUS").with("VFL_CNI_TIMEOUT_MS", "soon").run(CniBinary.CONFIG);
        assertThat(outcome.stderr()).contains("VFL_CNI_TIMEOUT_MS \"soon\"").contains("100 to 600000");
        assertThat(binary().call("STATUS")
                        .with("VFL_CNI_SOCKET", "/" + "x".repeat(108))
                        .run(CniBinary.CONFIG)
                        .stdout())
                .contains("longer than 107 bytes")
                .contains("\"code\":5");
    }
}
