package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * All of a Merkle tree that is needed to append to it and to tell its root: the roots of its full subtrees, one for each
 * bit of its size. At most 63 hashes, however many leaves. For one thread.
 */
public final class Frontier {
    private final List<Bytes> subtrees = new ArrayList<>();
    private long size;

    /** A tree without leaves. */
    public Frontier() {}

    /**
     * A tree that somebody has built before.
     *
     * @param size leaves in it, 0 or more
     * @param subtrees as {@link #subtrees} told them
     * @throws IllegalArgumentException when there are more or fewer than a tree of that size has
     */
    public Frontier(long size, List<Bytes> subtrees) {
        if (size < 0 || Long.bitCount(size) != subtrees.size()) {
            throw new IllegalArgumentException("a tree of " + size + " leaves with " + subtrees.size()
                    + " full subtrees; allowed is a size of 0 or more and one subtree for each of its bits");
        }
        subtrees.forEach(TreeHash::requireHash);
        this.subtrees.addAll(subtrees);
        this.size = size;
    }

    /** Appends a leaf by its hash. */
    public void append(Bytes leafHash) {
        Bytes hash = TreeHash.requireHash(leafHash);
        for (long bits = size; (bits & 1) == 1; bits >>= 1) {
            hash = TreeHash.node(subtrees.removeLast(), hash);
        }
        subtrees.add(hash);
        size++;
    }

    /** How many leaves it has: the index of the next one. */
    public long size() {
        return size;
    }

    /** The root of the tree of all leaves so far. */
    public Bytes root() {
        if (subtrees.isEmpty()) {
            return TreeHash.EMPTY;
        }
        Bytes root = subtrees.getLast();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = TreeHash.node(subtrees.get(i), root);
        }
        return root;
    }

    /** The roots of its full subtrees, the largest first. */
    public List<Bytes> subtrees() {
        return List.copyOf(subtrees);
    }
}
