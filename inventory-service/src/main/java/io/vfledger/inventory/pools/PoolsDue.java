package io.vfledger.inventory.pools;

import io.vfledger.vf.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which nodes have to be told their pools: those whose pools in force are not those of the rules. A node that
 * was told is told again only when the allocator has not taken it up after {@link #PATIENCE}.
 */
public final class PoolsDue {
    /** How long the allocator may take before the same is said again. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PoolRules rules;
    private final Map<NodeName, Told> told = new HashMap<>();

    private record Told(String digest, Instant at) {}

    /**
     * A node that has to be told.
     *
     * @param node which
     * @param told its pools, and how its PFs shall be
     * @param digest of it
     */
    public record Due(NodeName node, NodePools told, String digest) {}

    public PoolsDue(PoolRules rules) {
        this.rules = rules;
    }

    /**
     * The nodes that have to be told now; they count as told from here on.
     *
     * @param inForce what each known node was told, as the allocator has it; empty where it has decided nothing yet
     */
    public List<Due> at(Instant now, Map<NodeName, Optional<NodePools>> inForce) {
        List<Due> due = new ArrayList<>();
        inForce.forEach((node, pools) -> {
            NodePools wanted = rules.of(node);
            String digest = PoolsDigest.of(wanted);
            if (pools.map(PoolsDigest::of).filter(digest::equals).isPresent()) {
                told.remove(node);
            } else if (!isToldOf(node, digest, now)) {
                told.put(node, new Told(digest, now));
                due.add(new Due(node, wanted, digest));
            }
        });
        return due;
    }

    /** A node that could not be told after all. */
    public void failed(NodeName node) {
        told.remove(node);
    }

    private boolean isToldOf(NodeName node, String digest, Instant now) {
        Told last = told.get(node);
        return last != null
                && last.digest().equals(digest)
                && now.isBefore(last.at().plus(PATIENCE));
    }
}
