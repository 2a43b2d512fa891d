package io.vfledger.executor.conformance;

import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.ReadBack;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.VfAttributes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rates with link and without, and what becomes of values that the hardware cannot have. */
final class RateChecks {
    private static final List<Integer> HIGHEST = List.of(200, 333);
    private static final int LOWEST = 50;
    private static final String WITHOUT_LINK = ReadBack.MAX_TX_RATE.attribute() + " without link";

    private final Subject subject;
    private final Measurement measurement;
    private final AttributeChecks attributes;
    private final Optional<String> pfInUse;

    /** @param pfInUse why the PF's link must stay as it is */
    RateChecks(Subject subject, Measurement measurement, AttributeChecks attributes, Optional<String> pfInUse) {
        this.subject = subject;
        this.measurement = measurement;
        this.attributes = attributes;
        this.pfInUse = pfInUse;
    }

    void run() throws KernelException {
        List<int[]> read = new ArrayList<>();
        for (int asked : HIGHEST) {
            rate(ReadBack.MAX_TX_RATE, asked, new AdminSetting.Rates(0, asked), VfAttributes::maxTxRateMbps)
                    .ifPresent(found -> read.add(new int[] {asked, found}));
        }
        rate(ReadBack.MIN_TX_RATE, LOWEST, new AdminSetting.Rates(LOWEST, 0), VfAttributes::minTxRateMbps);
        if (!read.isEmpty()) {
            measurement.rateStep(step(read));
        }
        withoutLink(!read.isEmpty());
    }

    private Optional<Integer> rate(
            ReadBack which, int asked, AdminSetting setting, Function<VfAttributes, Optional<?>> shown)
            throws KernelException {
        return attributes
                .check(new AttributeChecks.Attribute(which, asked, setting, shown))
                .map(found -> found instanceof Integer mbps ? mbps : 0);
    }

    /** The largest step that explains all readings; one more than the largest distance where none does. */
    static int step(List<int[]> askedAndRead) {
        int farthest = 0;
        BigInteger common = BigInteger.ZERO;
        for (int[] pair : askedAndRead) {
            farthest = Math.max(farthest, Math.abs(pair[0] - pair[1]));
            common = common.gcd(BigInteger.valueOf(pair[1]));
        }
        if (farthest == 0) {
            return 1;
        }
        return Math.max(farthest + 1, common.intValue());
    }

    private void withoutLink(boolean taken) throws KernelException {
        Link pf = subject.pfLink();
        int asked = HIGHEST.getFirst();
        if (!pf.carrier()) {
            if (!taken) {
                measurement.ratesNeedLink(true);
            }
            measurement.add(
                    taken
                            ? Finding.shown(WITHOUT_LINK, asked, Duration.ZERO)
                            : Finding.without(
                                    WITHOUT_LINK, asked, Verdict.NEEDS_LINK, "the PF has none; try again with one"));
        } else if (!taken) {
            measurement.add(Finding.without(WITHOUT_LINK, asked, Verdict.NOT_TRIED, "rates are refused with link"));
        } else if (pfInUse.isPresent()) {
            measurement.add(Finding.without(WITHOUT_LINK, asked, Verdict.NOT_TRIED, "the PF " + pfInUse.get()));
        } else {
            takeLinkAway(pf, asked);
        }
    }

    private void takeLinkAway(Link pf, int asked) throws KernelException {
        VfAttributes before = subject.administrative();
        up(pf, false);
        try {
            subject.shows(() -> !subject.pfLink().carrier());
            Optional<String> refusal = subject.refusal(new AdminSetting.Rates(0, asked));
            measurement.ratesNeedLink(refusal.isPresent());
            measurement.add(refusal.map(words -> Finding.without(WITHOUT_LINK, asked, Verdict.NEEDS_LINK, words))
                    .orElseGet(() -> Finding.shown(WITHOUT_LINK, asked, Duration.ZERO)));
            if (refusal.isEmpty()) {
                subject.refusal(AdminSetting.Rates.of(before));
            }
        } finally {
            up(pf, true);
        }
        if (Subject.until(Subject.RETURN, () -> subject.pfLink().carrier()).isEmpty()) {
            measurement.add(Finding.without(
                    "link of the PF",
                    "back",
                    Verdict.FAILED,
                    "not " + Subject.RETURN.toSeconds() + " s after it was up"));
        }
    }

    private void up(Link pf, boolean up) throws KernelException {
        subject.kernel().change(subject.kernel().host(), pf.index(), List.of(new LinkChange.SetUp(up)));
    }
}
