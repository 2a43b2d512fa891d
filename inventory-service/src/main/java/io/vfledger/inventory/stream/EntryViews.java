package io.vfledger.inventory.stream;

import static io.vfledger.inventory.stream.SharedTypes.fence;
import static io.vfledger.inventory.stream.SharedTypes.hex;
import static io.vfledger.inventory.stream.SharedTypes.knownPhase;
import static io.vfledger.inventory.stream.SharedTypes.owner;
import static io.vfledger.inventory.stream.SharedTypes.phase;
import static io.vfledger.inventory.stream.SharedTypes.text;
import static io.vfledger.inventory.stream.SharedTypes.tuning;
import static io.vfledger.inventory.stream.SharedTypes.word;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.LedgerInput;
import io.vfledger.avro.LedgerTimer;
import io.vfledger.avro.LedgerTransition;
import io.vfledger.avro.OpenRequest;
import io.vfledger.avro.PoolDefinition;
import io.vfledger.avro.RefusalReason;
import io.vfledger.inventory.projection.Cause;
import io.vfledger.inventory.projection.Change;
import io.vfledger.inventory.projection.Entry;
import io.vfledger.inventory.projection.Position;
import io.vfledger.inventory.projection.Request;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ledger entries as the projections know them. */
final class EntryViews {
    private final InputContents contents;

    EntryViews(InputContents contents) {
        this.contents = contents;
    }

    /**
     * An entry.
     *
     * @param position where it lies
     * @param hash over its bytes as they are on the topic, in hex
     * @throws IllegalArgumentException when it holds what no valid entry can hold, naming it
     */
    Entry entry(Position position, LedgerEntry entry, String hash) {
        return new Entry(
                position,
                new NodeName(entry.getNode()),
                entry.getNodeSeq(),
                entry.getPartitionSeq(),
                Instant.ofEpochMilli(entry.getDecidedAtMs()),
                cause(entry.getInput(), entry.getTimer()),
                word(entry.getDisposition()).orElse("unknown"),
                reason(entry),
                entry.getTransitions().stream().map(EntryViews::change).toList(),
                entry.getCommands().stream()
                        .map(command -> new Entry.Command(shortName(command.getRecordType()), command.getKey()))
                        .toList(),
                entry.getBuild(),
                new Entry.Hashes(hash, hex(entry.getPrevHash()), hex(entry.getStateHash())));
    }

    /** The kind of refusal before the words: programs look for it. */
    private static String reason(LedgerEntry entry) {
        return entry.getRefusal() == RefusalReason.UNKNOWN
                ? entry.getReason()
                : entry.getRefusal() + ": " + entry.getReason();
    }

    private Cause cause(@Nullable LedgerInput input, @Nullable LedgerTimer timer) {
        if (input != null) {
            return new Cause.Input(
                    input.getTopic(),
                    input.getPartition(),
                    input.getOffset(),
                    shortName(input.getRecordType()),
                    contents.of(input));
        }
        return timer == null
                ? new Cause.Untold()
                : new Cause.Fired(timer.getTimerId(), timer.getArmedBySeq(), Instant.ofEpochMilli(timer.getDueMs()));
    }

    private static Change change(LedgerTransition t) {
        return switch (t.getKind()) {
            case VF -> moved(t);
            case REQUEST -> request(t);
            case PF -> new Change.OfNode("pfs", t.getPfs().size() + " PFs");
            case AGENT ->
                new Change.OfNode(
                        "agent",
                        Optional.ofNullable(t.getAgent())
                                .map(agent -> "incarnation " + agent.getIncarnation() + ", boot " + agent.getBootId())
                                .orElse(""));
            case POOLS ->
                new Change.OfNode(
                        "pools",
                        t.getPools().stream().map(PoolDefinition::getName).collect(Collectors.joining(", ")));
            case PF_ORDER ->
                new Change.OfNode(
                        "pf order",
                        Optional.ofNullable(t.getPfOrder())
                                .map(order -> "PF " + order.getPci() + " "
                                        + order.getStage().name().toLowerCase(Locale.ROOT) + ", policy "
                                        + order.getPolicy() + ": " + order.getReason())
                                .orElse(""));
            case SILENCE -> new Change.OfNode("silence", silence(t));
            case DEDUPE ->
                new Change.OfNode(
                        "dedupe",
                        Optional.ofNullable(t.getDedupe())
                                .map(mark -> mark.getTopic() + " up to " + mark.getIncarnation() + "/"
                                        + mark.getLastAgentSeq())
                                .orElse(""));
            case UNKNOWN ->
                throw new IllegalArgumentException(
                        "a transition of an unknown kind: the entry was written by a newer build, or is damaged");
        };
    }

    private static String silence(LedgerTransition t) {
        if (t.getUnansweredSinceMs() == 0) {
            return "heard again";
        }
        return (t.getSilent() ? "counts as silent; " : "") + "leaves commands unanswered since "
                + Instant.ofEpochMilli(t.getUnansweredSinceMs());
    }

    private static Change moved(LedgerTransition t) {
        return new Change.Moved(
                new PciAddress(t.getPci()),
                phase(t.getPhaseFrom()),
                knownPhase(t.getPhaseTo()),
                fence(t.getEpoch(), t.getVersion()),
                owner(
                        t.getAttachment(),
                        t.getPod(),
                        t.getDemand(),
                        t.getRequestId(),
                        SharedTypes.Where.of(t.getNetns(), t.getIps())),
                tuning(t.getSettings(), t.getAttributes()),
                word(t.getReleaseCause()),
                t.getHealthy(),
                t.getReason(),
                SharedTypes.optional(t.getDescription(), vf -> new Change.OfPf(vf.getPfPci(), vf.getPfNetdev())));
    }

    private static Change request(LedgerTransition t) {
        OpenRequest opened = t.getRequest();
        if (opened == null) {
            return new Change.Closed(t.getRequestClosed());
        }
        return new Change.Opened(new Request(
                opened.getRequestId(),
                SharedTypes.attachment(opened.getAttachment()),
                SharedTypes.optional(opened.getPod(), SharedTypes::pod),
                text(opened.getPci()).map(PciAddress::new),
                Instant.ofEpochMilli(opened.getOpenedAtMs()),
                Instant.ofEpochMilli(opened.getDeadlineMs())));
    }

    private static String shortName(String recordType) {
        return recordType.substring(recordType.lastIndexOf('.') + 1);
    }
}
