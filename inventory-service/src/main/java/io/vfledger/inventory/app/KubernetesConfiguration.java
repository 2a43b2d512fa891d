package io.vfledger.inventory.app;

import io.vfledger.inventory.kube.ClusterLink;
import io.vfledger.inventory.kube.KubernetesSettings;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.scheduling.ClusterPods;
import io.vfledger.inventory.stream.News;
import io.vfledger.inventory.stream.SchedulingTeller;
import io.vfledger.inventory.stream.TopicFeed;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.SchemaIds;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is there in a Kubernetes cluster only. */
@Configuration(proxyBeanMethods = false)
class KubernetesConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesConfiguration.class);

    @Bean
    ClusterPods clusterPods() {
        return new ClusterPods();
    }

    @Bean
    SchedulingTeller schedulingTeller(
            Settings settings,
            SchemaIds ids,
            InventoryStore store,
            TopicFeed feed,
            ClusterPods pods,
            News news,
            Clock clock) {
        SchedulingTeller teller = new SchedulingTeller(
                settings.connection(),
                new AvroWriter(ids),
                store,
                feed::status,
                pods,
                complaint -> LOG.warn(
                        "no VF is held for pod {} (uid {}): {}", complaint.pod(), complaint.uid(), complaint.why()),
                clock);
        news.tell(teller::look);
        return teller;
    }

    @Bean
    ClusterLink clusterLink(
            KubernetesSettings settings,
            ClusterPods pods,
            InventoryStore store,
            TopicFeed feed,
            SchedulingTeller teller,
            Clock clock) {
        return ClusterLink.to(settings, pods, store, () -> feed.status().ready(), teller::look, clock);
    }

    /** Up or not, the service answers from what it has: a cluster that is away is told, and takes it out of no service. */
    @Bean
    HealthIndicator kubernetesHealthIndicator(ClusterLink link, SchedulingTeller teller) {
        return () -> {
            ClusterLink.Status status = link.status();
            return Health.up()
                    .withDetail("server", status.server())
                    .withDetail("synced", status.synced())
                    .withDetail("watching", status.watching())
                    .withDetail("leads", status.leads())
                    .withDetail("pods_with_networks", status.counts().pods())
                    .withDetail("networks", status.counts().networks())
                    .withDetail("news_waiting", status.counts().waiting())
                    .withDetail("news_told", teller.told())
                    .withDetail("pods_refused", status.counts().refused())
                    .withDetail("objects_unreadable", status.unreadable())
                    .build();
        };
    }

    @Bean
    SmartInitializingSingleton startWatching(ClusterLink link, SchedulingTeller teller) {
        return () -> {
            teller.start();
            link.start();
        };
    }
}
