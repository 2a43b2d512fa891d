package io.vfledger.inventory.app;

import io.vfledger.inventory.projection.EntrySource;
import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.LedgerIndex;
import io.vfledger.inventory.web.ReadGate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The real web server on a free port, over a store that a test fills by hand. */
final class Server implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    final AtomicReference<FeedStatus> feed = new AtomicReference<>(ready());
    final ConfigurableApplicationContext context;
    final Http http;

    Server(InventoryStore store, LedgerIndex index, EntrySource ledger) {
        SpringApplication application = new SpringApplication(WebConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(Map.of("server.port", 0, "server.address", "127.0.0.1"));
        application.addInitializers(starting -> {
            var beans = starting.getBeanFactory();
            beans.registerSingleton("store", store);
            beans.registerSingleton("index", index);
            beans.registerSingleton("ledger", ledger);
            beans.registerSingleton("clock", Clock.fixed(NOW, ZoneOffset.UTC));
            beans.registerSingleton("gate", new ReadGate(() -> Objects.requireNonNull(feed.get()), _ -> 3));
        });
        context = application.run();
        http = new Http(context);
    }

    static FeedStatus ready() {
        return new FeedStatus(
                true,
                NOW,
                Optional.of(NOW),
                0,
                List.of(new FeedStatus.OfTopic("ledger", 8, 10, 0, 0)),
                List.of(),
                Optional.empty());
    }

    Http.Answer get(String path) {
        return http.get(path);
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
