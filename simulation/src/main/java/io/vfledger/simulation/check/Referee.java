package io.vfledger.simulation.check;

import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.LedgerEntryHash;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.RestoreResult;
import io.vfledger.host.StateHashes;
import io.vfledger.lifecycle.AgentInput;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Disposition;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Invariants;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.Violation;
import io.vfledger.simulation.allocator.Allocator;
import io.vfledger.simulation.fate.Trace;
import io.vfledger.simulation.log.Log;
import io.vfledger.simulation.log.OutOfRangeException;
import io.vfledger.simulation.log.Stored;
import io.vfledger.simulation.log.Topic;
import io.vfledger.vf.NodeName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the ledger as an auditor would, and folds it by itself: whatever an allocator holds for true has to agree. */
public final class Referee implements Allocator.Watcher {
    private final Log log;
    private final LedgerEntryHash hash;
    private final Trace trace;
    private final Coverage coverage;
    private final Map<NodeName, Kept> nodes = new TreeMap<>();
    private final long[] nextEntry = new long[Log.PARTITIONS];
    private final long[] lastSeq = new long[Log.PARTITIONS];
    private final long[] lastTime = new long[Log.PARTITIONS];
    private final Map<String, Long> lastOffsets = new TreeMap<>();
    private long entries;
    private long gaps;

    /** A node as the ledger has it. */
    private record Kept(NodeState state, StateHashes hashes, long nodeSeq, Bytes entryHash) {
        static Kept unknown(NodeName node) {
            NodeState state = NodeState.unknown(node);
            return new Kept(state, StateHashes.of(state), 0, Bytes.ZERO_HASH);
        }
    }

    public Referee(Log log, LedgerEntryHash hash, Trace trace, Coverage coverage) {
        this.log = log;
        this.hash = hash;
        this.trace = trace;
        this.coverage = coverage;
        Arrays.fill(lastSeq, -1);
        log.whenEnded(this::read);
    }

    /** How many entries there are. */
    public long entries() {
        return entries;
    }

    /** How often an agent's records were missing, and were asked for. */
    public long gaps() {
        return gaps;
    }

    /** A node as the ledger has it. */
    public NodeState state(NodeName node) {
        return kept(node).state();
    }

    /** Whether nothing open hides what was committed after it. */
    public boolean sees(int partition) {
        return log.isSettled(Topic.LEDGER, partition);
    }

    private Kept kept(NodeName node) {
        return Optional.ofNullable(nodes.get(node)).orElseGet(() -> Kept.unknown(node));
    }

    /** Reads what was committed since. */
    public void read() {
        for (int partition = 0; partition < Log.PARTITIONS; partition++) {
            List<Stored> records = log.read(Topic.LEDGER, partition, nextEntry[partition], Integer.MAX_VALUE);
            for (Stored record : records) {
                nextEntry[partition] = record.offset() + 1;
                audit(partition, (LedgerEntry) record.value());
            }
        }
    }

    private void audit(int partition, LedgerEntry entry) {
        entries++;
        Kept before = kept(entry.node());
        String where = "node " + entry.node() + " entry " + entry.nodeSeq();
        require("SEQS_ARE_DENSE", entry.nodeSeq() == before.nodeSeq() + 1, where, "follows " + before.nodeSeq());
        require(
                "SEQS_ARE_DENSE",
                entry.partitionSeq() == lastSeq[partition] + 1,
                where,
                "is " + entry.partitionSeq() + " of its partition and follows " + lastSeq[partition]);
        require("CHAIN_HOLDS", entry.prevHash().equals(before.entryHash()), where, "names another entry before it");
        require("TIME_NEVER_FALLS", entry.decidedAtMs() >= lastTime[partition], where, "was decided before the last");
        lastSeq[partition] = entry.partitionSeq();
        lastTime[partition] = entry.decidedAtMs();
        Optional<Input> input = consumed(partition, entry, where);
        input.ifPresent(known -> coverage.input(before.state(), known));
        NodeState after = fold(before.state(), entry, where);
        StateHashes hashes = before.hashes().after(after, entry.transitions());
        require("STATE_IS_FOLD", entry.stateHash().equals(hashes.whole()), where, "has another state hash");
        refusalHasReason(input, entry, where);
        nothingAfterItsDeadline(entry, where);
        whoWaitsIsAnswered(before.state(), entry, where);
        input.ifPresent(known -> copyIsTold(before.state(), known, entry.disposition(), where));
        input.ifPresent(known -> Fences.check(before.state(), known, entry, where));
        Fences.checkBoot(before.state(), after, where);
        gaps += input.filter(known -> Fences.checkLost(before.state(), known, entry, where))
                        .isPresent()
                ? 1
                : 0;
        nodes.put(entry.node(), new Kept(after, hashes, entry.nodeSeq(), hash.of(entry)));
        trace.say(() -> where + ": " + input.map(Object::toString).orElse("?") + " -> " + entry.disposition() + " "
                + shown(entry));
    }

    private static String shown(LedgerEntry entry) {
        StringBuilder out = new StringBuilder();
        for (Transition transition : entry.transitions()) {
            if (transition instanceof Transition.VfMoved moved) {
                out.append(moved.after().pci())
                        .append(' ')
                        .append(moved.from().map(Object::toString).orElse("new"))
                        .append(" to ")
                        .append(moved.after().phase())
                        .append(" at ")
                        .append(moved.after().fence())
                        .append(" (")
                        .append(moved.after().reason())
                        .append("); ");
            } else if (!(transition instanceof Transition.SeqSeen)) {
                out.append(transition.getClass().getSimpleName()).append("; ");
            }
        }
        return out.toString();
    }

    /** The input of an entry; each record is decided once, in order, and none is left out. */
    private Optional<Input> consumed(int partition, LedgerEntry entry, String where) {
        return switch (entry.cause()) {
            case Cause.Fired fired -> Optional.of(new Input.TimerFired(fired.subject(), fired.timer()));
            case Cause.Consumed record -> {
                String place = record.topic() + "-" + partition;
                long last = lastOffsets.getOrDefault(place, -1L);
                lastOffsets.put(place, record.offset());
                require(
                        "ONCE_EACH",
                        record.offset() > last,
                        where,
                        "decides " + place + "@" + record.offset() + " again");
                yield next(partition, record, last, where);
            }
        };
    }

    private Optional<Input> next(int partition, Cause.Consumed record, long last, String where) {
        Topic topic = Topic.INPUTS.stream()
                .filter(each -> each.text().equals(record.topic()))
                .findFirst()
                .orElseThrow();
        if (log.isLost(topic, partition, record.offset())) {
            // It was read before it was lost; the entry is all that is left of it.
            return Optional.empty();
        }
        try {
            List<Stored> found = log.read(topic, partition, last + 1, 1);
            require(
                    "ONCE_EACH",
                    !found.isEmpty() && found.getFirst().offset() == record.offset(),
                    where,
                    "leaves out " + topic.text() + "-" + partition + "@" + (last + 1));
            return Optional.of((Input) found.getFirst().value());
        } catch (OutOfRangeException e) {
            return Optional.empty();
        }
    }

    private NodeState fold(NodeState before, LedgerEntry entry, String where) {
        NodeState state = before;
        for (Transition transition : entry.transitions()) {
            broken(Invariants.of(state, transition), where);
            coverage.step(transition);
            state = VfLifecycle.evolve(state, transition);
        }
        broken(Invariants.of(state), where);
        return state;
    }

    private static void broken(List<Violation> violations, String where) {
        if (!violations.isEmpty()) {
            throw new BrokenRule(violations.getFirst().invariant().name(), where + ": " + violations);
        }
    }

    private static void refusalHasReason(Optional<Input> input, LedgerEntry entry, String where) {
        if (entry.disposition() instanceof Disposition.Refused refused) {
            boolean asked = input.filter(Input.AddRequested.class::isInstance).isPresent();
            boolean told = !asked || entry.commands().stream().anyMatch(Command.RequestRefused.class::isInstance);
            require("REFUSAL_HAS_REASON", told && !refused.reason().isBlank(), where, "refuses and does not say why");
        }
    }

    private static void nothingAfterItsDeadline(LedgerEntry entry, String where) {
        for (Command command : entry.commands()) {
            if (command instanceof Command.AssignVf assign) {
                require("DEADLINES_COUNT", assign.deadlineMs() > entry.decidedAtMs(), where, "serves nobody any more");
            }
        }
    }

    /** A request that waited and is settled gets a VF or a no. */
    private static void whoWaitsIsAnswered(NodeState before, LedgerEntry entry, String where) {
        for (Transition transition : entry.transitions()) {
            if (transition instanceof Transition.RequestClosed closed
                    && before.requests()
                            .get(closed.request())
                            .filter(OpenRequest::waiting)
                            .isPresent()) {
                boolean answered = entry.commands().stream().anyMatch(command -> switch (command) {
                    case Command.AssignVf assign -> assign.request().equals(closed.request());
                    case Command.RequestRefused refused -> refused.request().equals(closed.request());
                    case Command.HoldVf _,
                            Command.ReleaseVf _,
                            Command.VerifyVf _,
                            Command.RecoverVf _,
                            Command.ConfigurePf _,
                            Command.ReportInventory _ -> false;
                });
                require("EACH_REQUEST_IS_ANSWERED", answered, where, "forgets " + closed.request());
            }
        }
    }

    private static void copyIsTold(NodeState before, Input input, Disposition disposition, String where) {
        if (input instanceof AgentInput said
                && before.incarnation().equals(Optional.of(said.stamp().incarnation()))
                && before.dedupe()
                        .lastSeen(said.stamp().incarnation().counter(), said.source())
                        .filter(last -> last >= said.stamp().agentSeq())
                        .isPresent()) {
            require("ONCE_EACH", disposition instanceof Disposition.Duplicate, where, "decides a copy");
        }
    }

    static void require(String rule, boolean holds, String where, String what) {
        if (!holds) {
            throw new BrokenRule(rule, where + " " + what);
        }
    }

    @Override
    public void holds(int partition, PartitionHost host) {
        read();
        if (!sees(partition)) {
            return;
        }
        require(
                "STATE_IS_FOLD",
                host.partitionSeq() == lastSeq[partition],
                "partition " + partition,
                "is served at " + host.partitionSeq() + ", the ledger is at " + lastSeq[partition]);
        for (NodeName node : host.nodes()) {
            require(
                    "STATE_IS_FOLD",
                    host.state(node).equals(state(node)),
                    "node " + node,
                    "is held to be another than its ledger says");
        }
        require("ONCE_EACH", host.skippedTotal() == 0, "partition " + partition, "was given records again");
    }

    @Override
    public void refused(int partition, RestoreResult.Mismatch mismatch) {
        throw new BrokenRule("LOG_FITS_TOGETHER", "partition " + partition + ": " + mismatch);
    }
}
