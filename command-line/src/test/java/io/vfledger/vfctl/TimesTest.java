package io.vfledger.vfctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private final Times berlin = Times.in(ZoneId.of("Europe/Berlin"), Instant.parse("2026-11-24T14:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "14:03, 2026-11-24T13:03:00Z",
        "14:03:07, 2026-11-24T13:03:07Z",
        "00:00, 2026-11-23T23:00:00Z",
        "-30s, 2026-11-24T13:59:30Z",
        "-5m, 2026-11-24T13:55:00Z",
        "-2h, 2026-11-24T12:00:00Z",
        "-1d, 2026-11-23T14:00:00Z",
        "2026-11-24T14:03, 2026-11-24T13:03:00Z",
        "2026-07-24 14:03:00, 2026-07-24T12:03:00Z",
        "2026-11-24T14:03:00Z, 2026-11-24T14:03:00Z",
        "2026-11-24T14:03:00.250+01:00, 2026-11-24T13:03:00.250Z",
        "2026-11-24T14:03:00-05:00, 2026-11-24T19:03:00Z",
    })
    void readsWhatPeopleSay(String text, String instant) {
        assertThat(berlin.parse(text)).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "25:00", "-5", "-5w", "5m", "2026-11-24", "2026-13-24T10:00Z", "-9999999s"})
    void refusesWhatNobodySays(String text) {
        assertThatThrownBy(() -> berlin.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("-5m");
    }

    @Test
    void anIntervalMayBeginSoLongAgo() {
        assertThat(berlin.parseEnd("2h")).isEqualTo(Instant.parse("2026-11-24T12:00:00Z"));
        assertThat(berlin.parseEnd("-2h")).isEqualTo(Instant.parse("2026-11-24T12:00:00Z"));
        assertThat(berlin.parseEnd("14:03")).isEqualTo(Instant.parse("2026-11-24T13:03:00Z"));
        assertThatThrownBy(() -> berlin.parseEnd("2w")).isInstanceOf(Refusal.class);
    }

    @Test
    void programsGetTheWholeInstant() {
        assertThat(berlin.iso(TextNode.valueOf("2026-11-24T13:03:07.5Z"))).isEqualTo("2026-11-24T14:03:07.5+01:00");
        assertThat(berlin.iso(MissingNode.getInstance())).isEmpty();
    }

    @Test
    void showsTheDateOnlyOfAnotherDay() {
        assertThat(berlin.show(TextNode.valueOf("2026-11-24T13:03:07.5Z"))).isEqualTo("14:03:07.500");
        assertThat(berlin.show(TextNode.valueOf("2026-11-22T13:03:07Z"))).isEqualTo("2026-11-22 14:03:07.000 +01:00");
        assertThat(berlin.show(MissingNode.getInstance())).isEqualTo("-");
    }
}
