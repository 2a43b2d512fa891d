package io.vfledger.inventory.app;

import io.vfledger.inventory.kube.KubernetesSettings;
import io.vfledger.inventory.pools.PoolRules;
import io.vfledger.inventory.pools.PoolsFile;
import io.vfledger.inventory.pools.PoolsFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The inventory service. All of its configuration is in the environment: see {@link Settings}. */
public final class InventoryService {
    private static final int BAD_CONFIGURATION = 2;

    private InventoryService() {}

    /** Starts it; ends with status 2 and the reason where the configuration is not valid. */
    public static void main(String[] args) {
        Settings settings;
        PoolRules rules;
        Optional<KubernetesSettings> kubernetes;
        try {
            settings = Settings.fromEnvironment(System.getenv());
            rules = settings.pools().map(PoolsFile::read).orElse(PoolRules.DEFAULT);
            kubernetes = KubernetesSettings.fromEnvironment(System.getenv());
        } catch (PoolsFileException | IllegalArgumentException e) {
            System.err.println("inventory-service: " + e.getMessage());
            System.exit(BAD_CONFIGURATION);
            return;
        }
        start(settings, rules, kubernetes);
    }

    /** Starts it in this process. */
    static ConfigurableApplicationContext start(
            Settings settings, PoolRules rules, Optional<KubernetesSettings> kubernetes) {
        SpringApplication application = new SpringApplication(WebConfiguration.class, FeedConfiguration.class);
        kubernetes.ifPresent(_ -> application.addPrimarySources(List.of(KubernetesConfiguration.class)));
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(Map.of("server.port", settings.port(), "server.address", settings.address()));
        application.addInitializers(context -> {
            context.getBeanFactory().registerSingleton("settings", settings);
            context.getBeanFactory().registerSingleton("poolRules", rules);
            settings.checkpoints()
                    .ifPresent(rule -> context.getBeanFactory().registerSingleton("checkpointRule", rule));
            kubernetes.ifPresent(given -> context.getBeanFactory().registerSingleton("kubernetesSettings", given));
        });
        return application.run();
    }
}
