package io.vfledger.inventory.stream;

import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.scheduling.ClusterPods;
import io.vfledger.inventory.scheduling.SchedulingNews;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RegistryException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the allocator of pods, in the topic {@code scheduling}. What the broker has not acknowledged is told again; in
 * between nothing of it is forgotten.
 */
public final class SchedulingTeller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulingTeller.class);
    private static final int BATCH = 500;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final ConnectionSettings connection;
    private final AvroWriter writer;
    private final InventoryStore store;
    private final Supplier<FeedStatus> feed;
    private final ClusterPods pods;
    private final Consumer<ClusterPods.Complaint> complaints;
    private final Clock clock;
    private final AtomicLong told = new AtomicLong();
    private final ServiceThread thread = new ServiceThread("scheduling-teller", this::run);

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
        this.writer = writer;
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
        thread.wake();
    }

    /** Records that the broker has acknowledged. */
    public long told() {
        return told.get();
    }

    private void run() {
        try (SchedulingTopic topic = new SchedulingTopic(connection, "inventory-service-scheduling", writer, clock)) {
            while (!thread.isClosing()) {
                boolean more = feed.get().ready() && tellSome(topic);
                if (!more) {
                    thread.pause(LOOK_AGAIN);
                }
            }
        } catch (InterruptedException e) {
            thread.interrupted();
        }
    }

    /** Whether there may be more to tell at once. */
    private boolean tellSome(SchedulingTopic topic) throws InterruptedException {
        pods.agents(new HashSet<>(store.nodes()));
        List<SchedulingNews> some = pods.take(clock.instant(), BATCH);
        pods.complaints().forEach(complaints);
        if (some.isEmpty()) {
            return false;
        }
        List<SchedulingNews> failed = tell(topic, some);
        told.addAndGet(some.size() - failed.size());
        pods.failed(failed);
        return failed.isEmpty();
    }

    private List<SchedulingNews> tell(SchedulingTopic topic, List<SchedulingNews> some) throws InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        List<SchedulingNews> failed = new ArrayList<>();
        String why = "";
        for (int i = 0; i < some.size(); i++) {
            try {
                SchedulingNews news = some.get(i);
                sent.add(topic.send(
                        news.node(), SchedulingCodec.encode(news, clock.instant()), SchedulingCodec.about(news)));
            } catch (KafkaException | RegistryException e) {
                why = e.toString();
                failed.addAll(some.subList(i, some.size()));
                break;
            }
        }
        for (int i = 0; i < sent.size(); i++) {
            try {
                sent.get(i).get(SchedulingTopic.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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

    @Override
    public void close() {
        thread.close();
    }
}
