package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.VfSettings;
import java.util.Optional;

/**
 * How somebody wants a function to be, now or later.
 *
 * @param attachment the interface that it becomes; empty while it is only held
 * @param demand what it is for
 * @param settings what the network asks of it
 */
record Wish(Optional<Attachment> attachment, Demand demand, VfSettings settings) {
    static Wish of(AddAsk ask) {
        return new Wish(Optional.of(ask.attachment()), ask.demand(), ask.settings());
    }

    /** Of somebody that a function is held for. */
    static Wish of(Ownership held) {
        return new Wish(Optional.empty(), held.demand().orElseThrow(), held.settings());
    }

    /** Whether that owner is the one who wishes. */
    boolean isOf(Ownership owner) {
        return attachment.filter(owner::isOf).isPresent() || owner.fulfils(demand);
    }
}
