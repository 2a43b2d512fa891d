package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.Step;
import io.vfledger.netlink.route.HardwareAddress;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings the interface on the host to the address that its PF was told. Drivers take it at once, late, after going up and
 * down, or not by themselves: it is read, set and read again until it shows or the driver's time is over.
 */
final class MacChange {
    private static final Duration POLL = Duration.ofMillis(100);

    /** Looks that a driver that follows its PF gets before it is told itself. */
    private static final int LOOKS_FIRST = 5;

    private final Kernel kernel;
    private final VfTraits vf;
    private final DriverProfile profile;

    MacChange(Kernel kernel, VfTraits vf, DriverProfile profile) {
        this.kernel = kernel;
        this.vf = vf;
        this.profile = profile;
    }

    void settle(Step.ChangeMac step) throws KernelException, StepFailedException {
        Optional<Netdev> found = kernel.netdev(vf.pci(), kernel.host());
        if (found.isEmpty()) {
            return;
        }
        if (step.cycle()) {
            cycle(found.get());
        }
        Optional<MacAddress> own = step.after().own();
        if (own.isPresent()) {
            boolean follows = !step.after().admin().isZero() && !profile.macOnNetdevToo();
            await(own.get(), follows ? LOOKS_FIRST : 0);
        }
    }

    private void cycle(Netdev netdev) throws KernelException {
        kernel.change(kernel.host(), netdev.index(), List.of(new LinkChange.SetUp(true)));
        kernel.change(kernel.host(), netdev.index(), List.of(new LinkChange.SetUp(false)));
    }

    private void await(MacAddress wanted, int looksFirst) throws KernelException, StepFailedException {
        Wait wait = new Wait(profile.macAppliedWithin(), POLL);
        Optional<KernelException> refusal = Optional.empty();
        int looks = 0;
        while (!shown().equals(Optional.of(wanted))) {
            if (looks++ >= looksFirst) {
                refusal = tell(wanted);
            }
            if (!shown().equals(Optional.of(wanted)) && !wait.more()) {
                throw notTaken(wanted, refusal);
            }
        }
    }

    private Optional<MacAddress> shown() throws KernelException {
        return kernel.netdev(vf.pci(), kernel.host()).map(Netdev::mac);
    }

    /** What is refused now may be taken a moment later, when the driver has heard of it from its PF. */
    private Optional<KernelException> tell(MacAddress wanted) throws KernelException {
        Optional<Netdev> netdev = kernel.netdev(vf.pci(), kernel.host());
        if (netdev.isEmpty()) {
            return Optional.empty();
        }
        HardwareAddress address = new HardwareAddress(Octets.of(wanted.octets()));
        try {
            kernel.change(kernel.host(), netdev.get().index(), List.of(new LinkChange.SetAddress(address)));
            return Optional.empty();
        } catch (KernelException e) {
            return Optional.of(e);
        }
    }

    private StepFailedException notTaken(MacAddress wanted, Optional<KernelException> refusal) throws KernelException {
        String shows = shown().map(mac -> "its interface shows " + mac).orElse("its interface is gone");
        return new StepFailedException(
                refusal.isPresent() ? AttachResult.Cause.KERNEL_REFUSED : AttachResult.Cause.NOT_READ_BACK,
                "driver " + profile.driver() + " did not take MAC address " + wanted + " within "
                        + profile.macAppliedWithin().toMillis() + " ms, " + shows
                        + refusal.map(e -> ": " + e.getMessage()).orElse(""));
    }
}
