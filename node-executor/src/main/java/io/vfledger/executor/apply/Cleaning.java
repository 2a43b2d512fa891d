package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.Difference;
import io.vfledger.executor.plan.HomeNames;
import io.vfledger.executor.plan.ObservedVf;
import io.vfledger.executor.plan.Place;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.executor.plan.Step;
import io.vfledger.executor.plan.VfPlan;
import io.vfledger.netlink.route.Link;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one VF clean: every attribute back to its baseline, read back; and where that is not enough, its driver bound anew
 * or the function reset, after which it is compared again with all that outlives either.
 */
final class Cleaning {
    private final Kernel kernel;
    private final Observer observer;
    private final VfAttributes baseline;
    private final Optional<ReleaseMode> asked;
    private final List<Refusal> problems = new ArrayList<>();

    Cleaning(Kernel kernel, Observer observer, VfAttributes baseline, Optional<ReleaseMode> asked) {
        this.kernel = kernel;
        this.observer = observer;
        this.baseline = baseline;
        this.asked = asked;
    }

    ReleaseResult of(Observer.Located located) {
        if (located.observed().isEmpty()) {
            return new ReleaseResult.Failed(located.missing());
        }
        ObservedVf before = located.observed().get();
        try {
            return located.missing().isEmpty() ? reset(before, located) : lost(before, located.missing());
        } catch (KernelException e) {
            problems.add(new Refusal(AttachResult.Cause.KERNEL_REFUSED, String.valueOf(e.getMessage())));
            return new ReleaseResult.Failed(String.join("; ", words()));
        }
    }

    /** A new interface comes to the host, wherever the old one was. */
    private ReleaseResult lost(ObservedVf before, String missing) throws KernelException {
        if (!mode(before).goesFurther(/* clean= */ false)) {
            return new ReleaseResult.Failed(missing);
        }
        problems.add(new Refusal(AttachResult.Cause.NO_SUCH_VF, missing));
        return startAgain(before, reachable(before));
    }

    private ReleaseResult reset(ObservedVf before, Observer.Located located) throws KernelException {
        boolean bare = PodUppers.none(kernel, before, located.namespace());
        List<String> left = bare
                ? List.of()
                : PodUppers.remove(kernel, before, located.namespace().orElseThrow());
        VfAttributes target = reachable(before);
        ObservedVf after = towards(target, before, located.namespace());
        List<Difference> differences = Difference.fromBaseline(target, after);
        boolean pending = problems.stream().anyMatch(Refusal::pending);
        // What lay on it may have been moved elsewhere by its pod: only an interface made anew is sure to carry
        // nothing.
        boolean further = mode(before).goesFurther(differences.isEmpty() && bare);
        // What waits for link or driver is no dirt: a new interface would not have it sooner.
        if (further && !(pending && mode(before) == ReleaseMode.REBIND_IF_UNCLEAN)) {
            return startAgain(after, target);
        }
        left.forEach(name -> problems.add(new Refusal(AttachResult.Cause.KERNEL_REFUSED, name + " still lies on it")));
        return differences.isEmpty() && left.isEmpty()
                ? new ReleaseResult.Clean(after, !target.equals(baseline))
                : new ReleaseResult.Unclean(after, differences, words());
    }

    private ReleaseResult startAgain(ObservedVf before, VfAttributes target) throws KernelException {
        if (mode(before) == ReleaseMode.FLR) {
            resetFunction(before);
        } else {
            kernel.unbind(before.traits());
            kernel.bind(before.traits());
        }
        ObservedVf fresh = observer.returned(before.traits().pci());
        VfAttributes lasting = fresh.profile().lasting(target);
        ObservedVf after = towards(lasting, fresh, Optional.empty());
        List<Difference> differences = Difference.fromBaseline(lasting, after);
        return differences.isEmpty()
                ? new ReleaseResult.Clean(after, /* rebased= */ true)
                : new ReleaseResult.Unclean(after, differences, words());
    }

    /** Without the driver that makes its interface; one that an earlier life took from it is given back, too. */
    private void resetFunction(ObservedVf before) throws KernelException {
        VfTraits vf = before.traits();
        if (kernel.sysfs().drivers().resetMethods(vf.pci()).isEmpty()) {
            throw new KernelException("VF " + vf.pci() + " cannot be reset by itself: it has no reset method");
        }
        boolean bound = vf.driver().isPresent();
        boolean takes = bound && before.profile().hasNetdev();
        if (takes) {
            kernel.unbind(vf);
        }
        try {
            kernel.reset(vf);
        } finally {
            if (takes || (!bound && baseline.netdev().isPresent())) {
                kernel.bind(vf);
            }
        }
    }

    private ObservedVf towards(VfAttributes target, ObservedVf before, Optional<Namespace> pod) throws KernelException {
        StepRunner runner = new StepRunner(kernel, before, pod);
        for (Step step : VfPlan.between(before, new Desired.Clean(target))) {
            Undoing.attempt(runner, step).ifPresent(problems::add);
        }
        return observer.settled(
                before, pod, now -> Difference.fromBaseline(target, now).isEmpty());
    }

    private ReleaseMode mode(ObservedVf observed) {
        // Bound anew, or reset, a PF would lose its VFs.
        return observed.traits().isPf()
                ? ReleaseMode.COMPARE
                : asked.orElse(observed.profile().release());
    }

    /**
     * The baseline with names that can be had. Somebody else's interface may have taken one meanwhile, as its name or as
     * another name; the VF gets one of its own then, which is its baseline's from then on.
     */
    private VfAttributes reachable(ObservedVf before) throws KernelException {
        List<String> wanted = new ArrayList<>(baseline.further().altNames().orElse(List.of()));
        baseline.netdev().map(InterfaceName::value).ifPresent(wanted::add);
        int own = before.place()
                .filter(placed -> placed.place() == Place.HOST)
                .map(placed -> placed.netdev().index())
                .orElse(0);
        List<String> taken = new ArrayList<>();
        for (String name : wanted) {
            Optional<Link> holder = kernel.hostLink(name);
            if (holder.isPresent() && holder.get().index() != own) {
                taken.add(name);
            }
        }
        return HomeNames.without(taken, baseline, before.traits().pci());
    }

    private List<String> words() {
        return problems.stream().map(Refusal::toString).toList();
    }
}
