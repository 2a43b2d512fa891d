package io.vfledger.vfctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VfctlTest {
    private record Outcome(int code, String out, String err) {}

    @Test
    void explainsItselfWithExamplesAndExitCodes() {
        Outcome help = run("--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Examples:", "Exit codes:", "up", "down", "status", "logs");
    }

    @Test
    void explainsEachCommandWithAnExample() {
        List<String> commands = List.copyOf(Vfctl.commandLine().getSubcommands().keySet());

        assertThat(commands).isNotEmpty().allSatisfy(command -> {
            Outcome help = run(command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Examples:", "vfctl " + command);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "xyzzy",
                "up --port-base 80",
                "up --port-base x",
                "logs nonsense",
                "stop nonsense",
                "logs --lines 0",
                "adopt",
                "install --partitions 0",
                "install --partitions 1025"
            })
    void callsWrongUsageWrongUsage(String arguments) {
        Outcome outcome = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(outcome.code()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(outcome.err()).contains("Usage: vfctl");
    }

    @Test
    void namesTheAllowedPorts() {
        assertThat(run("up", "--port-base", "65530").err()).contains("65530 is not within 1024 to 65529");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "stop broker"})
    void saysInOneLineThatNothingRuns(String command, @TempDir Path data) {
        Outcome outcome = run((command + " --data " + data).split(" "));

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("vfctl: no platform runs with the data directory '" + data + "'");
    }

    @Test
    void isContentWhereNothingIsToBeStopped(@TempDir Path data) {
        assertThat(run("down", "--data", data.toString()).code()).isZero();
    }

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Vfctl.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Outcome(code, out.toString(), err.toString());
    }
}
