package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.HoldVf;
import io.vfledger.executor.journal.VfMemory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** ADDs of pods that a VF is held for: completed on the node. */
final class HeldAdds {
    private final Desk desk;
    private final Lanes lanes;
    private final Holding holding;
    private final Attaching attaching;

    HeldAdds(Desk desk, Lanes lanes, Holding holding, Attaching attaching) {
        this.desk = desk;
        this.lanes = lanes;
        this.holding = holding;
        this.attaching = attaching;
    }

    /** Whether any pod could be served so. */
    boolean any() {
        return holding.any();
    }

    /**
     * Begins with the held VF, if there is one; the ADD is then answered, or its caller has gone.
     *
     * @param patience how long the caller waits
     * @return false where it is to be asked of the allocator
     */
    boolean take(Holding.Wanted wanted, WaitingAdd add, Duration patience, String trace) throws InterruptedException {
        Optional<VfMemory> found = holding.fitting(wanted);
        if (found.isEmpty()) {
            return false;
        }
        HoldVf hold = found.get().held().orElseThrow();
        long deadlineMs = desk.clock().millis() + patience.toMillis();
        AssignVf meant = Holding.meant(hold, wanted, deadlineMs);
        CompletableFuture<Boolean> taken =
                lanes.in(found.get().pci().value(), () -> takeInLane(hold, meant, add, trace));
        try {
            return taken.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The lane is busy with something else, or with this very ADD: then its answer is still to come.
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        }
    }

    private boolean takeInLane(HoldVf hold, AssignVf meant, WaitingAdd add, String trace) {
        VfMemory now = desk.checkpoint().of(new io.vfledger.vf.PciAddress(hold.getPci()));
        boolean stillHeld = now.held().filter(hold::equals).isPresent();
        if (stillHeld && add.take()) {
            attaching.takeHeld(meant, now, add, trace);
        }
        return stillHeld;
    }
}
