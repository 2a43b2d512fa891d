package io.vfledger.inventory.stream;

import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.scheduling.ClusterPods;
import io.vfledger.inventory.scheduling.SchedulingNews;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RegistryException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the allocator of pods, in the topic {@code scheduling}. What the broker has not acknowledged is told again; in
 * between nothing of it is forgotten.
 */
public final class SchedulingTeller implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulingTeller.class);
    private static final int BATCH = 500;
    private static final long LOOK_AGAIN_MILLIS = 1_000;
    private static final long SEND_SECONDS = 10;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ConnectionSettings connection;
    private final SchedulingRecords records;
    private final InventoryStore store;
    private final Supplier<FeedStatus> feed;
    private final ClusterPods pods;
    private final Consumer<ClusterPods.Complaint> complaints;
    private final Clock clock;
    private final AtomicLong told = new AtomicLong();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this, "scheduling-teller");
    private volatile boolean closed;

    /**
     * Makes a teller; {@link #start} begins.
     *
     * @param feed nothing is told before it is ready: which nodes have an agent is not known before
     * @param complaints who hears of pods that cannot be told of
     */
    public SchedulingTeller(
            ConnectionSettings connection,
            AvroWriter writer,
            InventoryStore store,
            Supplier<FeedStatus> feed,
            ClusterPods pods,
            Consumer<ClusterPods.Complaint> complaints,
            Clock clock) {
        this.connection = connection;
        this.records = new SchedulingRecords(writer, clock);
        this.store = store;
        this.feed = feed;
        this.pods = pods;
        this.complaints = complaints;
        this.clock = clock;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Says that there is something new. */
    public void look() {
        news.release();
    }

    /** Records that the broker has acknowledged. */
    public long told() {
        return told.get();
    }

    @Override
    public void run() {
        Map<String, Object> settings = connection.producer("inventory-service-scheduling");
        settings.put("max.block.ms", TimeUnit.SECONDS.toMillis(SEND_SECONDS));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            while (!closed) {
                boolean more = feed.get().ready() && tellSome(producer);
                if (!more && news.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there may be more to tell at once. */
    private boolean tellSome(Producer<byte[], byte[]> producer) throws InterruptedException {
        pods.agents(new HashSet<>(store.nodes()));
        List<SchedulingNews> some = pods.take(clock.instant(), BATCH);
        pods.complaints().forEach(complaints);
        if (some.isEmpty()) {
            return false;
        }
        List<SchedulingNews> failed = tell(producer, some);
        told.addAndGet(some.size() - failed.size());
        pods.failed(failed);
        return failed.isEmpty();
    }

    private List<SchedulingNews> tell(Producer<byte[], byte[]> producer, List<SchedulingNews> some)
            throws InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        List<SchedulingNews> failed = new ArrayList<>();
        String why = "";
        for (int i = 0; i < some.size(); i++) {
            try {
                sent.add(send(producer, some.get(i)));
            } catch (KafkaException | RegistryException e) {
                why = e.toString();
                failed.addAll(some.subList(i, some.size()));
                break;
            }
        }
        for (int i = 0; i < sent.size(); i++) {
            try {
                sent.get(i).get(SEND_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                why = e.toString();
                failed.add(some.get(i));
            }
        }
        if (!failed.isEmpty()) {
            LOG.warn("{} pieces of news of pods could not be told, trying again: {}", failed.size(), why);
        }
        return failed;
    }

    private Future<?> send(Producer<byte[], byte[]> producer, SchedulingNews news) {
        int count = producer.partitionsFor(Topic.SCHEDULING.topicName()).size();
        return producer.send(records.of(
                news.node(), SchedulingCodec.encode(news, clock.instant()), SchedulingCodec.about(news), count));
    }

    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            if (thread.isAlive() && !thread.join(CLOSING)) {
                LOG.warn("the teller of pods did not end within {}", CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
