package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Works out the hashes of a proof in one pass over the leaves, in the memory of one {@link Frontier} for each of them.
 * For one thread.
 */
public final class ProofPlan {
    private final List<Subtree> subtrees;

    /** The leaves from the one to before the other, of which a proof has the root. */
    private record Subtree(long from, long to, Frontier hash) {
        Subtree(long from, long to) {
            this(from, to, new Frontier());
        }
    }

    private ProofPlan(List<Subtree> subtrees) {
        this.subtrees = subtrees;
    }

    /**
     * That a leaf is in a tree: PATH of RFC 6962, 2.1.1.
     *
     * @param index of the leaf, 0 or more
     * @param size leaves of the tree, more than the index
     */
    public static ProofPlan inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "leaf " + index + " of a tree of " + size + "; allowed are 0 to " + (size - 1));
        }
        List<Subtree> path = new ArrayList<>();
        path(index, 0, size, path);
        return new ProofPlan(path);
    }

    private static void path(long index, long from, long to, List<Subtree> path) {
        if (to - from == 1) {
            return;
        }
        long split = from + split(to - from);
        if (index < split) {
            path(index, from, split, path);
            path.add(new Subtree(split, to));
        } else {
            path(index, split, to, path);
            path.add(new Subtree(from, split));
        }
    }

    /**
     * That a tree has grown from a smaller one by appending: PROOF of RFC 6962, 2.1.2.
     *
     * @param older leaves of the smaller tree, at least 1
     * @param newer leaves of the larger tree, at least as many
     */
    public static ProofPlan consistency(long older, long newer) {
        if (older < 1 || newer < older) {
            throw new IllegalArgumentException("a tree of " + older + " leaves that grew to " + newer
                    + "; allowed is 1 or more, and no less after");
        }
        List<Subtree> path = new ArrayList<>();
        grown(older, 0, newer, true, path);
        return new ProofPlan(path);
    }

    private static void grown(long older, long from, long to, boolean rootIsKnown, List<Subtree> path) {
        if (older == to) {
            if (!rootIsKnown) {
                path.add(new Subtree(from, to));
            }
            return;
        }
        long split = from + split(to - from);
        if (older <= split) {
            grown(older, from, split, rootIsKnown, path);
            path.add(new Subtree(split, to));
        } else {
            grown(older, split, to, false, path);
            path.add(new Subtree(from, split));
        }
    }

    /** The largest power of two below a number of leaves of at least two. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }

    /** Takes the next leaf; all of them in order, from leaf 0 to the last of the tree. */
    public void leaf(long index, Bytes leafHash) {
        for (Subtree subtree : subtrees) {
            if (index >= subtree.from() && index < subtree.to()) {
                subtree.hash().append(leafHash);
                return;
            }
        }
    }

    /**
     * The hashes of the proof, in its order.
     *
     * @throws IllegalStateException when a leaf is missing still
     */
    public List<Bytes> path() {
        List<Bytes> hashes = new ArrayList<>();
        for (Subtree subtree : subtrees) {
            if (subtree.hash().size() != subtree.to() - subtree.from()) {
                throw new IllegalStateException("of leaves " + subtree.from() + " to " + (subtree.to() - 1) + " only "
                        + subtree.hash().size() + " were taken");
            }
            hashes.add(subtree.hash().root());
        }
        return List.copyOf(hashes);
    }
}
