package io.vfledger.executor.conformance;

import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfTraits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What came of trying a VF.
 *
 * @param pf whose VF
 * @param vf which
 * @param known what the agent went by until now
 * @param measured what the checks make
 * @param findings of every check, in their order
 * @param whole whether all checks were made
 */
public record Report(
        PfInfo pf, VfTraits vf, DriverProfile known, DriverProfile measured, List<Finding> findings, boolean whole) {
    public Report {
        findings = List.copyOf(findings);
    }

    /** What the last finding is about. */
    static final String PUT_BACK = "put back as it was";

    /** Whether the VF is as it was before. */
    boolean putBack() {
        return findings.stream()
                .noneMatch(finding -> finding.subject().equals(PUT_BACK) && finding.verdict() == Verdict.FAILED);
    }

    /** What it means. */
    public enum Conclusion {
        /** The agent knows the driver as it is. */
        CONFORMANT,
        /** It differs in what a profile can say. */
        NEEDS_PROFILE,
        /** It does something that no profile can express, or was stopped. */
        FAILED
    }

    /** What it means for the agent. */
    public Conclusion conclusion() {
        boolean failed = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAILED);
        if (failed || !whole) {
            return Conclusion.FAILED;
        }
        return known.equals(measured) ? Conclusion.CONFORMANT : Conclusion.NEEDS_PROFILE;
    }

    /** Where the measured profile is not the known one, in words. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>();
        compare(differences, "has_netdev", known.hasNetdev(), measured.hasNetdev());
        compare(differences, "cycle_after_mac", known.cycleAfterMac(), measured.cycleAfterMac());
        compare(differences, "shows_own_mac", known.showsOwnMac(), measured.showsOwnMac());
        compare(differences, "mac_on_netdev_too", known.macOnNetdevToo(), measured.macOnNetdevToo());
        compare(
                differences,
                "mac_applied_within_ms",
                known.macAppliedWithin().toMillis(),
                measured.macAppliedWithin().toMillis());
        compare(differences, "rates_need_link", known.ratesNeedLink(), measured.ratesNeedLink());
        compare(differences, "rate_step_mbps", known.rateStepMbps(), measured.rateStepMbps());
        compare(differences, "reads_back", known.readsBack(), measured.readsBack());
        compare(differences, "release", known.release(), measured.release());
        return List.copyOf(differences);
    }

    private static void compare(List<String> differences, String key, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            differences.add(key + ": known " + before + ", measured " + now);
        }
    }

    /** On what it was found out, for the profile's reader. */
    public Map<String, String> circumstances(String kernelRelease) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("pf_driver", pf.driver().name() + " " + pf.driver().version());
        told.put("firmware", pf.driver().firmware());
        told.put("pf_device", pf.hardware().vendor() + ":" + pf.hardware().device());
        told.put("vf_device", vf.vendor() + ":" + vf.device());
        told.put("kernel", kernelRelease);
        return told;
    }
}
