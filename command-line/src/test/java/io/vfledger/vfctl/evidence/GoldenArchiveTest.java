package io.vfledger.vfctl.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vfctl.Vfctl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What an archive of each version says stays what it was. Where a decision was changed on purpose, its {@code .decided}
 * says so from then on; the archives themselves never change.
 */
class GoldenArchiveTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private record Ran(int code, String text) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine vfctl = Vfctl.commandLine();
        vfctl.setOut(new PrintWriter(out));
        vfctl.setErr(new PrintWriter(out));
        int code = vfctl.execute(arguments);
        return new Ran(code, out.toString());
    }

    static Stream<String> versions() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".vfa"))
                    .map(name -> name.substring(0, name.length() - ".vfa".length()))
                    .toList()
                    .stream();
        }
    }

    private static String file(String version, String ending) {
        return GOLDEN.resolve(version + ending).toString();
    }

    @Test
    void thereIsOne() throws IOException {
        assertThat(versions()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void isSound(String version) {
        Ran ran = run("verify", file(version, ".vfa"), "--key", file(version, ".key.pub"));

        assertThat(ran).isEqualTo(new Ran(0, "verify: 15 entries of 2 nodes, 4 VFs, 2 signed heads: nothing wrong\n"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void isToldAsEver(String version) throws IOException {
        assertThat(run("replay", file(version, ".vfa")).text())
                .isEqualTo(Files.readString(Path.of(file(version, ".told"))));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void isDecidedAsEver(String version) throws IOException {
        assertThat(run("replay", file(version, ".vfa"), "--decide").text())
                .isEqualTo(Files.readString(Path.of(file(version, ".decided"))));
    }
}
