package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.DeadLetters;
import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the service itself does. */
@RestController
public final class StatusApi {
    private final InventoryStore store;
    private final ReadGate gate;

    public StatusApi(InventoryStore store, ReadGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /**
     * How the service does.
     *
     * @param feed how far the topics were read
     * @param nodes how many are known
     * @param entries how many were read since start
     * @param openRequests how many wait for their node
     * @param deadLetters what could not be read, by allocator and inventory-service
     */
    public record Status(FeedStatus feed, int nodes, long entries, int openRequests, DeadLetters.Summary deadLetters) {}

    /**
     * Whether it answers.
     *
     * @param status ready, or why not
     */
    public record Health(String status) {}

    @GetMapping("/api/v1/status")
    Status status() {
        return new Status(
                gate.status(),
                store.nodes().size(),
                store.arrivals(),
                store.openRequests().size(),
                store.deadLetters());
    }

    @GetMapping("/healthz")
    ResponseEntity<Health> healthz() {
        FeedStatus feed = gate.status();
        if (!feed.ready()) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .body(new Health("reading: " + ReadGate.toGo(feed)
                            + feed.lastFailure().map(text -> "; " + text).orElse("")));
        }
        return ResponseEntity.ok(new Health(
                feed.stopped().isEmpty()
                        ? "ready"
                        : "ready, but " + feed.stopped().size() + " partitions are stopped"));
    }

    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource openapi() {
        return new ClassPathResource("openapi.json");
    }
}
