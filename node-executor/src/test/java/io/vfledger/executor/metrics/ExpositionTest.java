package io.vfledger.executor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    @Test
    void writesHelpTypeAndEachSample() {
        Family bytes = Family.counter("a_bytes_total", "Bytes.")
                .with(List.of(
                        new Family.Sample("", Labels.of("vf", "x").with("pod", "p"), 7),
                        new Family.Sample("", Labels.NONE, 1.5)));
        assertThat(Exposition.write(List.of(bytes, Family.gauge("nothing", "Left out."))))
                .isEqualTo("""
                    # HELP a_bytes_total Bytes.
                    # TYPE a_bytes_total counter
                    a_bytes_total{vf="x",pod="p"} 7
                    a_bytes_total 1.5
                    """);
    }

    @Test
    void escapesWhatWouldEndALabelOrALine() {
        Family odd = Family.gauge("odd", "One \\ and\na line.")
                .with(List.of(new Family.Sample("", Labels.of("pod", "a\"b\\c\nd"), 1)));
        assertThat(Exposition.write(List.of(odd)))
                .isEqualTo("# HELP odd One \\\\ and\\na line.\n# TYPE odd gauge\nodd{pod=\"a\\\"b\\\\c\\nd\"} 1\n");
    }

    @Test
    void keepsLargeCountersExact() {
        assertThat(Exposition.write(List.of(Family.gauge("big", "Big.", (1L << 53) - 1))))
                .endsWith("big 9007199254740991\n");
    }

    @Test
    void countsIntoBucketsThatIncludeTheSmaller() {
        Histogram histogram = new Histogram();
        histogram.took(Duration.ofMillis(5));
        histogram.took(Duration.ofMillis(30));
        histogram.took(Duration.ofMinutes(1));
        String text =
                Exposition.write(List.of(new Family("h", Family.Type.HISTOGRAM, "H.", histogram.samples(Labels.NONE))));
        assertThat(text)
                .contains("# TYPE h histogram\n")
                .contains("h_bucket{le=\"0.005\"} 1\n")
                .contains("h_bucket{le=\"0.025\"} 1\n")
                .contains("h_bucket{le=\"0.05\"} 2\n")
                .contains("h_bucket{le=\"30.0\"} 2\n")
                .contains("h_bucket{le=\"+Inf\"} 3\n")
                .contains("h_sum 60.035\n")
                .endsWith("h_count 3\n");
    }

    @Test
    void refusesNamesThatPrometheusDoesNotTake() {
        assertThatIllegalArgumentException().isThrownBy(() -> Family.gauge("a-b", "No."));
        assertThatIllegalArgumentException().isThrownBy(() -> Family.counter("bytes", "No."));
        assertThatIllegalArgumentException().isThrownBy(() -> Labels.of("a b", "No."));
    }
}
