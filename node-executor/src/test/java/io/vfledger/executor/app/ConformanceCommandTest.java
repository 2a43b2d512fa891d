package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.conformance.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script tells by the exit code what to do next. */
class ConformanceCommandTest {
    @ParameterizedTest
    @CsvSource({
        "CONFORMANT, 0, the driver is as the agent knows it",
        "NEEDS_PROFILE, 1, 'it is not, and the profile that was written says how'",
        "FAILED, 3, something failed; no profile is written"
    })
    void endsWithTheCodeThatTheDocumentSays(Report.Conclusion conclusion, int code, String meaning) throws IOException {
        assertThat(ConformanceCommand.exitCode(conclusion)).isEqualTo(code);
        assertThat(Files.readString(Path.of("..", "docs", "drivers.md"))).contains("| " + code + " | " + meaning);
    }
}
