package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * That a tree has grown from a smaller one by appending only (RFC 6962, 2.1.2).
 *
 * @param older leaves of the smaller tree, at least 1
 * @param newer leaves of the larger tree, at least as many
 * @param path as {@link ProofPlan#consistency} makes it
 */
public record ConsistencyProof(long older, long newer, List<Bytes> path) {
    public ConsistencyProof {
        if (older < 1 || newer < older) {
            throw new IllegalArgumentException("a tree of " + older + " leaves that grew to " + newer
                    + "; allowed is 1 or more, and no less after");
        }
        path = List.copyOf(path);
        path.forEach(TreeHash::requireHash);
    }

    /** Whether it leads from the root of the smaller tree to that of the larger one. */
    public boolean holds(Bytes olderRoot, Bytes newerRoot) {
        if (older == newer) {
            return path.isEmpty() && olderRoot.equals(newerRoot);
        }
        List<Bytes> steps = new ArrayList<>(path);
        if (Long.bitCount(older) == 1) {
            steps.addFirst(olderRoot);
        }
        return !steps.isEmpty() && climbs(steps, olderRoot, newerRoot);
    }

    /** RFC 9162, 2.1.4.2: both roots are worked out from the same hashes. */
    private boolean climbs(List<Bytes> steps, Bytes olderRoot, Bytes newerRoot) {
        long node = older - 1;
        long last = newer - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        Bytes ofOlder = steps.getFirst();
        Bytes ofNewer = steps.getFirst();
        for (Bytes step : steps.subList(1, steps.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                ofOlder = TreeHash.node(step, ofOlder);
                ofNewer = TreeHash.node(step, ofNewer);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                ofNewer = TreeHash.node(ofNewer, step);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && ofOlder.equals(olderRoot) && ofNewer.equals(newerRoot);
    }
}
