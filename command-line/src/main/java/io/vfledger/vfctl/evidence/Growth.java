package io.vfledger.vfctl.evidence;

import io.vfledger.host.Bytes;
import io.vfledger.ledger.proof.ConsistencyProof;
import io.vfledger.ledger.proof.ProofPlan;

/**
 * That the newest signed head extends one that an auditor kept.
 *
 * @param older the kept one
 * @param newer the newest
 * @param plan works out the hashes that show it
 */
record Growth(KnownHead older, KnownHead newer, ProofPlan plan) {
    static Growth of(KnownHead older, KnownHead newer) {
        return new Growth(
                older,
                newer,
                ProofPlan.consistency(
                        older.checkpoint().size(), newer.checkpoint().size()));
    }

    /** Takes the next leaf. */
    void leaf(long index, Bytes hash) {
        plan.leaf(index, hash);
    }

    /**
     * The proof, once the newer head's last leaf was taken.
     *
     * @throws IllegalStateException when a leaf is missing still
     */
    ConsistencyProof proof() {
        return new ConsistencyProof(
                older.checkpoint().size(), newer.checkpoint().size(), plan.path());
    }

    /** Whether the proof holds between the two signed roots. */
    boolean holds() {
        return proof().holds(older.checkpoint().root(), newer.checkpoint().root());
    }

    /** For people. */
    String text() {
        return "verify: " + newer.source() + " (" + newer.checkpoint().size() + " entries) extends " + older.source()
                + " (" + older.checkpoint().size() + " entries), shown by "
                + proof().path().size() + " hashes";
    }
}
