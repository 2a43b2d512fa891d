package io.vfledger.executor.attach;

import io.vfledger.avro.AgentStamp;
import io.vfledger.executor.outbox.Draft;
import io.vfledger.executor.outbox.Outbox;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the node says: puts records into the outbox under the right topic and key. */
public final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final NodeName node;
    private final Outbox outbox;
    private final Set<PciAddress> untold = ConcurrentHashMap.newKeySet();
    private final Consumer<SpecificRecordBase> witness;

    public Reports(NodeName node, Outbox outbox) {
        this(node, outbox, outcome -> {});
    }

    /** @param witness is shown every outcome; must return at once */
    public Reports(NodeName node, Outbox outbox, Consumer<SpecificRecordBase> witness) {
        this.node = node;
        this.outbox = outbox;
        this.witness = witness;
    }

    public NodeName node() {
        return node;
    }

    /**
     * An outcome of one function, on disk when this returns if the disk lets. One that a full outbox does not take is
     * {@link #untold}.
     */
    public Receipt outcome(PciAddress pci, String traceParent, SpecificRecordBase record) {
        witness.accept(record);
        Receipt receipt = outbox.keepIfPossible(
                new Draft(Topic.OUTCOMES, RecordKey.of(node.value(), pci.value()), traceParent, stamped(record)));
        if (receipt instanceof Receipt.Full full) {
            untold.add(pci);
            LOG.error(
                    "{} of {} is not reported, the outbox is full: {}",
                    record.getSchema().getName(),
                    pci,
                    full.why());
        }
        return receipt;
    }

    /** The functions whose last outcome was not taken since this was asked last. */
    List<PciAddress> untold() {
        List<PciAddress> found = List.copyOf(untold);
        found.forEach(untold::remove);
        return found;
    }

    /** A request that is worthless once its caller has gone. */
    public Receipt request(String traceParent, Function<AgentStamp, SpecificRecordBase> record) {
        return outbox.pass(new Draft(Topic.CNI_REQUESTS, node.value(), traceParent, record));
    }

    /** A request that has to be settled whatever happens; on disk when this returns if the disk lets. */
    public Receipt lastingRequest(String traceParent, Function<AgentStamp, SpecificRecordBase> record) {
        return outbox.keepIfPossible(new Draft(Topic.CNI_REQUESTS, node.value(), traceParent, record));
    }

    /** What the node sees, as a whole. */
    public Receipt inventory(String traceParent, SpecificRecordBase record) {
        return outbox.pass(new Draft(Topic.INVENTORY, node.value(), traceParent, stamped(record)));
    }

    /** What the node sees of one function. */
    public Receipt inventory(PciAddress pci, String traceParent, SpecificRecordBase record) {
        return outbox.pass(
                new Draft(Topic.INVENTORY, RecordKey.of(node.value(), pci.value()), traceParent, stamped(record)));
    }

    private static Function<AgentStamp, SpecificRecordBase> stamped(SpecificRecordBase record) {
        return stamp -> {
            SpecificRecordBase copy = SpecificData.get().deepCopy(record.getSchema(), record);
            copy.put(record.getSchema().getField("agent").pos(), stamp);
            return copy;
        };
    }

    /** Whether there is room to begin something that will need to be reported. */
    public boolean hasRoom() {
        return outbox.hasRoom();
    }

    /** How full the outbox is, in words. */
    public String fill() {
        return outbox.fill();
    }
}
