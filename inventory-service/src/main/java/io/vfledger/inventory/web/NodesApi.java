package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.NodeDecided;
import io.vfledger.inventory.projection.NodeReported;
import io.vfledger.inventory.projection.Pf;
import io.vfledger.inventory.projection.PfOrdered;
import io.vfledger.inventory.projection.VfView;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.Pool;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The nodes. */
@RestController
public final class NodesApi {
    private final InventoryStore store;
    private final ReadGate gate;

    public NodesApi(InventoryStore store, ReadGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /**
     * All nodes.
     *
     * @param nodes sorted by name
     */
    public record Nodes(List<Node> nodes) {}

    /**
     * A node, short.
     *
     * @param node its name
     * @param simulated its NICs are a simulation
     * @param kernelRelease {@code uname -r}; empty where the agent did not tell
     * @param agentBuild version of its agent; empty where it did not tell
     * @param incarnation life of its agent; 0 where none was seen
     * @param lastSeen the node's own clock at its last inventory record; absent where there was none
     * @param silentSince since when it leaves commands unanswered and says nothing else; absent while it does not count as silent
     * @param nodeSeq its newest entry; 0 where the allocator has decided nothing yet
     * @param decidedAt that entry's decision time
     * @param openRequests how many are not settled
     * @param pfs its PFs, as its agent last reported them
     * @param pfOrders what was last asked of them, and what became of it
     * @param vfs how many functions are in each phase
     */
    public record Node(
            NodeName node,
            boolean simulated,
            String kernelRelease,
            String agentBuild,
            long incarnation,
            Optional<Instant> lastSeen,
            Optional<Instant> silentSince,
            long nodeSeq,
            Optional<Instant> decidedAt,
            int openRequests,
            List<Pf> pfs,
            List<PfOrdered> pfOrders,
            Map<VfPhase, Integer> vfs) {}

    /**
     * A node, whole.
     *
     * @param node as in the list
     * @param bootId its kernel's boot id; empty where not known
     * @param machineId the machine's id; empty where not known
     * @param headHash hash of its newest entry, in hex; empty where there is none
     * @param pools in force
     * @param functions its VFs
     */
    public record NodeWhole(
            Node node, String bootId, String machineId, String headHash, List<Pool> pools, List<VfView> functions) {}

    @GetMapping("/api/v1/nodes")
    Nodes nodes() {
        gate.pass();
        return new Nodes(store.nodes().stream().map(this::node).toList());
    }

    @GetMapping("/api/v1/nodes/{node}")
    NodeWhole node(@PathVariable String node) {
        NodeName name = Parameters.node(node);
        gate.pass(name);
        if (!store.nodes().contains(name)) {
            throw new NotFound("node '" + name + "' is not known: GET /api/v1/nodes lists those that are");
        }
        Optional<NodeDecided> decided = store.decided(name);
        return new NodeWhole(
                node(name),
                decided.map(d -> d.agent().bootId()).orElse(""),
                decided.map(d -> d.agent().machineId()).orElse(""),
                decided.map(NodeDecided::headHash).orElse(""),
                decided.map(NodeDecided::pools).orElse(List.of()),
                store.vfs(name));
    }

    private Node node(NodeName name) {
        Optional<NodeDecided> decided = store.decided(name);
        Optional<NodeReported> reported = store.reported(name);
        Map<VfPhase, Integer> phases = new EnumMap<>(VfPhase.class);
        store.vfs(name).forEach(vf -> phases.merge(vf.phase(), 1, Integer::sum));
        return new Node(
                name,
                reported.map(NodeReported::simulated)
                        .or(() -> decided.map(NodeDecided::simulated))
                        .orElse(false),
                reported.map(NodeReported::kernelRelease).orElse(""),
                reported.map(NodeReported::build).orElse(""),
                reported.map(NodeReported::incarnation)
                        .or(() -> decided.map(d -> d.agent().incarnation()))
                        .orElse(0L),
                reported.map(NodeReported::lastSeen),
                decided.flatMap(NodeDecided::silentSince),
                decided.map(NodeDecided::nodeSeq).orElse(0L),
                decided.map(NodeDecided::decidedAt),
                decided.map(NodeDecided::openRequests).orElse(0),
                reported.map(NodeReported::pfs)
                        .filter(pfs -> !pfs.isEmpty())
                        .or(() -> decided.map(NodeDecided::pfs))
                        .orElse(List.of()),
                decided.map(NodeDecided::pfOrders).orElse(List.of()),
                phases);
    }
}
