package io.vfledger.allocator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodeState;
import io.vfledger.avro.Phase;
import io.vfledger.avro.RequestRefused;
import io.vfledger.avro.VfState;
import io.vfledger.host.Cause;
import io.vfledger.host.CommandRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.Restore;
import io.vfledger.host.RestoreResult;
import io.vfledger.ledger.AvroEntryHash;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.StateCodec;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.vf.NodeName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Looks at everything the allocator wrote, as somebody who trusts none of it. */
final class LedgerAudit {
    private final Platform platform;
    private final AvroReader reader;
    private final AvroEntryHash hash = new AvroEntryHash();

    LedgerAudit(Platform platform) {
        this.platform = platform;
        this.reader = new AvroReader(platform.ids());
    }

    /** Entries of all partitions, each partition in order. */
    List<io.vfledger.host.LedgerEntry> entries() {
        List<io.vfledger.host.LedgerEntry> entries = new ArrayList<>();
        records(Topic.LEDGER).forEach(entry -> entries.add(EntryCodec.decode((LedgerEntry) entry.body())));
        return entries;
    }

    /** Asserts that the chain is whole, every input is entered once, and everything else follows from the entries. */
    void assertSound() {
        Map<Integer, Long> nextPartitionSeq = new HashMap<>();
        Map<NodeName, Head> heads = new HashMap<>();
        Set<String> inputs = new HashSet<>();
        List<String> commandIds = new ArrayList<>();
        for (Read entry : records(Topic.LEDGER)) {
            io.vfledger.host.LedgerEntry decoded = EntryCodec.decode((LedgerEntry) entry.body());
            long expected = nextPartitionSeq.merge(entry.record().partition(), 1L, Long::sum) - 1;
            assertThat(decoded.partitionSeq()).as("partition_seq is dense").isEqualTo(expected);
            Head head = heads.getOrDefault(decoded.node(), Head.NONE);
            assertThat(decoded.nodeSeq()).as("node_seq is dense").isEqualTo(head.nodeSeq() + 1);
            assertThat(decoded.prevHash().hex()).as("the chain is intact").isEqualTo(head.hash());
            heads.put(
                    decoded.node(),
                    new Head(
                            decoded.nodeSeq(),
                            hash.of(decoded).hex(),
                            decoded.stateHash().hex()));
            if (decoded.cause() instanceof Cause.Consumed input) {
                assertThat(inputs.add(input.topic() + "-" + input.partition() + "@" + input.offset()))
                        .as("entered once: " + input)
                        .isTrue();
            }
            for (int i = 0; i < decoded.commands().size(); i++) {
                commandIds.add(CommandRecord.id(decoded.node(), decoded.nodeSeq(), i));
            }
        }
        assertThat(records(Topic.COMMANDS).stream()
                        .map(command -> commandId(command.body()))
                        .sorted())
                .as("the commands are those of the entries, each once")
                .isEqualTo(commandIds.stream().sorted().toList());
        assertStatesAre(heads);
    }

    private record Head(long nodeSeq, String hash, String stateHash) {
        static final Head NONE = new Head(0, "00".repeat(32), "");
    }

    /** The states that were written equal the fold of the entries from nothing. */
    private void assertStatesAre(Map<NodeName, Head> heads) {
        Map<NodeName, NodeState> newest = new HashMap<>();
        for (Read state : records(Topic.NODE_STATE)) {
            NodeState node = (NodeState) state.body();
            newest.put(new NodeName(node.getNode()), node);
        }
        assertThat(newest.keySet()).isEqualTo(heads.keySet());
        Map<Topic, List<Read>> written = new EnumMap<>(Topic.class);
        List.of(Topic.NODE_STATE, Topic.VF_STATE, Topic.LEDGER).forEach(topic -> written.put(topic, records(topic)));
        for (int number = 0; number < TestBroker.PARTITIONS; number++) {
            PartitionHost folded = restored(written, number, false);
            PartitionHost fromStates = restored(written, number, true);
            assertThat(fromStates.nodes()).isEqualTo(folded.nodes());
            for (NodeName node : folded.nodes()) {
                assertThat(fromStates.state(node)).as("state of " + node).isEqualTo(folded.state(node));
                assertThat(folded.head(node).entryHash().hex())
                        .isEqualTo(heads.getOrDefault(node, Head.NONE).hash());
                assertThat(fromStates.head(node)).isEqualTo(folded.head(node));
            }
        }
    }

    /** Asserts that no request is open, and no VF on its way. */
    void assertNothingOpen() {
        Map<String, NodeState> nodes = new HashMap<>();
        records(Topic.NODE_STATE)
                .forEach(state -> nodes.put(((NodeState) state.body()).getNode(), (NodeState) state.body()));
        assertThat(nodes.values())
                .allSatisfy(node -> assertThat(node.getOpenRequests()).isEmpty());
        Map<String, VfState> vfs = new HashMap<>();
        records(Topic.VF_STATE).forEach(state -> {
            VfState vf = (VfState) state.body();
            vfs.put(vf.getNode() + "/" + vf.getPci(), vf);
        });
        assertThat(vfs.values()).allSatisfy(vf -> assertThat(vf.getPhase()).isEqualTo(Phase.FREE));
    }

    private PartitionHost restored(Map<Topic, List<Read>> written, int number, boolean withStates) {
        Restore restore = new Restore(hash, "audit");
        if (withStates) {
            of(written, Topic.NODE_STATE, number).forEach(body -> restore.node(StateCodec.decode((NodeState) body)));
            of(written, Topic.VF_STATE, number).forEach(body -> restore.vf(StateCodec.decode((VfState) body)));
        }
        of(written, Topic.LEDGER, number).forEach(body -> restore.entry(EntryCodec.decode((LedgerEntry) body)));
        assertThat(restore.finish()).isInstanceOf(RestoreResult.Restored.class);
        return ((RestoreResult.Restored) restore.finish()).host();
    }

    /** For each request the answers that were given: one each, if all is well. */
    Map<String, List<String>> answers() {
        Map<String, List<String>> answers = new TreeMap<>();
        for (Read command : records(Topic.COMMANDS)) {
            if (command.body() instanceof AssignVf assign) {
                answers.computeIfAbsent(assign.getRequestId(), id -> new ArrayList<>())
                        .add(assign.getPci());
            } else if (command.body() instanceof RequestRefused refused) {
                answers.computeIfAbsent(refused.getRequestId(), id -> new ArrayList<>())
                        .add(refused.getReason().name());
            }
        }
        return answers;
    }

    private static List<SpecificRecord> of(Map<Topic, List<Read>> written, Topic topic, int number) {
        return written.getOrDefault(topic, List.of()).stream()
                .filter(read -> read.record().partition() == number)
                .map(Read::body)
                .toList();
    }

    /**
     * A record, read.
     *
     * @param record as it came
     * @param body what it says
     */
    record Read(ConsumerRecord<byte[], byte[]> record, SpecificRecord body) {}

    List<Read> records(Topic topic) {
        return platform.broker().read(topic.topicName()).stream()
                .map(record -> switch (reader.read(topic, record.value())) {
                    case Decoded.Value(SpecificRecord body, var writer) -> new Read(record, body);
                    case Decoded.Unreadable(var reason, String message) -> throw new AssertionError(message);
                })
                .toList();
    }

    private static String commandId(SpecificRecord command) {
        return (String) command.get(command.getSchema().getField("command_id").pos());
    }
}
