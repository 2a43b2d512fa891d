package io.vfledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.avro.ReleaseVf;
import io.vfledger.host.Cause;
import io.vfledger.host.CommandRecord;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.NodeHead;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.VfRecord;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Disposition;
import io.vfledger.lifecycle.FailureReason;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.RefusalReason;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.lifecycle.SortedTable;
import io.vfledger.lifecycle.Source;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.schemas.wire.WriterSchemas;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.VfKey;
import io.vfledger.vf.VlanProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read back the same, for every type and many values. */
class RoundTripTest {
    private static final int VALUES = 60;
    private static final NodeName NODE = new NodeName("worker-1");

    static Stream<Class<?>> transitions() {
        return RandomValues.leaves(Transition.class);
    }

    static Stream<Class<?>> commands() {
        return RandomValues.leaves(Command.class);
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void ofTransitions(Class<? extends Transition> type) {
        for (long seed = 0; seed < VALUES; seed++) {
            Transition made = pastTimer(new RandomValues(seed).of(type));
            long policySeq = made instanceof Transition.PoolsSet set ? set.policySeq() : 0;
            assertThat(TransitionCodec.decode(TransitionCodec.encode(NODE, made), policySeq))
                    .as("seed %d", seed)
                    .isEqualTo(made);
        }
    }

    /** Timers are not a source that records come from. */
    private static Transition pastTimer(Transition made) {
        return made instanceof Transition.SeqSeen seen && seen.source() == Source.TIMER
                ? new Transition.SeqSeen(seen.counter(), Source.OUTCOMES, seen.agentSeq())
                : made;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void ofCommands(Class<? extends Command> type) {
        for (long seed = 0; seed < VALUES; seed++) {
            Command made = new RandomValues(seed).of(type);
            CommandRecord record = new CommandRecord(NODE, 7, 2, 1000, made);
            assertThat(CommandCodec.decode(CommandCodec.encode(record)))
                    .as("seed %d", seed)
                    .isEqualTo(made);
            assertThat(CommandCodec.encode(record).get(1)).isEqualTo("worker-1/7/2");
            assertThat(CommandCodec.key(record)).startsWith("worker-1");
        }
    }

    @Test
    void ofEntries() {
        for (long seed = 0; seed < VALUES; seed++) {
            LedgerEntry made = entry(seed);
            assertThat(EntryCodec.decode(EntryCodec.encode(made)))
                    .as("seed %d", seed)
                    .isEqualTo(made);
            assertThat(WireFormat.body(EntryCodec.encode(made))).isEqualTo(WireFormat.body(EntryCodec.encode(made)));
        }
    }

    private static LedgerEntry entry(long seed) {
        RandomValues values = new RandomValues(seed);
        List<Transition> transitions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Transition made = pastTimer(values.of(Transition.class));
            transitions.add(
                    made instanceof Transition.PoolsSet set
                            ? new Transition.PoolsSet(set.pools(), set.pfs(), 42)
                            : made);
        }
        return new LedgerEntry(
                NODE,
                seed + 1,
                seed,
                values.of(io.vfledger.host.Bytes.class),
                values.of(Cause.class),
                1000,
                42,
                "build",
                values.of(Disposition.class),
                transitions,
                List.of(values.of(Command.class), values.of(Command.class)),
                values.of(io.vfledger.host.Bytes.class));
    }

    @Test
    void ofStatesOfFunctions() {
        for (long seed = 0; seed < VALUES; seed++) {
            RandomValues values = new RandomValues(seed);
            VfState state = values.of(VfState.class);
            VfRecord made = new VfRecord(
                    new VfKey(NODE, state.pci()),
                    state,
                    java.util.Optional.of(values.of(io.vfledger.vf.PoolName.class)),
                    9,
                    values.of(io.vfledger.host.Bytes.class));
            assertThat(StateCodec.decode(StateCodec.encode(made)))
                    .as("seed %d", seed)
                    .isEqualTo(made);
        }
    }

    @Test
    void ofStatesOfNodes() {
        for (long seed = 0; seed < VALUES; seed++) {
            RandomValues values = new RandomValues(seed);
            NodeState state = NodeState.unknown(NODE);
            for (int i = 0; i < 12; i++) {
                Transition step = pastTimer(values.of(Transition.class));
                if (!(step instanceof Transition.VfMoved)) {
                    state = VfLifecycle.evolve(state, step);
                }
            }
            NodeHead head = new NodeHead(
                    12,
                    40,
                    values.of(io.vfledger.host.Bytes.class),
                    values.of(io.vfledger.host.Bytes.class),
                    5000,
                    SortedTable.<String, Long>empty().with("inventory", 7L).with("outcomes", 9L));
            NodeRecord made = new NodeRecord(head, state);
            assertThat(StateCodec.decode(StateCodec.encode(made)))
                    .as("seed %d", seed)
                    .isEqualTo(made);
        }
    }

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of(VfPhase.class, io.vfledger.avro.Phase.class),
                Arguments.of(ReleaseCause.class, io.vfledger.avro.ReleaseCause.class),
                Arguments.of(RefusalReason.class, io.vfledger.avro.RefusalReason.class),
                Arguments.of(FailureReason.class, io.vfledger.avro.FailureReason.class),
                Arguments.of(Chooser.class, io.vfledger.avro.PoolChooser.class),
                Arguments.of(ReleaseMode.class, io.vfledger.avro.ReleaseMode.class),
                Arguments.of(VlanProto.class, io.vfledger.avro.VlanProtocol.class),
                Arguments.of(LinkStatePolicy.class, io.vfledger.avro.LinkStatePolicy.class));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void everyConstantHasItsCounterpart(Class<? extends Enum<?>> domain, Class<? extends Enum<?>> avro) {
        List<String> mine = Stream.of(domain.getEnumConstants()).map(Enum::name).toList();
        List<String> theirs = Stream.of(avro.getEnumConstants())
                .map(Enum::name)
                .filter(name -> !name.equals("UNKNOWN"))
                .toList();
        assertThat(mine).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @Test
    void refusesAStateOfAPhaseThatItDoesNotKnow() {
        VfState state = new RandomValues(1).of(VfState.class);
        io.vfledger.avro.VfState record = VfStateCodec.encode(NODE, state)
                .setPhase(io.vfledger.avro.Phase.UNKNOWN)
                .build();
        assertThatThrownBy(() -> StateCodec.decode(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UNKNOWN");
    }

    /** As a build would have written it before release modes were there. */
    @Test
    void readsACommandWrittenWithAnOlderSchema() throws IOException {
        Command.ReleaseVf made = new RandomValues(5).of(Command.ReleaseVf.class);
        Schema present = ReleaseVf.getClassSchema();
        Schema older = Schema.createRecord(
                present.getName(),
                present.getDoc(),
                present.getNamespace(),
                false,
                present.getFields().stream()
                        .filter(field -> !field.name().equals("release_mode"))
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList());
        SpecificRecord now = CommandCodec.encode(new CommandRecord(NODE, 7, 2, 1000, made));
        GenericRecord then = new GenericData.Record(older);
        older.getFields()
                .forEach(field -> then.put(
                        field.name(), now.get(present.getField(field.name()).pos())));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(body, null);
        new SpecificDatumWriter<GenericRecord>(older).write(then, encoder);
        io.vfledger.avro.LedgerCommand kept = io.vfledger.avro.LedgerCommand.newBuilder()
                .setRecordType(older.getFullName())
                .setSchemaFingerprint(ByteBuffer.wrap(WireFormat.fingerprint(older)))
                .setKey("worker-1")
                .setValue(ByteBuffer.wrap(body.toByteArray()))
                .build();
        WriterSchemas schemas = WriterSchemas.with(List.of(older));
        assertThat(LedgerCommands.decode(kept, schemas.find(older.getFullName(), kept.getSchemaFingerprint())))
                .isEqualTo(new Command.ReleaseVf(
                        made.vf(),
                        made.fence(),
                        made.attachment(),
                        made.cause(),
                        made.onlyIfNamespaceGone(),
                        made.baseline(),
                        Optional.empty()));
    }

    @Test
    void refusesACommandWrittenWithAnotherSchema() {
        LedgerEntry made = entry(3);
        io.vfledger.avro.LedgerEntry record = EntryCodec.encode(made);
        io.vfledger.avro.LedgerCommand foreign = io.vfledger.avro.LedgerCommand.newBuilder(
                        record.getCommands().getFirst())
                .setSchemaFingerprint(java.nio.ByteBuffer.wrap(new byte[32]))
                .build();
        io.vfledger.avro.LedgerEntry changed = io.vfledger.avro.LedgerEntry.newBuilder(record)
                .setCommands(List.of(foreign))
                .build();
        assertThatThrownBy(() -> EntryCodec.decode(changed)).hasMessageContaining("another schema");
    }
}
