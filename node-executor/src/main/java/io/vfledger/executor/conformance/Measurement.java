package io.vfledger.executor.conformance;

import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.executor.plan.ReadBack;
import io.vfledger.executor.plan.ReleaseMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What was found so far, and the profile that it makes. What could not be tried stays as it is known. */
final class Measurement {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final List<Finding> findings = new ArrayList<>();
    private final Set<ReadBack> readsBack = EnumSet.allOf(ReadBack.class);
    private final DriverProfile.Builder profile;

    /**
     * Begins one.
     *
     * @param known of the driver
     * @param hasNetdev whether the VF has an interface
     */
    Measurement(DriverProfile known, boolean hasNetdev) {
        profile = hasNetdev
                ? DriverProfile.ordinary(known.driver())
                : DriverProfile.userSpace(known.driver()).release(known.release());
        profile.showsOwnMac(known.showsOwnMac());
        profile.ratesNeedLink(known.ratesNeedLink());
        if (known.hasNetdev() == hasNetdev) {
            profile.release(known.release());
        }
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    void silent(ReadBack attribute) {
        readsBack.remove(attribute);
    }

    void cyclesAfterMac() {
        profile.cycleAfterMac(true);
    }

    void needsMacOnNetdev() {
        profile.macOnNetdevToo(true);
    }

    void showsOwnMac(boolean shows) {
        profile.showsOwnMac(shows);
    }

    void ratesNeedLink(boolean need) {
        profile.ratesNeedLink(need);
    }

    void rateStep(int mbps) {
        profile.rateStepMbps(mbps);
    }

    void release(ReleaseMode mode) {
        profile.release(mode);
    }

    /** A driver that is slower than the usual gets three times what it took, in whole seconds. */
    void macApplied(Duration after) {
        if (after.compareTo(DriverProfile.USUAL_MAC_TIME) > 0) {
            Duration ample = Duration.ofSeconds(after.multipliedBy(3).toSeconds() + 1);
            profile.macAppliedWithin(ample.compareTo(LONGEST) < 0 ? ample : LONGEST);
        }
    }

    DriverProfile profile() {
        return profile.readsBack(readsBack).build();
    }
}
