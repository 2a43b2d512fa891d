package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * That a leaf is in a tree (RFC 6962, 2.1.1).
 *
 * @param index of the leaf, 0 or more
 * @param size leaves of the tree, more than the index
 * @param path from the leaf's sibling to the child of the root
 */
public record InclusionProof(long index, long size, List<Bytes> path) {
    public InclusionProof {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "leaf " + index + " of a tree of " + size + "; allowed are 0 to " + (size - 1));
        }
        path = List.copyOf(path);
        path.forEach(TreeHash::requireHash);
    }

    /**
     * The root of the tree in which the leaf is, if the path is right; whoever has the tree's root compares them.
     *
     * @return empty where no tree of that size has a path of that length for that leaf
     */
    public Optional<Bytes> root(Bytes leafHash) {
        // RFC 9162, 2.1.3.2: the bits of the index say on which side the sibling is.
        long node = index;
        long last = size - 1;
        Bytes hash = TreeHash.requireHash(leafHash);
        for (Bytes sibling : path) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = TreeHash.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 ? Optional.of(hash) : Optional.empty();
    }
}
