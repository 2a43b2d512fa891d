package io.vfledger.executor.attach;

import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;

/** What could not be done at its time and is tried again from time to time: disk, outbox and IPAM plugins permitting. */
public final class Upkeep {
    /** A plugin that hangs takes its whole timeout; a round must end. */
    private static final int MOST_DEBTS = 20;

    private final Desk desk;
    private final WaitingAdds adds;
    private final Releasing releasing;
    private final LastingTrouble trouble;

    Upkeep(Desk desk, WaitingAdds adds, Releasing releasing, LastingTrouble trouble) {
        this.desk = desk;
        this.adds = adds;
        this.releasing = releasing;
        this.trouble = trouble;
    }

    /** One round. */
    public void round() {
        var _ = trouble.look();
        desk.checkpoint().saveRest();
        tellTheUntold();
        desk.checkpoint().ipamDebtors().stream()
                .filter(this::isGone)
                .limit(MOST_DEBTS)
                .forEach(releasing::settleDebt);
    }

    private void tellTheUntold() {
        if (!desk.reports().hasRoom()) {
            return;
        }
        for (PciAddress pci : desk.reports().untold()) {
            VfMemory memory = desk.checkpoint().of(pci);
            memory.outcome().ifPresent(outcome -> desk.reports().outcome(pci, TraceParent.fresh(), outcome));
        }
    }

    /** An attachment that was made again under the same name has an address that must stay. */
    private boolean isGone(Attachment attachment) {
        return adds.of(attachment).isEmpty()
                && desk.checkpoint().heldBy(attachment).isEmpty();
    }
}
