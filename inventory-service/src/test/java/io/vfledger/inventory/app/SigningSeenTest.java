package io.vfledger.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.inventory.projection.FeedStatus;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** A signer that stopped is seen by whoever watches the service. */
class SigningSeenTest {
    private final NavigableMap<Integer, String> stopped = new TreeMap<>();

    @Test
    void isHealthyWhileEveryHeadIsSigned() {
        assertThat(new CheckpointsHealth(() -> stopped).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isDownAndSaysWhyOnceAPartitionIsNotSignedAnyMore() {
        stopped.put(3, "an entry was changed since");

        Health health = new CheckpointsHealth(() -> stopped).health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("partition_3", "an entry was changed since");
    }

    @Test
    void countsThemForPrometheus() {
        MetricsEndpoint metrics = new MetricsEndpoint(Server::ready, true, stopped::size);
        assertThat(metrics.scrape())
                .contains("vfl_signing_enabled 1.0", "vfl_signing_stopped_partitions 0.0", "vfl_inventory_ready 1.0");

        stopped.put(3, "why");

        assertThat(metrics.scrape()).contains("vfl_signing_stopped_partitions 1.0");
    }

    @Test
    void tellsHowFarTheTopicsWereRead() {
        MetricsEndpoint metrics = new MetricsEndpoint(() -> FeedStatus.starting(Server.NOW), false, () -> 0);

        assertThat(metrics.scrape())
                .contains("vfl_inventory_ready 0.0", "vfl_inventory_lag_records 0.0", "vfl_signing_enabled 0.0");
    }
}
