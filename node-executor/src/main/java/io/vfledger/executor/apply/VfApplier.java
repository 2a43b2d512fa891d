package io.vfledger.executor.apply;

import io.vfledger.executor.apply.AttachResult.Cause;
import io.vfledger.executor.apply.AttachResult.Failure;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.Difference;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.ObservedVf;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.executor.plan.Step;
import io.vfledger.executor.plan.VfPlan;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Gives VFs to pods and takes them back: one at a time per VF, read back, undone when it cannot be finished. */
public final class VfApplier {
    /** A release that has to wait for everything takes half of it. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Kernel kernel;
    private final Observer observer;
    private final VfLanes lanes = new VfLanes(LONGEST_WAIT);

    public VfApplier(Kernel kernel, DriverProfiles profiles) {
        this.kernel = kernel;
        this.observer = new Observer(kernel, profiles);
    }

    /** Reads a VF; its interface is looked for on the host and, if given, in the pod. */
    public Optional<ObservedVf> observe(PciAddress vf, Optional<Namespace> pod) throws KernelException {
        return observer.read(vf, pod);
    }

    /**
     * Gives a VF to a pod. Saying it again when it is done is no error.
     *
     * @param pod where to; stays the caller's to close
     */
    public AttachResult attach(PciAddress vf, Namespace pod, Desired.InPod desired) {
        return lanes.alone(vf, () -> attachAlone(vf, pod, desired), busy -> undone(Cause.PENDING, busy));
    }

    /**
     * Prepares a VF on the host for a pod that will ask for it: its PF's attributes are set and read back. Saying it again
     * is no error.
     */
    public AttachResult hold(PciAddress vf, Desired.Held desired) {
        return lanes.alone(vf, () -> holdAlone(vf, desired), busy -> undone(Cause.PENDING, busy));
    }

    private AttachResult holdAlone(PciAddress vf, Desired.Held desired) {
        try {
            Optional<ObservedVf> before = observer.read(vf, Optional.empty());
            if (before.isEmpty()) {
                return undone(Cause.NO_SUCH_VF, "there is no VF " + vf);
            }
            return hold(before.get(), desired);
        } catch (KernelException e) {
            return undone(Cause.KERNEL_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private AttachResult hold(ObservedVf before, Desired.Held desired) throws KernelException {
        List<Step> steps;
        try {
            steps = VfPlan.between(before, desired);
        } catch (IllegalArgumentException e) {
            return undone(Cause.NO_SUCH_VF, String.valueOf(e.getMessage()));
        }
        Undoing run = new Undoing(new StepRunner(kernel, before, Optional.empty()));
        Optional<Failure> failed = run(run, steps);
        return failed.isPresent()
                ? undo(before, run, failed.get())
                : readBack(
                        before,
                        Optional.empty(),
                        now -> Difference.between(desired.expected(), now.attributes(), now.profile()),
                        run);
    }

    private static Optional<Failure> run(Undoing run, List<Step> steps) {
        for (Step step : steps) {
            Optional<Refusal> refusal = run.doOne(step);
            if (refusal.isPresent()) {
                return Optional.of(new Failure(
                        refusal.get().kind(), Optional.of(step), refusal.get().message()));
            }
        }
        return Optional.empty();
    }

    private AttachResult attachAlone(PciAddress vf, Namespace pod, Desired.InPod desired) {
        try {
            Optional<ObservedVf> before = observer.read(vf, Optional.of(pod));
            if (before.isEmpty()) {
                return undone(Cause.NO_SUCH_VF, "there is no VF " + vf);
            }
            return attach(before.get(), pod, desired);
        } catch (KernelException e) {
            return undone(Cause.KERNEL_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private AttachResult attach(ObservedVf before, Namespace pod, Desired.InPod desired) throws KernelException {
        List<Step> steps;
        try {
            steps = VfPlan.between(before, desired);
        } catch (IllegalArgumentException e) {
            return undone(Cause.NO_SUCH_VF, String.valueOf(e.getMessage()));
        }
        boolean moves = steps.stream().anyMatch(step -> step instanceof Step.MoveIn);
        if (moves && kernel.nameTaken(pod, desired.name())) {
            return undone(Cause.INTERFACE_EXISTS, "the pod has an interface " + desired.name() + " already");
        }
        Undoing run = new Undoing(new StepRunner(kernel, before, Optional.of(pod)));
        Optional<Failure> failed = run(run, steps);
        return failed.isPresent()
                ? undo(before, run, failed.get())
                : readBack(before, Optional.of(pod), now -> Difference.fromRequest(desired, now), run);
    }

    private AttachResult readBack(
            ObservedVf before,
            Optional<Namespace> pod,
            Function<ObservedVf, List<Difference>> unlikeAsked,
            Undoing run) {
        try {
            ObservedVf after =
                    observer.settled(before, pod, now -> unlikeAsked.apply(now).isEmpty());
            List<Difference> differences = unlikeAsked.apply(after);
            if (differences.isEmpty()) {
                return new AttachResult.Applied(before, after);
            }
            return undo(before, run, new Failure(Cause.NOT_READ_BACK, Optional.empty(), words(differences)));
        } catch (KernelException e) {
            return undo(
                    before, run, new Failure(Cause.KERNEL_REFUSED, Optional.empty(), String.valueOf(e.getMessage())));
        }
    }

    private AttachResult undo(ObservedVf before, Undoing run, Failure failure) {
        List<String> leftovers = new ArrayList<>(run.undoAll());
        try {
            ObservedVf now = observer.settled(
                    before, Optional.empty(), read -> undoneTo(before, read).isEmpty());
            undoneTo(before, now).forEach(difference -> leftovers.add(difference.toString()));
        } catch (KernelException e) {
            leftovers.add(String.valueOf(e.getMessage()));
        }
        return leftovers.isEmpty()
                ? new AttachResult.Undone(failure)
                : new AttachResult.Dirty(failure, String.join("; ", leftovers));
    }

    private static List<Difference> undoneTo(ObservedVf before, ObservedVf now) {
        return Difference.between(before.attributes(), now.attributes(), before.profile());
    }

    /**
     * Takes a VF back to the host and to its baseline, wherever it is. Saying it again is no error.
     *
     * @param baseline what clean is; fields that are empty are left as they are
     * @param pod where the caller believes it is; stays the caller's to close
     * @param hint the namespace it was given to, for when {@code pod} is empty
     * @param mode how far it is taken apart; empty for its driver's own way
     */
    public ReleaseResult release(
            PciAddress vf,
            VfAttributes baseline,
            Optional<Namespace> pod,
            Optional<NetworkNamespace> hint,
            Optional<ReleaseMode> mode) {
        return lanes.alone(vf, () -> releaseAlone(vf, baseline, pod, hint, mode), ReleaseResult.Failed::new);
    }

    private ReleaseResult releaseAlone(
            PciAddress vf,
            VfAttributes baseline,
            Optional<Namespace> pod,
            Optional<NetworkNamespace> hint,
            Optional<ReleaseMode> mode) {
        try (Observer.Located located = observer.locate(vf, pod, hint)) {
            return new Cleaning(kernel, observer, baseline, mode).of(located);
        } catch (KernelException e) {
            return new ReleaseResult.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** Looks whether a VF is clean, without changing it. */
    public ReleaseResult verify(PciAddress vf, VfAttributes baseline) {
        return lanes.alone(vf, () -> verifyAlone(vf, baseline), ReleaseResult.Failed::new);
    }

    private ReleaseResult verifyAlone(PciAddress vf, VfAttributes baseline) {
        try {
            Optional<ObservedVf> now = observer.read(vf, Optional.empty());
            if (now.isEmpty()) {
                return new ReleaseResult.Failed("there is no VF " + vf);
            }
            List<Difference> differences = Difference.fromBaseline(baseline, now.get());
            return differences.isEmpty()
                    ? new ReleaseResult.Clean(now.get(), /* rebased= */ false)
                    : new ReleaseResult.Unclean(now.get(), differences, List.of());
        } catch (KernelException e) {
            return new ReleaseResult.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static AttachResult undone(Cause cause, String message) {
        return new AttachResult.Undone(new Failure(cause, Optional.empty(), message));
    }

    private static String words(List<Difference> differences) {
        return String.join("; ", differences.stream().map(Difference::toString).toList());
    }
}
