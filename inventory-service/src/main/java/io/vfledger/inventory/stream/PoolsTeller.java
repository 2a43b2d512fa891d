package io.vfledger.inventory.stream;

import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.inventory.pools.NodePools;
import io.vfledger.inventory.pools.PoolsDue;
import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.ledger.PfPolicies;
import io.vfledger.ledger.Pools;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RegistryException;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells nodes their pools, in the topic {@code scheduling}: as soon as a node appears, when the pools in force are not
 * those of the file, and looks again from time to time. Saying it twice does no harm: the digest is the same.
 */
public final class PoolsTeller implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolsTeller.class);
    private static final long LOOK_AGAIN_SECONDS = 5;
    private static final long SEND_SECONDS = 10;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ConnectionSettings connection;
    private final SchedulingRecords records;
    private final InventoryStore store;
    private final Supplier<FeedStatus> feed;
    private final PoolsDue due;
    private final Clock clock;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this, "pools-teller");
    private volatile boolean closed;

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
        this.records = new SchedulingRecords(writer, clock);
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
        news.release();
    }

    @Override
    public void run() {
        Map<String, Object> settings = connection.producer("inventory-service-pools");
        settings.put("max.block.ms", TimeUnit.SECONDS.toMillis(SEND_SECONDS));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            while (!closed) {
                if (feed.get().ready()) {
                    due.at(clock.instant(), inForce()).forEach(node -> tell(producer, node));
                }
                if (news.tryAcquire(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
                    news.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private void tell(Producer<byte[], byte[]> producer, PoolsDue.Due node) {
        try {
            int count = producer.partitionsFor(Topic.SCHEDULING.topicName()).size();
            producer.send(record(node, count)).get(SEND_SECONDS, TimeUnit.SECONDS);
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

    private ProducerRecord<byte[], byte[]> record(PoolsDue.Due node, int partitions) {
        Instant now = clock.instant();
        return records.of(
                node.node(),
                NodePoolsChanged.newBuilder()
                        .setNode(node.node().value())
                        .setPools(
                                node.told().pools().stream().map(Pools::encode).toList())
                        .setPfs(PfPolicies.encode(node.told().pfs()))
                        .setDigest(node.digest())
                        .setObservedAtMs(now.toEpochMilli())
                        .build(),
                node.digest(),
                partitions);
    }

    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            if (thread.isAlive() && !thread.join(CLOSING)) {
                LOG.warn("the teller of pools did not end within {}", CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
