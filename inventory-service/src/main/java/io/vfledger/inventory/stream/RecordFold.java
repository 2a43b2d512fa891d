package io.vfledger.inventory.stream;

import io.vfledger.avro.DeadLetter;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodeState;
import io.vfledger.avro.VfState;
import io.vfledger.inventory.projection.InventoryReport;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.Position;
import io.vfledger.inventory.projection.SortedKeys.KeysUnavailable;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.WireFormat;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records of the topics into the store. */
final class RecordFold {
    private final AvroReader reader;
    private final EntryViews entries;
    private final InventoryStore store;

    RecordFold(AvroReader reader, InventoryStore store) {
        this.reader = reader;
        this.entries = new EntryViews(new InputContents(reader));
        this.store = store;
    }

    /** What became of a record. */
    sealed interface Outcome {
        /** It is in the store. */
        record Taken() implements Outcome {}

        /**
         * It cannot be read.
         *
         * @param reason why, in words
         */
        record Unreadable(String reason) implements Outcome {}
    }

    /**
     * Takes a record.
     *
     * @throws io.vfledger.schemas.wire.RegistryException when its schema could not be had: try again later
     */
    Outcome take(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        return switch (reader.read(topic, record.value())) {
            case Decoded.Unreadable unreadable ->
                new Outcome.Unreadable(unreadable.reason() + ": " + unreadable.message());
            case Decoded.Value value -> take(value, record);
        };
    }

    /** The entry's hash, as the next entry of its node has to name it. */
    static String hash(Decoded.Value entry, ConsumerRecord<byte[], byte[]> record) {
        return EntryCodec.hash(WireFormat.fingerprint(entry.writerSchema()), WireFormat.bodyOf(record.value()))
                .hex();
    }

    private Outcome take(Decoded.Value decoded, ConsumerRecord<byte[], byte[]> record) {
        SpecificRecord value = decoded.record();
        try {
            switch (value) {
                case VfState vf -> store.put(StateViews.vf(vf));
                case NodeState node -> store.put(StateViews.node(node));
                case LedgerEntry entry ->
                    store.append(entries.entry(
                            new Position(record.partition(), record.offset()), entry, hash(decoded, record)));
                case DeadLetter letter -> store.add(StateViews.letter(letter));
                default -> {
                    Optional<InventoryReport> report = StateViews.report(value);
                    if (report.isEmpty()) {
                        return new Outcome.Unreadable(
                                "a " + value.getSchema().getName() + ", which is not read from here");
                    }
                    store.report(report.get());
                }
            }
            return new Outcome.Taken();
        } catch (KeysUnavailable e) {
            // Later answers would lack this entry: its partition is stopped, and says why.
            return new Outcome.Unreadable("it could not be put into the index: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Outcome.Unreadable(value.getSchema().getName() + " holds what it must not: " + e.getMessage());
        }
    }
}
