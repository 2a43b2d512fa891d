package io.vfledger.vfctl.evidence;

import io.vfledger.host.Bytes;
import io.vfledger.ledger.proof.Frontier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Compares the tree of a ledger partition with every head of it that is known. */
final class TreeAudit {
    private static final Comparator<KnownHead> NEWEST =
            Comparator.comparingLong(head -> head.checkpoint().size());

    private final Frontier tree;
    private final TreeMap<Long, List<KnownHead>> due = new TreeMap<>();
    private final List<KnownHead> kept = new ArrayList<>();
    private final List<Growth> growths = new ArrayList<>();
    private long compared;

    /** From an empty tree, or from one that was built up to the first entry to come. */
    TreeAudit(Frontier tree) {
        this.tree = tree;
    }

    /** Takes a head, before any entry; one that is older than the first entry is not compared. */
    void expect(KnownHead head) {
        if (head.checkpoint().size() > tree.size()) {
            due.computeIfAbsent(head.checkpoint().size(), _ -> new ArrayList<>())
                    .add(head);
        }
    }

    /** Takes a head that an auditor kept, before any entry: it is to be shown that the newest one extends it. */
    void extend(KnownHead head) {
        expect(head);
        kept.add(head);
    }

    /** Only a tree that is read from its first leaf on has all that shows it. */
    private void plan() {
        due.values().stream()
                .flatMap(List::stream)
                .max(NEWEST)
                .ifPresent(newest -> kept.stream()
                        .filter(head -> head.checkpoint().size() > 0)
                        .map(head -> Growth.of(head, newest))
                        .forEach(growths::add));
    }

    /** Takes the next entry; what is wrong then. */
    Optional<String> next(Bytes leafHash) {
        if (tree.size() == 0) {
            plan();
        }
        growths.forEach(growth -> growth.leaf(tree.size(), leafHash));
        tree.append(leafHash);
        List<KnownHead> heads = due.remove(tree.size());
        if (heads == null) {
            return Optional.empty();
        }
        Bytes root = tree.root();
        compared += heads.size();
        return heads.stream()
                .filter(head -> !head.checkpoint().root().equals(root))
                .findFirst()
                .map(head -> "the tree of the first " + tree.size() + " entries has root " + root + ", but "
                        + head.source() + " has " + head.checkpoint().root()
                        + ": one of these entries is not what it was");
    }

    /** What is wrong at the end of the ledger: a head of entries that it does not have. */
    Optional<String> end() {
        return due.isEmpty()
                ? growths.stream()
                        .filter(growth -> !growth.holds())
                        .findFirst()
                        .map(growth -> growth.newer().source() + " does not extend "
                                + growth.older().source())
                : Optional.of("the ledger ends after " + tree.size() + " entries, but "
                        + due.lastEntry().getValue().getFirst().source() + " has " + due.lastKey()
                        + ": entries are missing at its end");
    }

    /** Of each kept head, that the newest one extends it; of a tree that was read to its end. */
    List<Growth> growths() {
        return List.copyOf(growths);
    }

    /** How many heads were compared. */
    long compared() {
        return compared;
    }
}
