package io.vfledger.schemas;

import static io.vfledger.schemas.Party.ALLOCATOR;
import static io.vfledger.schemas.Party.AUDITORS;
import static io.vfledger.schemas.Party.CNI_SHIM;
import static io.vfledger.schemas.Party.INVENTORY_SERVICE;
import static io.vfledger.schemas.Party.NODE_AGENT;
import static io.vfledger.schemas.Party.PEOPLE;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.DeadLetter;
import io.vfledger.avro.DelRequested;
import io.vfledger.avro.DeviceAllocated;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.NodePodsSnapshot;
import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.avro.NodeRemoved;
import io.vfledger.avro.NodeState;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.PfConfigured;
import io.vfledger.avro.PodDeleted;
import io.vfledger.avro.PodScheduled;
import io.vfledger.avro.RecoverVf;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.ReportInventory;
import io.vfledger.avro.RequestRefused;
import io.vfledger.avro.TreeHead;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfHeld;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfRecovered;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfState;
import io.vfledger.avro.VfVerified;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every topic, in one place: topics are created, schemas registered and the documentation generated from here.
 *
 * <p>All have the same number of partitions, chosen once, and partition N of one goes with partition N of every other:
 * see {@link NodePartition}.
 */
@SuppressWarnings("ImmutableEnumChecker") // Set.of, List.of and the records of Retention cannot be changed
public enum Topic {
    INVENTORY(
            "inventory",
            "What a node agent sees of its node's functions.",
            KeyRule.NODE_OR_VF,
            new Retention.Days(7),
            Limit.INPUT_BYTES,
            Set.of(NODE_AGENT),
            Set.of(ALLOCATOR, INVENTORY_SERVICE),
            List.of(
                    AgentStarted.class,
                    NodeInventory.class,
                    PfChanged.class,
                    VfChanged.class,
                    VfGone.class,
                    VfObserved.class)),
    SCHEDULING(
            "scheduling",
            "What the API server says about the pods and pools of a node.",
            KeyRule.NODE,
            new Retention.Days(7),
            Limit.INPUT_BYTES,
            Set.of(INVENTORY_SERVICE),
            Set.of(ALLOCATOR),
            List.of(
                    PodScheduled.class,
                    PodDeleted.class,
                    NodePodsSnapshot.class,
                    NodePoolsChanged.class,
                    NodeRemoved.class)),
    CNI_REQUESTS(
            "cni-requests",
            "Requests of container runtimes that the allocator has to decide.",
            KeyRule.NODE,
            new Retention.Days(7),
            Limit.INPUT_BYTES,
            Set.of(CNI_SHIM),
            Set.of(ALLOCATOR),
            List.of(AddRequested.class, DelRequested.class)),
    COMMANDS(
            "commands",
            "What a node's agent has to do, and the answers no.",
            KeyRule.NODE_OR_VF,
            new Retention.Days(7),
            Limit.INPUT_BYTES,
            Set.of(ALLOCATOR),
            Set.of(NODE_AGENT),
            List.of(
                    HoldVf.class,
                    AssignVf.class,
                    ReleaseVf.class,
                    VerifyVf.class,
                    RecoverVf.class,
                    ConfigurePf.class,
                    ReportInventory.class,
                    RequestRefused.class)),
    OUTCOMES(
            "outcomes",
            "What an agent has done, read back from the kernel.",
            KeyRule.NODE_OR_VF,
            new Retention.Days(7),
            Limit.INPUT_BYTES,
            Set.of(NODE_AGENT),
            Set.of(ALLOCATOR, INVENTORY_SERVICE),
            List.of(
                    VfHeld.class,
                    VfAttached.class,
                    VfReleased.class,
                    VfVerified.class,
                    VfRecovered.class,
                    PfConfigured.class,
                    DeviceAllocated.class,
                    CommandFailed.class)),
    LEDGER(
            "ledger",
            "The journal: one entry per consumed input or fired timer. Closed ranges may move to signed archives or"
                    + " tiered storage.",
            KeyRule.NODE,
            new Retention.ForEver(),
            Limit.LEDGER_BYTES,
            Set.of(ALLOCATOR),
            Set.of(AUDITORS, INVENTORY_SERVICE, ALLOCATOR),
            List.of(LedgerEntry.class)),
    VF_STATE(
            "vf-state",
            "The present of each VF. A VF that is gone has a record that says so, never a tombstone.",
            KeyRule.VF,
            new Retention.NewestPerKey(),
            Limit.INPUT_BYTES,
            Set.of(ALLOCATOR),
            Set.of(NODE_AGENT, INVENTORY_SERVICE, ALLOCATOR),
            List.of(VfState.class)),
    NODE_STATE(
            "node-state",
            "The present of each node.",
            KeyRule.NODE,
            new Retention.NewestPerKey(),
            Limit.LEDGER_BYTES,
            Set.of(ALLOCATOR),
            Set.of(NODE_AGENT, INVENTORY_SERVICE, ALLOCATOR),
            List.of(NodeState.class)),
    CHECKPOINTS(
            "checkpoints",
            "Signed tree heads over the ledger; partition N is about ledger partition N.",
            KeyRule.LEDGER_PARTITION,
            new Retention.ForEver(),
            Limit.INPUT_BYTES,
            Set.of(INVENTORY_SERVICE),
            Set.of(AUDITORS),
            List.of(TreeHead.class)),
    DEAD_LETTER(
            "dead-letter",
            "Inputs that could not be read, with the reason; in the partition of the input.",
            KeyRule.AS_INPUT,
            new Retention.Days(30),
            Limit.INPUT_BYTES,
            Set.of(ALLOCATOR, INVENTORY_SERVICE),
            Set.of(PEOPLE),
            List.of(DeadLetter.class));

    private final String topicName;
    private final String purpose;
    private final KeyRule key;
    private final Retention retention;
    private final int maxMessageBytes;
    private final Set<Party> writers;
    private final Set<Party> readers;
    private final List<Class<? extends SpecificRecord>> recordTypes;

    Topic(
            String topicName,
            String purpose,
            KeyRule key,
            Retention retention,
            int maxMessageBytes,
            Set<Party> writers,
            Set<Party> readers,
            List<Class<? extends SpecificRecord>> recordTypes) {
        this.topicName = topicName;
        this.purpose = purpose;
        this.key = key;
        this.retention = retention;
        this.maxMessageBytes = maxMessageBytes;
        this.writers = writers;
        this.readers = readers;
        this.recordTypes = recordTypes;
    }

    /** Name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** What is in it, in a sentence. */
    public String purpose() {
        return purpose;
    }

    public KeyRule key() {
        return key;
    }

    public Retention retention() {
        return retention;
    }

    /** Largest batch that the broker takes, bytes; producers need {@code max.request.size} of at least this. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    public Set<Party> writers() {
        return writers;
    }

    public Set<Party> readers() {
        return readers;
    }

    /** The generated classes of the records that may be in it. */
    public List<Class<? extends SpecificRecord>> recordTypes() {
        return recordTypes;
    }

    /** Constants that the enum's own constructors can use. */
    private static final class Limit {
        /** An inventory of 2,048 VFs is about half of it. */
        static final int INPUT_BYTES = 1024 * 1024;

        /** An entry carries its input whole, and what came of it. */
        static final int LEDGER_BYTES = 4 * 1024 * 1024;
    }
}
