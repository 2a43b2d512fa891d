package io.vfledger.executor.conformance;

import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.NetdevSetting;
import io.vfledger.netlink.route.LinkChange;
import java.time.Duration;
import java.util.Optional;

/** Sets what a VF's interface carries, reads it back, and sets it back. */
final class InterfaceChecks {
    private static final int SMALLER = 100;
    private static final int LEAST_MTU = 1380;
    private static final String ALIAS = "vfledger conformance";
    private static final String ALTNAME = "vflconformance";

    private final Subject subject;
    private final Measurement measurement;

    InterfaceChecks(Subject subject, Measurement measurement) {
        this.subject = subject;
        this.measurement = measurement;
    }

    /** One attribute, there and back. */
    private record Attribute(
            String name,
            Object asked,
            Subject.Change set,
            Subject.Hope shown,
            Subject.Change back,
            Subject.Hope before) {}

    void run() throws KernelException {
        Netdev now = subject.requiredNetdev();
        if (now.mtu() >= LEAST_MTU) {
            int mtu = now.mtu() - SMALLER;
            check(new Attribute(
                    "mtu",
                    mtu,
                    () -> subject.change(new LinkChange.SetMtu(mtu)),
                    () -> subject.requiredNetdev().mtu() == mtu,
                    () -> subject.change(new LinkChange.SetMtu(now.mtu())),
                    () -> subject.requiredNetdev().mtu() == now.mtu()));
        }
        int longer = now.txQueueLen() + 1;
        check(new Attribute(
                "tx_queue_len",
                longer,
                () -> subject.change(new LinkChange.SetTxQueueLength(longer)),
                () -> subject.requiredNetdev().txQueueLen() == longer,
                () -> subject.change(new LinkChange.SetTxQueueLength(now.txQueueLen())),
                () -> subject.requiredNetdev().txQueueLen() == now.txQueueLen()));
        set(
                "alias",
                ALIAS,
                new NetdevSetting.Alias(ALIAS),
                new NetdevSetting.Alias(now.detail().alias()));
        alternativeName(now);
        boolean promisc = now.detail().promisc();
        set("promisc", !promisc, new NetdevSetting.Promisc(!promisc), new NetdevSetting.Promisc(promisc));
        boolean allMulti = now.detail().allMulti();
        set("allmulti", !allMulti, new NetdevSetting.AllMulti(!allMulti), new NetdevSetting.AllMulti(allMulti));
    }

    private void set(String name, Object asked, NetdevSetting setting, NetdevSetting back) throws KernelException {
        check(new Attribute(name, asked, () -> set(setting), () -> shows(setting), () -> set(back), () -> shows(back)));
    }

    private void set(NetdevSetting setting) throws KernelException {
        subject.kernel().set(subject.kernel().host(), subject.requiredNetdev(), setting);
    }

    private boolean shows(NetdevSetting setting) throws KernelException {
        Netdev now = subject.requiredNetdev();
        return switch (setting) {
            case NetdevSetting.Alias(String text) -> now.detail().alias().equals(text);
            case NetdevSetting.Promisc(boolean on) -> now.detail().promisc() == on;
            case NetdevSetting.AllMulti(boolean on) -> now.detail().allMulti() == on;
            case NetdevSetting.Features features -> true;
            case NetdevSetting.Rings rings -> true;
            case NetdevSetting.Channels channels -> true;
        };
    }

    private void alternativeName(Netdev now) throws KernelException {
        Kernel kernel = subject.kernel();
        check(new Attribute(
                "altname",
                ALTNAME,
                () -> kernel.addAltName(kernel.host(), now.index(), ALTNAME),
                () -> subject.requiredNetdev().detail().altNames().contains(ALTNAME),
                () -> kernel.removeAltName(kernel.host(), now.index(), ALTNAME),
                () -> !subject.requiredNetdev().detail().altNames().contains(ALTNAME)));
    }

    /** A profile knows nothing of an interface's attributes: what does not read back fails. */
    private void check(Attribute attribute) throws KernelException {
        Optional<String> refusal = subject.refusal(attribute.set());
        if (refusal.isPresent()) {
            measurement.add(Finding.without(attribute.name(), attribute.asked(), Verdict.REFUSED, refusal.get()));
            return;
        }
        Optional<Duration> after = subject.shows(attribute.shown());
        measurement.add(after.map(time -> Finding.shown(attribute.name(), attribute.asked(), time))
                .orElseGet(() -> Finding.without(
                        attribute.name(), attribute.asked(), Verdict.FAILED, "accepted, and does not read back")));
        Optional<String> noWayBack = subject.refusal(attribute.back());
        if (noWayBack.isPresent() || subject.shows(attribute.before()).isEmpty()) {
            measurement.add(Finding.without(
                    attribute.name() + " set back", "", Verdict.FAILED, noWayBack.orElse("does not read back")));
        }
    }
}
