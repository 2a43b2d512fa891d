package io.vfledger.inventory.stream;

import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.inventory.pools.NodePools;
import io.vfledger.inventory.pools.PoolsDue;
import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.ledger.PfPolicies;
import io.vfledger.ledger.Pools;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RegistryException;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells nodes their pools, in the topic {@code scheduling}: as soon as a node appears, when the pools in force are not
 * those of the file, and looks again from time to time. Saying it twice does no harm: the digest is the same.
 */
public final class PoolsTeller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolsTeller.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final ConnectionSettings connection;
    private final AvroWriter writer;
    private final InventoryStore store;
    private final Supplier<FeedStatus> feed;
    private final PoolsDue due;
    private final Clock clock;
    private final ServiceThread thread = new ServiceThread("pools-teller", this::run);

    /**
     * Makes a teller; {@link #start} begins.
     *
     * @param feed nothing is told before it is ready: what the allocator has is not known before
     */
    public PoolsTeller(
            ConnectionSettings connection,
            AvroWriter writer,
            InventoryStore store,
            Supplier<FeedStatus> feed,
            PoolsDue due,
            Clock clock) {
        this.connection = connection;
        this.writer = writer;
        this.store = store;
        this.feed = feed;
        this.due = due;
        this.clock = clock;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Says that the store has something new. */
    public void look() {
        thread.wake();
    }

    private void run() {
        try (SchedulingTopic topic = new SchedulingTopic(connection, "inventory-service-pools", writer, clock)) {
            while (!thread.isClosing()) {
                if (feed.get().ready()) {
                    due.at(clock.instant(), inForce()).forEach(node -> tell(topic, node));
                }
                thread.pause(LOOK_AGAIN);
            }
        }
    }

    private Map<NodeName, Optional<NodePools>> inForce() {
        Map<NodeName, Optional<NodePools>> inForce = new HashMap<>();
        store.nodes()
                .forEach(node -> inForce.put(
                        node,
                        store.decided(node).map(decided -> new NodePools(decided.pools(), decided.pfPolicies()))));
        return inForce;
    }

    private void tell(SchedulingTopic topic, PoolsDue.Due node) {
        try {
            topic.send(node.node(), record(node), node.digest())
                    .get(SchedulingTopic.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info(
                    "told node {} its pools: {}",
                    node.node(),
                    node.told().pools().stream().map(Pool::name).toList());
        } catch (ExecutionException | TimeoutException | KafkaException | RegistryException e) {
            due.failed(node.node());
            LOG.warn("could not tell node {} its pools, trying again: {}", node.node(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private NodePoolsChanged record(PoolsDue.Due node) {
        return NodePoolsChanged.newBuilder()
                .setNode(node.node().value())
                .setPools(node.told().pools().stream().map(Pools::encode).toList())
                .setPfs(PfPolicies.encode(node.told().pfs()))
                .setDigest(node.digest())
                .setObservedAtMs(clock.millis())
                .build();
    }

    @Override
    public void close() {
        thread.close();
    }
}
