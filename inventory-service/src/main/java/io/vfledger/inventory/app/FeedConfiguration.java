package io.vfledger.inventory.app;

import io.vfledger.inventory.keys.DiskKeys;
import io.vfledger.inventory.pools.PoolRules;
import io.vfledger.inventory.pools.PoolsDue;
import io.vfledger.inventory.projection.EntrySource;
import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.LedgerIndex;
import io.vfledger.inventory.projection.MemoryStore;
import io.vfledger.inventory.stream.CheckpointRule;
import io.vfledger.inventory.stream.CheckpointTeller;
import io.vfledger.inventory.stream.LedgerReader;
import io.vfledger.inventory.stream.News;
import io.vfledger.inventory.stream.PoolsTeller;
import io.vfledger.inventory.stream.TopicFeed;
import io.vfledger.inventory.web.LiveEntries;
import io.vfledger.inventory.web.ReadGate;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import io.vfledger.schemas.wire.SchemaIds;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Optional;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store, and what fills it from Kafka. */
@Configuration(proxyBeanMethods = false)
class FeedConfiguration {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(10);

    @Bean
    Clock clock() {
        return Clock.system(ZoneId.systemDefault());
    }

    @Bean
    DiskKeys indexKeys(Settings settings) {
        return new DiskKeys(settings.index());
    }

    @Bean
    LedgerIndex ledgerIndex(DiskKeys keys) {
        return new LedgerIndex(keys);
    }

    @Bean
    InventoryStore store(LedgerIndex index) {
        return new MemoryStore(index);
    }

    @Bean
    SchemaIds schemaIds(Settings settings) {
        return new RegistrySchemaIds(
                RegistryClients.connect(settings.connection()),
                settings.connection().registryUrl(),
                REGISTRY_PATIENCE);
    }

    @Bean
    AvroReader avroReader(SchemaIds ids) {
        return new AvroReader(ids);
    }

    @Bean
    EntrySource entrySource(Settings settings, AvroReader reader) {
        return new LedgerReader(settings.connection(), reader);
    }

    @Bean
    News news(LiveEntries live) {
        News news = new News();
        news.tell(live::arrived);
        return news;
    }

    @Bean
    TopicFeed topicFeed(Settings settings, AvroReader reader, InventoryStore store, News news, Clock clock) {
        return new TopicFeed(settings.connection(), reader, store, news, clock);
    }

    @Bean
    PoolsTeller poolsTeller(
            Settings settings,
            SchemaIds ids,
            InventoryStore store,
            TopicFeed feed,
            PoolRules rules,
            News news,
            Clock clock) {
        PoolsTeller teller = new PoolsTeller(
                settings.connection(), new AvroWriter(ids), store, feed::status, new PoolsDue(rules), clock);
        news.tell(teller::look);
        return teller;
    }

    /** Only where there is a key to sign with. */
    @Bean
    @ConditionalOnBean(CheckpointRule.class)
    CheckpointTeller checkpointTeller(Settings settings, SchemaIds ids, CheckpointRule rule, Clock clock) {
        return new CheckpointTeller(settings.connection(), ids, rule, clock);
    }

    @Bean
    ReadGate readGate(TopicFeed feed) {
        return new ReadGate(feed::status, feed::partitionOf);
    }

    @Bean
    HealthIndicator projectionsHealthIndicator(TopicFeed feed) {
        return () -> {
            FeedStatus status = feed.status();
            Health.Builder health = status.ready() ? Health.up() : Health.outOfService();
            health.withDetail("behind_at_start", status.behindAtStart())
                    .withDetail("stopped_partitions", status.stopped().size());
            status.lastFailure().ifPresent(text -> health.withDetail("last_failure", text));
            return health.build();
        };
    }

    /** Down where heads are not signed any more: nobody else would notice for as long as no auditor asks. */
    @Bean
    HealthIndicator checkpointsHealthIndicator(Optional<CheckpointTeller> checkpoints) {
        return new CheckpointsHealth(
                () -> checkpoints.map(CheckpointTeller::stopped).orElseGet(Collections::emptySortedMap));
    }

    @Bean
    MetricsEndpoint metricsEndpoint(TopicFeed feed, Optional<CheckpointTeller> checkpoints) {
        return new MetricsEndpoint(
                feed::status,
                checkpoints.isPresent(),
                () -> checkpoints.map(teller -> teller.stopped().size()).orElse(0));
    }

    @Bean
    SmartInitializingSingleton startReading(
            TopicFeed feed, PoolsTeller teller, Optional<CheckpointTeller> checkpoints) {
        return () -> {
            feed.start();
            teller.start();
            checkpoints.ifPresent(CheckpointTeller::start);
        };
    }
}
