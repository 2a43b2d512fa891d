package io.vfledger.executor.conformance;

import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.ReadBack;
import io.vfledger.netlink.route.HardwareAddress;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfAttributes;
import java.time.Duration;
import java.util.Optional;

/** How a VF gets an address from its PF, how its interface takes it, and what is there when nobody has set one. */
final class AddressChecks {
    private static final String ADMIN = "mac";
    private static final String INTERFACE = "mac on the interface";
    private static final String UNSET = "mac taken away";
    private static final MacAddress NONE = new MacAddress(0);

    /** Locally administered, and the VF's number in its last octet. */
    private static final long FIRST = 0x0276_666c_0000L;

    private final Subject subject;
    private final Measurement measurement;
    private final MacAddress wanted;

    AddressChecks(Subject subject, Measurement measurement) {
        this.subject = subject;
        this.measurement = measurement;
        this.wanted = new MacAddress(FIRST + subject.vf().index().value());
    }

    void run() throws KernelException {
        Optional<Netdev> netdev = subject.netdev();
        if (netdev.isPresent() && netdev.get().up()) {
            subject.change(new LinkChange.SetUp(false));
        }
        Optional<String> refusal = subject.refusal(new AdminSetting.Mac(wanted));
        if (refusal.isPresent()) {
            measurement.add(Finding.without(ADMIN, wanted, Verdict.REFUSED, refusal.get()));
            return;
        }
        tellAdministrative();
        if (netdev.isPresent()) {
            follow();
        }
        takeAway(netdev.isPresent());
    }

    private void tellAdministrative() throws KernelException {
        Optional<Duration> after =
                subject.shows(() -> subject.administrative().adminMac().equals(Optional.of(wanted)));
        if (after.isPresent()) {
            measurement.add(Finding.shown(ADMIN, wanted, after.get()));
        } else {
            measurement.silent(ReadBack.ADMIN_MAC);
            measurement.add(Finding.without(
                    ADMIN,
                    wanted,
                    Verdict.NOT_READ_BACK,
                    "shows " + text(subject.administrative().adminMac())));
        }
    }

    /** By itself, after going up and down, or when it is told as well. */
    private void follow() throws KernelException {
        Optional<Duration> byItself = shown();
        if (byItself.isPresent()) {
            measurement.macApplied(byItself.get());
            measurement.add(Finding.shown(INTERFACE, wanted, byItself.get()));
            return;
        }
        subject.change(new LinkChange.SetUp(true));
        subject.change(new LinkChange.SetUp(false));
        Optional<Duration> cycled = shown();
        if (cycled.isPresent()) {
            measurement.cyclesAfterMac();
            measurement.macApplied(cycled.get());
            own(cycled.get(), "after the interface went up and down");
            return;
        }
        HardwareAddress address = new HardwareAddress(Octets.of(wanted.octets()));
        Optional<String> refusal = subject.refusal(() -> subject.change(new LinkChange.SetAddress(address)));
        Optional<Duration> told = refusal.isPresent() ? Optional.empty() : shown();
        if (told.isPresent()) {
            measurement.needsMacOnNetdev();
            measurement.macApplied(told.get());
            own(told.get(), "after it was set on the interface as well");
            return;
        }
        measurement.add(Finding.without(
                INTERFACE,
                wanted,
                Verdict.FAILED,
                refusal.orElseGet(() -> "neither by itself, nor after going up and down, nor set on the interface")));
    }

    private void own(Duration after, String note) {
        measurement.add(new Finding(INTERFACE, wanted.toString(), Verdict.IN_ITS_OWN_WAY, Optional.of(after), note));
    }

    private Optional<Duration> shown() throws KernelException {
        return subject.shows(() -> subject.requiredNetdev().mac().equals(wanted));
    }

    private void takeAway(boolean hasNetdev) throws KernelException {
        Optional<String> refusal = subject.refusal(new AdminSetting.Mac(NONE));
        if (refusal.isPresent()) {
            measurement.add(Finding.without(UNSET, NONE, Verdict.REFUSED, refusal.get()));
            return;
        }
        if (!hasNetdev) {
            measurement.add(Finding.shown(UNSET, NONE, Duration.ZERO));
            return;
        }
        Duration after = subject.rebind();
        measurement.add(
                new Finding("driver bound anew", "", Verdict.AS_ASKED, Optional.of(after), "the interface is back"));
        MacAddress own = subject.requiredNetdev().mac();
        VfAttributes now = subject.administrative();
        boolean shows = now.adminMac().equals(Optional.of(own)) && !own.isZero();
        measurement.showsOwnMac(shows);
        measurement.add(
                shows
                        ? Finding.without(
                                UNSET, NONE, Verdict.IN_ITS_OWN_WAY, "the PF shows the interface's own, " + own)
                        : Finding.without(UNSET, NONE, Verdict.AS_ASKED, "the PF shows " + text(now.adminMac())));
    }

    private static String text(Optional<MacAddress> mac) {
        return mac.map(MacAddress::toString).orElse("nothing");
    }
}
