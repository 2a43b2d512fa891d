package io.vfledger.simulation.log;

import io.vfledger.simulation.fate.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Kafka, as far as its readers (all of them read_committed) and writers can tell. */
public final class Log {
    /** Of each topic. */
    public static final int PARTITIONS = 2;
    /** {@code transaction.timeout.ms}. */
    public static final long TRANSACTION_TIMEOUT_MS = 10_000;
    /** How long inputs and commands are kept. */
    public static final long RETENTION_MS = 7L * 24 * 3600 * 1000;

    private final Timeline timeline;
    private final Group group = new Group();
    private final Map<Place, Stretch> stretches = new TreeMap<>();
    private final Map<String, Integer> producers = new TreeMap<>();
    private final Map<String, Transaction> open = new TreeMap<>();
    private final List<Runnable> onEnd = new ArrayList<>();

    public Log(Timeline timeline) {
        this.timeline = timeline;
        for (Topic topic : Topic.values()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                stretches.put(new Place(topic, partition), new Stretch());
            }
        }
    }

    /** The allocators' consumer group. */
    public Group group() {
        return group;
    }

    /** Is called after each transaction: also one that is aborted may have hidden what others had committed after it. */
    public void whenEnded(Runnable what) {
        onEnd.add(what);
    }

    private Stretch stretch(Topic topic, int partition) {
        return Optional.ofNullable(stretches.get(new Place(topic, partition))).orElseThrow();
    }

    /** Writes a record that counts at once. */
    public void append(Topic topic, int partition, String key, Object value) {
        stretch(topic, partition).append(key, value, timeline.nowMs(), Transaction.NONE);
    }

    /**
     * The committed records of a partition.
     *
     * @param from the first offset that is wanted
     * @throws OutOfRangeException when it is not kept any more
     */
    public List<Stored> read(Topic topic, int partition, long from, int most) {
        Stretch stretch = stretch(topic, partition);
        if (from < stretch.begin()) {
            throw new OutOfRangeException(topic.text() + "-" + partition + " begins at " + stretch.begin() + ", not at "
                    + from + ", which was not read yet");
        }
        return stretch.committed(from, most);
    }

    /** All committed records that are kept. */
    public List<Stored> readAll(Topic topic, int partition) {
        return stretch(topic, partition).committed(0, Integer.MAX_VALUE);
    }

    /** The last committed records, in order. */
    public List<Stored> readLast(Topic topic, int partition, int most) {
        return stretch(topic, partition).last(most);
    }

    public long begin(Topic topic, int partition) {
        return stretch(topic, partition).begin();
    }

    /** Behind the last record that can be read. */
    public long end(Topic topic, int partition) {
        return stretch(topic, partition).stable();
    }

    /** Whether nothing of the partition is of an open transaction. */
    public boolean isSettled(Topic topic, int partition) {
        return stretch(topic, partition).isSettled();
    }

    /** A producer begins: what an earlier one of that id left open is aborted, and it is fenced. */
    public Producer begin(String id) {
        Optional.ofNullable(open.get(id)).ifPresent(this::abort);
        return new Producer(id, producers.merge(id, 1, Integer::sum));
    }

    /**
     * Begins a transaction.
     *
     * @throws FencedException when another of the id has begun since
     */
    public Transaction transaction(Producer producer) {
        fence(producer);
        Transaction transaction = new Transaction(producer);
        open.put(producer.id(), transaction);
        timeline.in(TRANSACTION_TIMEOUT_MS, () -> {
            if (transaction.state() == Transaction.State.OPEN) {
                abort(transaction);
                producers.merge(producer.id(), 1, Integer::sum);
            }
        });
        return transaction;
    }

    private void fence(Producer producer) {
        if (!Integer.valueOf(producer.epoch()).equals(producers.get(producer.id()))) {
            throw new FencedException("producer " + producer + " is fenced");
        }
    }

    private void requireOpen(Transaction transaction) {
        fence(transaction.producer());
        if (transaction.state() != Transaction.State.OPEN) {
            throw new FencedException("the transaction of " + transaction.producer() + " has ended");
        }
    }

    /** Writes a record that counts once its transaction is committed. */
    public void append(Transaction transaction, Topic topic, int partition, String key, Object value) {
        requireOpen(transaction);
        transaction.places.add(new Place(topic, partition));
        stretch(topic, partition).append(key, value, timeline.nowMs(), transaction);
    }

    /**
     * Says how far the inputs were read, as part of a transaction.
     *
     * @param member who says it; empty: nobody asks whether the group has moved on since
     * @throws FencedException when the group has moved on
     */
    public void offsets(Transaction transaction, Optional<Group.Member> member, Map<Place, Long> offsets) {
        requireOpen(transaction);
        group.admit(member, timeline.nowMs());
        transaction.offsets.putAll(offsets);
    }

    /** Lets it all count. */
    public void commit(Transaction transaction) {
        requireOpen(transaction);
        end(transaction, Transaction.State.COMMITTED);
        group.committed(transaction.offsets);
        onEnd.forEach(Runnable::run);
    }

    /** Lets nothing of it count. */
    public void abort(Transaction transaction) {
        if (transaction.state() == Transaction.State.OPEN) {
            end(transaction, Transaction.State.ABORTED);
            onEnd.forEach(Runnable::run);
        }
    }

    private void end(Transaction transaction, Transaction.State as) {
        transaction.end(as);
        transaction.places.forEach(
                place -> stretch(place.topic(), place.partition()).mark());
        open.remove(transaction.producer().id(), transaction);
    }

    /** The group's offsets of a partition number; empty while a transaction that has some is open. */
    public Optional<Map<Place, Long>> committedOffsets(int partition) {
        boolean pending = open.values().stream()
                .flatMap(transaction -> transaction.offsets.keySet().stream())
                .anyMatch(place -> place.partition() == partition);
        return pending ? Optional.empty() : Optional.of(group.offsets(partition));
    }

    /** Forgets what is older than it has to be kept, and what a newer record of its key replaces. */
    public void clean() {
        stretches.forEach((place, stretch) -> {
            switch (place.topic()) {
                case INVENTORY, SCHEDULING, CNI_REQUESTS, OUTCOMES, COMMANDS ->
                    stretch.forgetBefore(timeline.nowMs() - RETENTION_MS);
                case VF_STATE, NODE_STATE -> stretch.compact();
                case LEDGER -> {}
            }
        });
    }

    /**
     * Loses the newest committed records of a partition.
     *
     * @return how many
     */
    public int lose(Topic topic, int partition, int most) {
        return stretch(topic, partition).lose(most);
    }

    /** Whether there was such a record, and it was lost. */
    public boolean isLost(Topic topic, int partition, long offset) {
        return stretch(topic, partition).isLost(offset);
    }

    /**
     * Loses all that the transaction wrote that wrote the ledger's newest entry in a partition. One that took no input, only
     * timers that were due, is let be: without it the log is as if it had never been, and the signed heads alone would show it.
     *
     * @return how many records
     */
    public int loseTransaction(int partition) {
        Optional<Transaction> newest = readLast(Topic.LEDGER, partition, 1).stream()
                .map(Stored::writer)
                .filter(writer -> writer.offsets.keySet().stream().anyMatch(place -> place.partition() == partition))
                .findFirst();
        return newest.map(writer -> stretches.entrySet().stream()
                        .filter(entry -> entry.getKey().partition() == partition)
                        .mapToInt(entry -> entry.getValue().lose(writer))
                        .sum())
                .orElse(0);
    }
}
