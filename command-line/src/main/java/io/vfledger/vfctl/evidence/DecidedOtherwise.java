package io.vfledger.vfctl.evidence;

import io.vfledger.host.LedgerEntry;
import io.vfledger.inventory.pools.PoolRules;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.Redecision;
import io.vfledger.lifecycle.NodeState;
import java.io.PrintWriter;

/**
 * Decides each input again as if other pools had been in force, and prints what would have become of it otherwise. Each
 * from the recorded state: what a decision would have changed for those after it is not followed.
 */
final class DecidedOtherwise implements Replay {
    private final PrintWriter out;
    private final PoolRules pools;
    private long decided;
    private long different;

    DecidedOtherwise(PrintWriter out, PoolRules pools) {
        this.out = out;
        this.pools = pools;
    }

    @Override
    public void take(NodeState before, RawEntry raw) {
        LedgerEntry recorded = EntryCodec.decode(raw.record());
        LedgerEntry otherwise = Redecision.under(pools.of(before.node()).pools(), before, recorded);
        io.vfledger.avro.LedgerEntry record = EntryCodec.encode(otherwise);
        decided++;
        // Both in this build's schema: an older one's lacks fields that the other has.
        if (!Effect.of(EntryCodec.encode(recorded)).equals(Effect.of(record))) {
            different++;
            out.println("recorded  " + EntryText.of(raw.record()));
            out.println("would be  " + EntryText.of(record));
        }
    }

    @Override
    public boolean end() {
        out.println("replay: " + decided + " decisions, " + different + " would differ with these pools");
        return different == 0;
    }
}
