package io.vfledger.executor.conformance;

import io.vfledger.executor.apply.ReleaseResult;
import io.vfledger.executor.apply.VfApplier;
import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Tries one VF with all that the agent does to VFs, and leaves it as it was. */
public final class Conformance {
    /** More than the agent waits, so that a slow driver is told from a silent one. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Kernel kernel;
    private final DriverProfiles known;
    private final Preflight.Result.Ready ready;
    private final BooleanSupplier stopping;
    private final Duration patience;

    /**
     * Prepares it.
     *
     * @param known what the agent goes by today
     * @param ready what may be tried
     * @param stopping asked between checks: whether to leave the rest out and put everything back now
     */
    public Conformance(Kernel kernel, DriverProfiles known, Preflight.Result.Ready ready, BooleanSupplier stopping) {
        this(kernel, known, ready, stopping, PATIENCE);
    }

    /** @param patience longest wait for what was asked to show */
    Conformance(
            Kernel kernel,
            DriverProfiles known,
            Preflight.Result.Ready ready,
            BooleanSupplier stopping,
            Duration patience) {
        this.patience = patience;
        this.kernel = kernel;
        this.known = known;
        this.ready = ready;
        this.stopping = stopping;
    }

    /** Some checks that belong together. */
    private interface Checks {
        void run() throws KernelException;
    }

    /**
     * Tries it.
     *
     * @throws KernelException when the VF cannot even be read, before anything was changed
     */
    public Report run() throws KernelException {
        PciAddress vf = ready.vf().pci();
        VfAttributes before = new VfApplier(kernel, known)
                .observe(vf, Optional.empty())
                .orElseThrow(() -> new KernelException("VF " + vf + " went away"))
                .attributes();
        Subject subject = new Subject(kernel, ready.vf(), patience);
        boolean hasNetdev = subject.netdev().isPresent();
        DriverProfile expected = known.of(ready.vf());
        Measurement measurement = new Measurement(expected, hasNetdev);
        boolean whole = tryAll(checks(subject, measurement, hasNetdev), measurement);
        DriverProfile measured = measurement.profile();
        restore(subject, measurement, before, applierBy(measured));
        return new Report(ready.pf(), ready.vf(), expected, measured, measurement.findings(), whole);
    }

    private List<Checks> checks(Subject subject, Measurement measurement, boolean hasNetdev) {
        AttributeChecks attributes = new AttributeChecks(subject, measurement);
        RateChecks rates =
                new RateChecks(subject, measurement, attributes, ready.pf().hostUse());
        return List.of(
                new AddressChecks(subject, measurement)::run,
                attributes::run,
                rates::run,
                () -> {
                    if (hasNetdev) {
                        new InterfaceChecks(subject, measurement).run();
                    }
                },
                () -> new HandOverChecks(subject, measurement, applierBy(measurement.profile())).run());
    }

    private VfApplier applierBy(DriverProfile profile) {
        return new VfApplier(kernel, known.with(List.of(profile)));
    }

    /** Whether nobody stopped it. */
    private boolean tryAll(List<Checks> all, Measurement measurement) {
        for (Checks checks : all) {
            if (stopping.getAsBoolean()) {
                return false;
            }
            try {
                checks.run();
            } catch (KernelException e) {
                measurement.add(Finding.without("checks", "", Verdict.FAILED, String.valueOf(e.getMessage())));
            }
        }
        return true;
    }

    /** First without a new interface; a rebind gives a new random address where nobody had set one. */
    private static void restore(Subject subject, Measurement measurement, VfAttributes before, VfApplier applier) {
        ReleaseResult result = release(subject, before, applier, ReleaseMode.COMPARE);
        if (!(result instanceof ReleaseResult.Clean)) {
            result = release(subject, before, applier, ReleaseMode.REBIND);
        }
        Optional<String> problem = switch (result) {
            case ReleaseResult.Clean clean -> Optional.empty();
            case ReleaseResult.Unclean unclean -> Optional.of(unclean.differences() + " " + unclean.problems());
            case ReleaseResult.Failed(String message) -> Optional.of(message);
        };
        if (problem.isEmpty() && before.up().orElse(false)) {
            problem = subject.refusal(() -> subject.change(new LinkChange.SetUp(true)));
        }
        measurement.add(problem.map(why -> Finding.without(Report.PUT_BACK, "", Verdict.FAILED, why))
                .orElseGet(() -> Finding.without(Report.PUT_BACK, "", Verdict.AS_ASKED, "")));
    }

    private static ReleaseResult release(Subject subject, VfAttributes before, VfApplier applier, ReleaseMode mode) {
        return applier.release(subject.vf().pci(), before, Optional.empty(), Optional.empty(), Optional.of(mode));
    }
}
