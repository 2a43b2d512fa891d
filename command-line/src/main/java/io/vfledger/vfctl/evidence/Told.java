package io.vfledger.vfctl.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.LedgerCommand;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.LedgerTransition;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Ownership;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Prints each entry, and at the end who has what. */
final class Told implements Replay {
    private final PrintWriter out;
    private final boolean json;
    private final Map<NodeName, NodeState> states = new TreeMap<>();

    Told(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    @Override
    public void take(NodeState before, RawEntry entry) {
        out.println(json ? json(entry) : EntryText.of(entry.record()));
        NodeState after = before;
        for (Transition transition : EntryCodec.decode(entry.record()).transitions()) {
            after = VfLifecycle.evolve(after, transition);
        }
        states.put(after.node(), after);
    }

    private static String json(RawEntry raw) {
        LedgerEntry entry = raw.record();
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("node", entry.getNode())
                .put("node_seq", entry.getNodeSeq())
                .put("partition_seq", entry.getPartitionSeq())
                .put("decided_at", Instant.ofEpochMilli(entry.getDecidedAtMs()).toString())
                .put("cause", EntryText.cause(entry))
                .put("disposition", entry.getDisposition().name())
                .put("reason", entry.getReason())
                .put("hash", raw.hash().hex());
        ArrayNode steps = root.putArray("transitions");
        for (LedgerTransition step : entry.getTransitions()) {
            steps.addObject()
                    .put("kind", step.getKind().name())
                    .put("pci", step.getPci())
                    .put("from", step.getPhaseFrom().name())
                    .put("to", step.getPhaseTo().name())
                    .put("epoch", step.getEpoch())
                    .put("version", step.getVersion());
        }
        ArrayNode commands = root.putArray("commands");
        entry.getCommands().stream().map(LedgerCommand::getRecordType).forEach(commands::add);
        return root.toString();
    }

    @Override
    public boolean end() {
        if (!json) {
            states.values().forEach(state -> state.vfs().values().forEach(vf -> out.println(line(state.node(), vf))));
        }
        return true;
    }

    private static String line(NodeName node, VfState vf) {
        String owner = vf.owner()
                .flatMap(Ownership::pod)
                .map(pod -> "  " + pod.namespace() + "/" + pod.name())
                .orElse("");
        return node + "/" + vf.pci() + "  " + vf.phase() + owner;
    }
}
