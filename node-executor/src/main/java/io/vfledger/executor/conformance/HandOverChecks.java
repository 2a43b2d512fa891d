package io.vfledger.executor.conformance;

import io.vfledger.executor.apply.AttachResult;
import io.vfledger.executor.apply.ReleaseResult;
import io.vfledger.executor.apply.VfApplier;
import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.ReadBack;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Gives the VF to a namespace and takes it back as the agent does for a pod, by what was measured: what the profile says has
 * to be enough for it.
 */
final class HandOverChecks {
    private static final InterfaceName IN_POD = new InterfaceName("vflconf0");

    /** RFC 5737's address for documentation; nothing is sent to it. */
    private static final String ADDRESS = "192.0.2.1/24";

    private final Subject subject;
    private final Measurement measurement;
    private final VfApplier applier;

    HandOverChecks(Subject subject, Measurement measurement, VfApplier applier) {
        this.subject = subject;
        this.measurement = measurement;
        this.applier = applier;
    }

    void run() throws KernelException {
        PciAddress vf = subject.vf().pci();
        VfAttributes baseline = applier.observe(vf, Optional.empty())
                .orElseThrow(() -> new KernelException("VF " + vf + " went away"))
                .attributes();
        boolean hasNetdev = subject.netdev().isPresent();
        try (Namespace pod = subject.kernel().makeNamespace()) {
            if (give(pod)) {
                takeBack("taken back from a pod", baseline, Optional.of(pod), ReleaseMode.COMPARE);
            }
        }
        if (hasNetdev) {
            givenAndGone(baseline);
            takeBack("released by a rebind", baseline, Optional.empty(), ReleaseMode.REBIND);
        }
        reset(baseline, hasNetdev);
    }

    private boolean give(Namespace pod) {
        long begun = System.nanoTime();
        AttachResult result = applier.attach(subject.vf().pci(), pod, desired());
        return switch (result) {
            case AttachResult.Applied applied -> {
                done("given to a pod", begun);
                yield true;
            }
            case AttachResult.Undone(AttachResult.Failure failure) -> failed("given to a pod", failure.message());
            case AttachResult.Dirty(AttachResult.Failure failure, String left) ->
                failed("given to a pod", failure.message() + "; left behind: " + left);
        };
    }

    private boolean failed(String what, String why) {
        measurement.add(Finding.without(what, "", Verdict.FAILED, why));
        return false;
    }

    private void done(String what, long begun) {
        measurement.add(
                new Finding(what, "", Verdict.AS_ASKED, Optional.of(Duration.ofNanos(System.nanoTime() - begun)), ""));
    }

    /** All that was accepted before. */
    private Desired.InPod desired() {
        VfSettings.Builder settings = VfSettings.builder();
        if (accepted("mac")) {
            settings.mac(new MacAddress(0x0276_666c_1000L + subject.vf().index().value()));
        }
        if (accepted(ReadBack.VLAN.attribute())) {
            settings.vlan(new Vlan(100));
        }
        if (accepted(ReadBack.TRUST.attribute())) {
            settings.trust(true);
        }
        if (accepted(ReadBack.SPOOFCHK.attribute())) {
            settings.spoofchk(false);
        }
        return new Desired.InPod(settings.build(), IN_POD, List.of(IpText.prefix(ADDRESS)), List.of());
    }

    private boolean accepted(String attribute) {
        return measurement.findings().stream()
                .filter(finding -> finding.subject().equals(attribute))
                .anyMatch(finding -> finding.verdict() != Verdict.REFUSED);
    }

    /** As when a node's runtime deletes a namespace before the DEL comes. */
    private void givenAndGone(VfAttributes baseline) throws KernelException {
        boolean given;
        try (Namespace pod = subject.kernel().makeNamespace()) {
            given = give(pod);
        }
        if (given) {
            takeBack("taken back from a namespace that is gone", baseline, Optional.empty(), ReleaseMode.COMPARE);
        }
    }

    private void reset(VfAttributes baseline, boolean hasNetdev) throws KernelException {
        List<String> methods =
                subject.kernel().sysfs().drivers().resetMethods(subject.vf().pci());
        if (methods.isEmpty() || !methods.getFirst().equals("flr")) {
            measurement.add(Finding.without(
                    "released by a reset",
                    "flr",
                    Verdict.NOT_TRIED,
                    methods.isEmpty() ? "it has no way to be reset" : "it is reset by " + methods.getFirst()));
            if (!hasNetdev && methods.isEmpty()) {
                measurement.release(ReleaseMode.REBIND);
            }
            return;
        }
        takeBack("released by a reset", baseline, Optional.empty(), ReleaseMode.FLR);
    }

    private void takeBack(String what, VfAttributes baseline, Optional<Namespace> pod, ReleaseMode mode) {
        long begun = System.nanoTime();
        switch (applier.release(subject.vf().pci(), baseline, pod, Optional.empty(), Optional.of(mode))) {
            case ReleaseResult.Clean clean -> done(what, begun);
            case ReleaseResult.Unclean unclean -> failed(what, unclean.differences() + " " + unclean.problems());
            case ReleaseResult.Failed(String message) -> failed(what, message);
        }
    }
}
