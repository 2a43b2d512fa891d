package io.vfledger.inventory.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vfledger.inventory.projection.FeedStatus;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/** {@code /actuator/prometheus}: how the service does, in Prometheus' text format. */
@WebEndpoint(id = "prometheus")
public final class MetricsEndpoint {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<FeedStatus> feed;

    /**
     * Of a service.
     *
     * @param feed how far the topics were read
     * @param signs it has a key
     * @param signingStopped how many partitions' heads it signs no more
     */
    MetricsEndpoint(Supplier<FeedStatus> feed, boolean signs, IntSupplier signingStopped) {
        this.feed = feed;
        ofFeed("vfl.inventory.ready", "1 once all that was there at start was read", status -> status.ready() ? 1 : 0);
        ofFeed(
                "vfl.inventory.stopped.partitions",
                "partitions that are not read any further",
                status -> status.stopped().size());
        ofFeed(
                "vfl.inventory.lag.records",
                "records at the ends of the topics that were not read yet",
                status -> status.topics().stream()
                        .mapToLong(FeedStatus.OfTopic::lag)
                        .sum());
        Gauge.builder("vfl.signing.enabled", () -> signs ? 1 : 0)
                .description("1 where the service has a key to sign the ledger's heads with")
                .register(registry);
        Gauge.builder("vfl.signing.stopped.partitions", signingStopped::getAsInt)
                .description("ledger partitions whose heads are signed no more")
                .register(registry);
    }

    private void ofFeed(String name, String description, ToDoubleFunction<FeedStatus> value) {
        Gauge.builder(name, () -> value.applyAsDouble(feed.get()))
                .description(description)
                .register(registry);
    }

    /** All of them as they are now. */
    @ReadOperation(produces = "text/plain;version=0.0.4;charset=utf-8")
    public String scrape() {
        return registry.scrape();
    }
}
