package io.vfledger.ledger;

import io.vfledger.avro.InputKind;
import io.vfledger.avro.LedgerCommand;
import io.vfledger.avro.LedgerInput;
import io.vfledger.avro.LedgerTimer;
import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.CommandRecord;
import io.vfledger.host.LedgerEntry;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Disposition;
import io.vfledger.lifecycle.RefusalReason;
import io.vfledger.lifecycle.Timer;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.vf.NodeName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Writes and reads the records of the topic ledger. */
public final class EntryCodec {
    private EntryCodec() {}

    /** The record of an entry; the same entry always gives the same bytes. */
    public static io.vfledger.avro.LedgerEntry encode(LedgerEntry entry) {
        io.vfledger.avro.LedgerEntry.Builder record = io.vfledger.avro.LedgerEntry.newBuilder()
                .setNode(entry.node().value())
                .setNodeSeq(entry.nodeSeq())
                .setPartitionSeq(entry.partitionSeq())
                .setPrevHash(Scalars.buffer(entry.prevHash()))
                .setDecidedAtMs(entry.decidedAtMs())
                .setPolicySeq(entry.policySeq())
                .setBuild(entry.build())
                .setReason(entry.disposition().reason())
                .setTransitions(entry.transitions().stream()
                        .map(step -> TransitionCodec.encode(entry.node(), step))
                        .toList())
                .setCommands(commands(entry))
                .setStateHash(Scalars.buffer(entry.stateHash()));
        cause(record, entry.cause());
        disposition(record, entry.disposition());
        return record.build();
    }

    private static void cause(io.vfledger.avro.LedgerEntry.Builder record, Cause cause) {
        switch (cause) {
            case Cause.Consumed consumed ->
                record.setInputKind(InputKind.RECORD)
                        .setInput(LedgerInput.newBuilder()
                                .setTopic(consumed.topic())
                                .setPartition(consumed.partition())
                                .setOffset(consumed.offset())
                                .setKey(consumed.key())
                                .setRecordType(consumed.recordType())
                                .setSchemaFingerprint(Scalars.buffer(consumed.schemaFingerprint()))
                                .setValue(Scalars.buffer(consumed.value()))
                                .setSignature(Scalars.buffer(consumed.signature()))
                                .build());
            case Cause.Fired fired ->
                record.setInputKind(InputKind.TIMER)
                        .setTimer(LedgerTimer.newBuilder()
                                .setTimerId(TimerIds.of(fired.subject()))
                                .setArmedBySeq(fired.timer().armedBySeq())
                                .setDueMs(fired.timer().dueMs())
                                .build());
        }
    }

    private static void disposition(io.vfledger.avro.LedgerEntry.Builder record, Disposition disposition) {
        switch (disposition) {
            case Disposition.Applied _ -> record.setDisposition(io.vfledger.avro.Disposition.APPLIED);
            case Disposition.Duplicate _ -> record.setDisposition(io.vfledger.avro.Disposition.DUPLICATE);
            case Disposition.Refused refused ->
                record.setDisposition(io.vfledger.avro.Disposition.REFUSED)
                        .setRefusal(io.vfledger.avro.RefusalReason.valueOf(
                                refused.kind().name()));
            case Disposition.Ignored _ -> record.setDisposition(io.vfledger.avro.Disposition.IGNORED);
        }
    }

    private static List<LedgerCommand> commands(LedgerEntry entry) {
        List<LedgerCommand> commands = new ArrayList<>(entry.commands().size());
        for (int i = 0; i < entry.commands().size(); i++) {
            CommandRecord command = new CommandRecord(
                    entry.node(),
                    entry.nodeSeq(),
                    i,
                    entry.decidedAtMs(),
                    entry.commands().get(i));
            SpecificRecord body = CommandCodec.encode(command);
            commands.add(LedgerCommand.newBuilder()
                    .setRecordType(body.getSchema().getFullName())
                    .setSchemaFingerprint(ByteBuffer.wrap(WireFormat.fingerprint(body.getSchema())))
                    .setKey(CommandCodec.key(command))
                    .setValue(ByteBuffer.wrap(WireFormat.body(body)))
                    .build());
        }
        return commands;
    }

    /**
     * Reads an entry back.
     *
     * @throws IllegalArgumentException when a value is not allowed, or a command was written with a schema that is
     *     neither this build's nor a released one: the partition must not be served
     */
    public static LedgerEntry decode(io.vfledger.avro.LedgerEntry record) {
        List<Command> commands = new ArrayList<>();
        for (LedgerCommand command : record.getCommands()) {
            commands.add(LedgerCommands.decode(command));
        }
        return new LedgerEntry(
                new NodeName(record.getNode()),
                record.getNodeSeq(),
                record.getPartitionSeq(),
                Scalars.bytes(record.getPrevHash()),
                cause(record),
                record.getDecidedAtMs(),
                record.getPolicySeq(),
                record.getBuild(),
                disposition(record),
                record.getTransitions().stream()
                        .map(step -> TransitionCodec.decode(step, record.getPolicySeq()))
                        .toList(),
                commands,
                Scalars.bytes(record.getStateHash()));
    }

    private static Cause cause(io.vfledger.avro.LedgerEntry record) {
        return switch (record.getInputKind()) {
            case RECORD -> consumed(record.getInput());
            case TIMER -> fired(record.getTimer());
            case UNKNOWN -> throw new IllegalArgumentException("the entry does not tell what caused it");
        };
    }

    private static Cause consumed(@Nullable LedgerInput input) {
        if (input == null) {
            throw new IllegalArgumentException("the entry of a record lacks the record");
        }
        return new Cause.Consumed(
                input.getTopic(),
                input.getPartition(),
                input.getOffset(),
                input.getKey(),
                input.getRecordType(),
                Scalars.bytes(input.getSchemaFingerprint()),
                Scalars.bytes(input.getValue()),
                Scalars.bytes(input.getSignature()));
    }

    private static Cause fired(@Nullable LedgerTimer timer) {
        if (timer == null) {
            throw new IllegalArgumentException("the entry of a timer lacks the timer");
        }
        return new Cause.Fired(
                TimerIds.subject(timer.getTimerId()), new Timer(timer.getDueMs(), timer.getArmedBySeq()));
    }

    private static Disposition disposition(io.vfledger.avro.LedgerEntry record) {
        return switch (record.getDisposition()) {
            case APPLIED -> new Disposition.Applied();
            case DUPLICATE -> new Disposition.Duplicate(record.getReason());
            case REFUSED ->
                new Disposition.Refused(Scalars.known(RefusalReason.class, record.getRefusal()), record.getReason());
            case IGNORED -> new Disposition.Ignored(record.getReason());
            case UNKNOWN -> throw new IllegalArgumentException("the entry does not tell what became of its input");
        };
    }

    /**
     * The hash that stands for an entry, from the bytes as they are on the topic.
     *
     * @param fingerprint of the schema it was written with
     * @param body the Avro body, without the registry's prefix
     */
    public static Bytes hash(byte[] fingerprint, byte[] body) {
        return AvroEntryHash.sha256(fingerprint, body);
    }
}
