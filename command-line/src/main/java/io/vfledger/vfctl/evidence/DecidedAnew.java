package io.vfledger.vfctl.evidence;

import io.vfledger.host.Bytes;
import io.vfledger.host.LedgerEntry;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.Redecision;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.schemas.wire.WireFormat;
import java.io.PrintWriter;

/** Decides each input again and prints what would be written otherwise. */
final class DecidedAnew implements Replay {
    private final PrintWriter out;
    private long decided;
    private long different;

    DecidedAnew(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void take(NodeState before, RawEntry raw) {
        LedgerEntry recorded = EntryCodec.decode(raw.record());
        LedgerEntry anew = Redecision.of(before, recorded);
        io.vfledger.avro.LedgerEntry record = EntryCodec.encode(anew);
        decided++;
        // Bytes are compared where both were written with one schema; of an older one, what they say.
        boolean same = raw.leaf().fingerprint().equals(Bytes.owned(WireFormat.fingerprint(record.getSchema())))
                ? raw.leaf().body().equals(Bytes.owned(WireFormat.body(record)))
                : anew.equals(recorded);
        if (!same) {
            different++;
            out.println("recorded  " + EntryText.of(raw.record()));
            out.println("now       " + EntryText.of(record));
        }
    }

    @Override
    public boolean end() {
        out.println("replay: " + decided + " decisions, " + different + " differ");
        return different == 0;
    }
}
