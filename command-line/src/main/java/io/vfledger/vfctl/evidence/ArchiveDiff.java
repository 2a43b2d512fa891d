package io.vfledger.vfctl.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import io.vfledger.vfctl.Refusal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is otherwise in an archive at a later instant, in the form in which the service says it of the live ledger. */
public final class ArchiveDiff {
    private final long fromMs;
    private final long toMs;
    private final Map<NodeName, NodeState> before = new TreeMap<>();
    private final Map<NodeName, NodeState> after = new TreeMap<>();
    private final Map<VfKey, LedgerEntry> lastChange = new HashMap<>();

    private ArchiveDiff(long fromMs, long toMs) {
        this.fromMs = fromMs;
        this.toMs = toMs;
    }

    /**
     * Reads an archive.
     *
     * @param from the earlier instant
     * @param to the later one; {@link Instant#MAX}: after the last entry
     * @param node only functions of this node; empty: of all
     * @throws Refusal when it is not sound, or does not tell how all was at these instants
     */
    public static JsonNode of(Path file, Instant from, Instant to, String node) {
        if (!from.isBefore(to)) {
            throw new Refusal("--to " + to + " is not after --from, " + from);
        }
        long toMs = to.equals(Instant.MAX) ? Long.MAX_VALUE : to.toEpochMilli();
        ArchiveDiff diff = new ArchiveDiff(from.toEpochMilli(), toMs);
        try (ArchiveFile archive = new ArchiveFile(file)) {
            Manifest manifest = archive.manifest();
            if (diff.fromMs < manifest.fromMs() || (toMs != Long.MAX_VALUE && toMs > manifest.toMs())) {
                throw new Refusal("the archive tells of " + instant(manifest.fromMs()) + " to "
                        + instant(manifest.toMs()) + "; asked was " + from + " to " + instant(toMs));
            }
            new ArchiveAudit(archive, Optional.empty(), List.of())
                    .run(diff::take)
                    .fault()
                    .ifPresent(what -> {
                        throw new Refusal("the archive is not sound, at " + what.where() + ": " + what.what());
                    });
        }
        return diff.json(from, node);
    }

    private static String instant(long ms) {
        return ms == Long.MAX_VALUE ? "its end" : Instant.ofEpochMilli(ms).toString();
    }

    private void take(NodeState state, RawEntry raw) {
        LedgerEntry entry = raw.record();
        before.putIfAbsent(state.node(), state);
        after.putIfAbsent(state.node(), state);
        if (entry.getDecidedAtMs() > toMs) {
            return;
        }
        NodeState next = state;
        for (Transition transition : EntryCodec.decode(entry).transitions()) {
            next = VfLifecycle.evolve(next, transition);
        }
        after.put(state.node(), next);
        if (entry.getDecidedAtMs() <= fromMs) {
            before.put(state.node(), next);
            return;
        }
        for (VfState vf : next.vfs().values()) {
            if (!state.vfs().get(vf.pci()).equals(Optional.of(vf))) {
                lastChange.put(new VfKey(state.node(), vf.pci()), entry);
            }
        }
    }

    private JsonNode json(Instant from, String onlyNode) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("from", from.toString());
        root.put("to", instant(toMs));
        ArrayNode differences = root.putArray("differences");
        int sameAgain = 0;
        for (Map.Entry<NodeName, NodeState> node : after.entrySet()) {
            NodeState earlier = before.getOrDefault(node.getKey(), NodeState.unknown(node.getKey()));
            for (VfState vf : node.getValue().vfs().values()) {
                LedgerEntry by = lastChange.get(new VfKey(node.getKey(), vf.pci()));
                if (by == null
                        || !(onlyNode.isEmpty() || onlyNode.equals(node.getKey().value()))) {
                    continue;
                }
                List<String> changed = changed(earlier.vfs().get(vf.pci()), vf);
                if (changed.isEmpty()) {
                    sameAgain++;
                } else {
                    add(differences.addObject(), new VfKey(node.getKey(), vf.pci()), changed, earlier, vf, by);
                }
            }
        }
        return root.put("same_again", sameAgain);
    }

    private static List<String> changed(Optional<VfState> before, VfState after) {
        Optional<VfMoment> then = before.map(VfMoment::of);
        VfMoment now = VfMoment.of(after);
        List<String> changed = new ArrayList<>();
        now.parts().forEach((what, value) -> {
            boolean same =
                    then.map(moment -> value.equals(moment.parts().get(what))).orElse(value.isEmpty());
            if (!same) {
                changed.add(what);
            }
        });
        return changed;
    }

    private static void add(
            ObjectNode into, VfKey key, List<String> changed, NodeState earlier, VfState after, LedgerEntry by) {
        into.put("node", key.node().value()).put("pci", key.pci().toString());
        changed.forEach(into.putArray("changed")::add);
        earlier.vfs().get(key.pci()).ifPresent(vf -> VfMoment.of(vf).into(into.putObject("before")));
        ObjectNode now = into.putObject("after");
        VfMoment.of(after).into(now);
        now.putObject("by")
                .put("node_seq", by.getNodeSeq())
                .put("decided_at", Instant.ofEpochMilli(by.getDecidedAtMs()).toString())
                .put("cause", EntryText.cause(by));
    }
}
