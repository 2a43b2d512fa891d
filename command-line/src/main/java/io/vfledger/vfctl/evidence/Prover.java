package io.vfledger.vfctl.evidence;

import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.proof.EntryProof;
import io.vfledger.ledger.proof.Frontier;
import io.vfledger.ledger.proof.LedgerLeaf;
import io.vfledger.ledger.proof.ProofPlan;
import io.vfledger.schemas.NodePartition;
import io.vfledger.vfctl.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proves that an entry is in the ledger.
 *
 * @param topics where the ledger lies
 */
record Prover(LedgerTopics topics) {
    private record Found(long index, LedgerLeaf leaf) {}

    /**
     * A proof under the newest signed head.
     *
     * @throws Refusal when there is no such entry, no head has it yet, or the entries are not those of the head
     */
    EntryProof prove(EntryName entry) {
        int partition = NodePartition.of(entry.node().value(), topics.partitions());
        KnownHead head = newest(partition);
        Found found = find(partition, entry);
        if (found.index() >= head.checkpoint().size()) {
            throw new Refusal("entry " + entry + " is number " + found.index() + " of ledger partition " + partition
                    + ", and the newest signed head covers " + head.checkpoint().size()
                    + " entries: try again when inventory-service has signed the next one");
        }
        ProofPlan plan = ProofPlan.inclusion(found.index(), head.checkpoint().size());
        Frontier tree = new Frontier();
        orRefuse(topics.entries(partition, raw -> {
            if (tree.size() < head.checkpoint().size()) {
                plan.leaf(tree.size(), raw.leaf().hash());
                tree.append(raw.leaf().hash());
            }
            return Optional.empty();
        }));
        if (!tree.root().equals(head.checkpoint().root())) {
            throw new Refusal("the entries of ledger partition " + partition + " are not those of its signed head: "
                    + head.source() + " has root " + head.checkpoint().root() + ", they have " + tree.root()
                    + "; see vfctl verify");
        }
        return new EntryProof(found.leaf(), found.index(), plan.path(), head.note());
    }

    private KnownHead newest(int partition) {
        List<KnownHead> heads = new ArrayList<>();
        orRefuse(topics.heads(partition, head -> {
            if (heads.isEmpty()
                    || head.checkpoint().size() >= heads.getFirst().checkpoint().size()) {
                heads.clear();
                heads.add(head);
            }
        }));
        return heads.stream()
                .findFirst()
                .orElseThrow(() -> new Refusal("no head of ledger partition " + partition
                        + " was signed yet: inventory-service signs them when it has a key (VFL_CHECKPOINT_KEY)"));
    }

    private Found find(int partition, EntryName entry) {
        List<Found> found = new ArrayList<>();
        orRefuse(topics.entries(partition, raw -> {
            if (raw.record().getNodeSeq() == entry.nodeSeq()
                    && raw.record().getNode().equals(entry.node().value())) {
                found.add(new Found(raw.record().getPartitionSeq(), raw.leaf()));
            }
            return Optional.empty();
        }));
        return found.stream()
                .findFirst()
                .orElseThrow(() -> new Refusal("the ledger has no entry " + entry + " (partition " + partition + ")"));
    }

    private static void orRefuse(Optional<Fault> fault) {
        fault.ifPresent(what -> {
            throw new Refusal(what.where() + " (offset " + what.offset() + "): " + what.what());
        });
    }
}
