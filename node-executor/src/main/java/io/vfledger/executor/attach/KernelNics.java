package io.vfledger.executor.attach;

import io.vfledger.avro.FailureReason;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfSettings;
import io.vfledger.executor.apply.AttachResult;
import io.vfledger.executor.apply.ReleaseResult;
import io.vfledger.executor.apply.VfApplier;
import io.vfledger.executor.binding.UserSpaceVfs;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.kernel.PciFunction;
import io.vfledger.executor.pf.PfConfiguration;
import io.vfledger.executor.pf.PfConfigurer;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.Difference;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.ObservedVf;
import io.vfledger.executor.plan.Place;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The node's NICs by way of the kernel, real or simulated. */
public final class KernelNics implements NodeNics {
    /** A PF of many VFs is made anew in less; the caller of an ADD has given up by then. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final Kernel kernel;
    private final VfApplier applier;
    private final Discovery discovery;
    private final DriverProfiles profiles;
    private final UserSpaceVfs userSpace;
    private final PfConfigurer configurer;
    private final Baselines baselines;
    private final FunctionFacts facts;
    private final WholePfs wholePfs;
    private final PfGates gates = new PfGates(LONGEST_WAIT);

    public KernelNics(Kernel kernel, Discovery discovery, DriverProfiles profiles) {
        this(kernel, discovery, profiles, new DeviceUsers());
    }

    /** @param users who has device nodes open */
    KernelNics(Kernel kernel, Discovery discovery, DriverProfiles profiles, DeviceUsers users) {
        this.kernel = kernel;
        this.applier = new VfApplier(kernel, profiles);
        this.discovery = discovery;
        this.profiles = profiles;
        this.userSpace = new UserSpaceVfs(kernel.sysfs(), users);
        this.configurer = new PfConfigurer(kernel, discovery, users);
        this.baselines = new Baselines(kernel.sysfs());
        this.facts = new FunctionFacts(kernel, userSpace);
        this.wholePfs = new WholePfs(kernel, discovery, userSpace);
    }

    /** @throws KernelFailure when the kernel cannot be asked */
    @Override
    public Inventory inventory() {
        try {
            return inventory(discovery.read());
        } catch (KernelException e) {
            throw new KernelFailure("cannot read the node's NICs", e);
        }
    }

    /** @throws KernelFailure when the kernel cannot be asked */
    @Override
    public Inventory inventory(PciAddress pf) {
        try {
            return inventory(discovery.read(pf));
        } catch (KernelException e) {
            throw new KernelFailure("cannot read PF " + pf, e);
        }
    }

    private Inventory inventory(Discovery.Found found) throws KernelException {
        return facts.completed(new Inventory(
                found.pfs().stream().map(KernelMapping::description).toList(),
                found.vfs().stream().map(KernelMapping::description).toList()));
    }

    /** @throws KernelFailure when the kernel cannot be asked */
    @Override
    public Optional<VfDescription> whole(PciAddress pf) {
        try {
            return discovery.whole(pf).map(KernelMapping::description);
        } catch (KernelException e) {
            throw new KernelFailure("cannot read PF " + pf, e);
        }
    }

    /** @throws KernelFailure when the kernel cannot be asked */
    @Override
    public Optional<PciAddress> pfOf(PciAddress function) {
        try {
            Optional<PciAddress> above = kernel.sysfs().pfOf(function);
            return above.isPresent() ? above : kernel.sysfs().pf(function).map(PciFunction::pci);
        } catch (KernelException e) {
            throw new KernelFailure("cannot tell what " + function + " is", e);
        }
    }

    @Override
    public Attached attach(AttachOrder order) {
        return beside(order.pci(), whole -> attachNow(order, whole), Attached.Failed::new);
    }

    /** Done to a function; {@code whole}: it is a PF. */
    private interface Work<T> {
        T on(boolean whole);
    }

    /** Nothing is done to a VF while its PF is changed, or given as a whole. */
    private <T> T beside(PciAddress function, Work<T> work, Function<Failure, T> without) {
        return wholePfs.isPf(function)
                ? gates.alone(function, () -> work.on(true), busy -> without.apply(pending(busy)))
                : gates.beside(pfAbove(function), () -> work.on(false), busy -> without.apply(pending(busy)));
    }

    private static Failure pending(String why) {
        return new Failure(FailureReason.PENDING, why, true);
    }

    /** Empty also where that cannot be told: what is to be done then fails by itself. */
    private Optional<PciAddress> pfAbove(PciAddress vf) {
        try {
            return kernel.sysfs().pfOf(vf);
        } catch (KernelException e) {
            return Optional.empty();
        }
    }

    private Attached attachNow(AttachOrder order, boolean whole) {
        long begun = System.nanoTime();
        Desired.InPod desired;
        try {
            desired = new Desired.InPod(
                    KernelMapping.settings(order.settings()),
                    new InterfaceName(order.ifname()),
                    KernelMapping.prefixes(order.ips()),
                    KernelMapping.routes(order.routes()),
                    order.sysctls());
        } catch (IllegalArgumentException e) {
            return new Attached.Failed(new Failure(FailureReason.KERNEL_REFUSED, String.valueOf(e.getMessage()), true));
        }
        try (Namespace pod = kernel.open(order.namespace().descriptor())) {
            Optional<String> taken = whole ? wholePfs.refusal(order.pci()) : userSpace.refusal(order.pci());
            if (taken.isPresent()) {
                return new Attached.Failed(new Failure(FailureReason.HOST_USE, taken.get(), true));
            }
            return switch (applier.attach(order.pci(), pod, desired)) {
                case AttachResult.Applied applied ->
                    new Attached.Done(
                            KernelMapping.attributes(applied.after().attributes()),
                            hostName(applied.before()),
                            microsSince(begun));
                case AttachResult.Undone undone -> new Attached.Failed(failure(undone.failure(), true, ""));
                case AttachResult.Dirty dirty ->
                    new Attached.Failed(failure(dirty.failure(), false, "; left behind: " + dirty.leftover()));
            };
        } catch (KernelException e) {
            return new Attached.Failed(
                    new Failure(FailureReason.NO_SUCH_NAMESPACE, String.valueOf(e.getMessage()), true));
        }
    }

    @Override
    public Held hold(PciAddress pci, VfSettings settings, VfAttributes baseline) {
        return beside(pci, whole -> holdNow(pci, settings, baseline), Held.Failed::new);
    }

    private Held holdNow(PciAddress pci, VfSettings settings, VfAttributes baseline) {
        Desired.Held desired;
        try {
            Optional<String> taken = userSpace.refusal(pci);
            if (taken.isPresent()) {
                return new Held.Failed(new Failure(FailureReason.HOST_USE, taken.get(), true));
            }
            desired = new Desired.Held(
                    KernelMapping.settings(settings),
                    baselines.of(pci, baseline(Optional.of(baseline), Optional.empty())));
        } catch (IllegalArgumentException | KernelException e) {
            return new Held.Failed(new Failure(FailureReason.KERNEL_REFUSED, String.valueOf(e.getMessage()), true));
        }
        return held(pci, desired);
    }

    @Override
    public Held rewrite(PciAddress pci, VfSettings settings, VfAttributes baseline) {
        return beside(pci, whole -> rewriteNow(pci, settings, baseline), Held.Failed::new);
    }

    private Held rewriteNow(PciAddress pci, VfSettings settings, VfAttributes baseline) {
        try {
            io.vfledger.vf.VfAttributes before = baselines.of(pci, KernelMapping.attributes(baseline));
            return held(pci, Desired.Held.besideOwner(KernelMapping.settings(settings), before));
        } catch (IllegalArgumentException | KernelException e) {
            return new Held.Failed(new Failure(FailureReason.KERNEL_REFUSED, String.valueOf(e.getMessage()), true));
        }
    }

    private Held held(PciAddress pci, Desired.Held desired) {
        return switch (applier.hold(pci, desired)) {
            case AttachResult.Applied applied ->
                new Held.Done(KernelMapping.attributes(applied.after().attributes()));
            case AttachResult.Undone undone -> new Held.Failed(failure(undone.failure(), true, ""));
            case AttachResult.Dirty dirty ->
                new Held.Failed(failure(dirty.failure(), false, "; left behind: " + dirty.leftover()));
        };
    }

    private static Optional<String> hostName(ObservedVf before) {
        return before.place()
                .filter(placed -> placed.place() == Place.HOST)
                .map(placed -> placed.netdev().name().value());
    }

    private static Failure failure(AttachResult.Failure failure, boolean undone, String more) {
        FailureReason reason = switch (failure.cause()) {
            case NO_SUCH_VF -> FailureReason.NO_SUCH_VF;
            case INTERFACE_EXISTS -> FailureReason.INTERFACE_EXISTS;
            case KERNEL_REFUSED -> FailureReason.KERNEL_REFUSED;
            case PENDING -> FailureReason.PENDING;
            case NOT_READ_BACK -> FailureReason.NOT_READ_BACK;
        };
        return new Failure(reason, failure.message() + more, undone);
    }

    @Override
    public Released release(ReleaseOrder order) {
        return beside(order.pci(), whole -> releaseNow(order, whole), Released.Failed::new);
    }

    private Released releaseNow(ReleaseOrder order, boolean whole) {
        long begun = System.nanoTime();
        Optional<io.vfledger.vf.NetworkNamespace> hint = order.namespace().map(KernelMapping::namespace);
        Optional<Namespace> pod = Optional.empty();
        try {
            Optional<String> user = userSpace.user(order.pci());
            if (user.isPresent()) {
                return new Released.Failed(new Failure(FailureReason.IN_USE, user.get(), true));
            }
            Optional<Released> hosts = whole ? usedByHost(order.pci(), begun) : Optional.empty();
            if (hosts.isPresent()) {
                return hosts.get();
            }
            io.vfledger.vf.VfAttributes known = baseline(order.baseline(), order.hostNetdev());
            io.vfledger.vf.VfAttributes baseline = baselines.of(order.pci(), known);
            boolean moved = !baseline.equals(known);
            if (order.descriptor().isPresent()) {
                pod = Optional.of(kernel.open(order.descriptor().get().descriptor()));
            }
            return switch (applier.release(order.pci(), baseline, pod, hint, KernelMapping.mode(order.mode()))) {
                case ReleaseResult.Clean clean -> done(clean.observed(), List.of(), clean.rebased() || moved, begun);
                case ReleaseResult.Unclean unclean
                when !isHome(unclean.observed()) ->
                    new Released.Failed(new Failure(
                            FailureReason.KERNEL_REFUSED, words(unclean.problems(), unclean.differences()), false));
                case ReleaseResult.Unclean unclean ->
                    done(
                            unclean.observed(),
                            differences(unclean.problems(), unclean.differences()),
                            /* rebased= */ false,
                            begun);
                case ReleaseResult.Failed failed ->
                    new Released.Failed(new Failure(FailureReason.NO_SUCH_VF, failed.message(), false));
            };
        } catch (KernelException e) {
            return new Released.Failed(
                    new Failure(FailureReason.NO_SUCH_NAMESPACE, String.valueOf(e.getMessage()), false));
        } finally {
            pod.ifPresent(Namespace::close);
        }
    }

    /** A PF that is on the host, and in its use again, is left as it is. */
    private Optional<Released> usedByHost(PciAddress pf, long begun) throws KernelException {
        boolean used = discovery.wholeUse(pf).isPresent();
        Optional<ObservedVf> observed = used ? applier.observe(pf, Optional.empty()) : Optional.empty();
        return observed.map(left -> done(left, List.of(), /* rebased= */ true, begun));
    }

    /** A VF that has an interface is home when that is on the host. */
    private static boolean isHome(ObservedVf observed) {
        return observed.place().map(placed -> placed.place() == Place.HOST).orElse(true);
    }

    private static Released done(ObservedVf observed, List<String> differences, boolean rebased, long begun) {
        return new Released.Done(
                differences, KernelMapping.attributes(observed.attributes()), rebased, microsSince(begun));
    }

    private static List<String> differences(List<String> problems, List<Difference> differences) {
        List<String> texts = new ArrayList<>(problems);
        differences.forEach(difference -> texts.add(difference.toString()));
        return texts;
    }

    private static String words(List<String> problems, List<Difference> differences) {
        return String.join("; ", differences(problems, differences));
    }

    /** The name that the VF had on the host is part of what clean is, even where the baseline was read without one. */
    private static io.vfledger.vf.VfAttributes baseline(Optional<VfAttributes> baseline, Optional<String> hostNetdev) {
        VfAttributes.Builder named = baseline.map(VfAttributes::newBuilder).orElseGet(VfAttributes::newBuilder);
        if (named.getNetdev() == null) {
            named.setNetdev(hostNetdev.orElse(null));
        }
        return KernelMapping.attributes(named.build());
    }

    @Override
    public Verified verify(PciAddress pci, Optional<VfAttributes> baseline, Optional<ReleaseMode> repair) {
        return beside(pci, whole -> verifyNow(pci, baseline, repair, whole), Verified.Failed::new);
    }

    private Verified verifyNow(
            PciAddress pci, Optional<VfAttributes> baseline, Optional<ReleaseMode> repair, boolean whole) {
        try {
            Optional<ObservedVf> observed = applier.observe(pci, Optional.empty());
            if (observed.isEmpty()) {
                return new Verified.Failed(new Failure(FailureReason.NO_SUCH_VF, "there is no VF " + pci, true));
            }
            Optional<String> otherUse = whole ? discovery.wholeUse(pci) : facts.hostUse(pci);
            Optional<String> hostUse = observed.get()
                    .place()
                    .flatMap(placed -> Discovery.hostUse(placed.netdev()))
                    .or(() -> otherUse);
            // Without a baseline nobody knows what the last owner left: bound anew, at least its interface is a new
            // one.
            boolean renew = baseline.isEmpty()
                    && repair.isPresent()
                    && notAtHome(observed.get()).isEmpty();
            if ((baseline.isEmpty() && !renew) || hostUse.isPresent()) {
                return new Verified.Done(
                        notAtHome(observed.get()),
                        hostUse,
                        KernelMapping.attributes(observed.get().attributes()),
                        /* rebased= */ false);
            }
            io.vfledger.vf.VfAttributes known =
                    baseline.map(KernelMapping::attributes).orElse(io.vfledger.vf.VfAttributes.UNKNOWN);
            io.vfledger.vf.VfAttributes wanted = baselines.of(pci, known);
            return verified(
                    !wanted.equals(known),
                    repair.isPresent()
                            ? applier.release(
                                    pci, wanted, Optional.empty(), Optional.empty(), KernelMapping.mode(repair.get()))
                            : applier.verify(pci, wanted));
        } catch (KernelException e) {
            return new Verified.Failed(new Failure(FailureReason.KERNEL_REFUSED, String.valueOf(e.getMessage()), true));
        }
    }

    /** A VF whose driver makes an interface is not clean while that is out of the host's sight. */
    private static List<String> notAtHome(ObservedVf observed) {
        return observed.profile().hasNetdev() && observed.place().isEmpty()
                ? List.of("netdev: expected on the host, found nothing")
                : List.of();
    }

    /** @param moved the baseline is another one now, by its PF's defaults or its driver */
    private static Verified verified(boolean moved, ReleaseResult result) {
        return switch (result) {
            case ReleaseResult.Clean clean ->
                new Verified.Done(
                        List.of(),
                        Optional.empty(),
                        KernelMapping.attributes(clean.observed().attributes()),
                        clean.rebased() || moved);
            case ReleaseResult.Unclean unclean ->
                new Verified.Done(
                        differences(unclean.problems(), unclean.differences()),
                        Optional.empty(),
                        KernelMapping.attributes(unclean.observed().attributes()),
                        /* rebased= */ false);
            case ReleaseResult.Failed failed ->
                new Verified.Failed(new Failure(FailureReason.NO_SUCH_VF, failed.message(), true));
        };
    }

    @Override
    public Configured configure(PfConfiguration wanted, Supplier<Set<PciAddress>> given) {
        return gates.alone(
                wanted.pf(), () -> configureNow(wanted, given.get()), busy -> new Configured.Failed(pending(busy)));
    }

    private Configured configureNow(PfConfiguration wanted, Set<PciAddress> given) {
        Configured result = PfMapping.configured(configurer.configure(wanted, given));
        if (result instanceof Configured.Done) {
            assume(wanted);
        }
        return result;
    }

    @Override
    public void assume(PfConfiguration earlier) {
        baselines.assume(earlier.pf(), earlier.defaults());
    }

    @Override
    public Looked look(PciAddress pci, PodNamespace namespace) {
        try (Namespace pod = kernel.open(namespace.descriptor())) {
            Optional<ObservedVf> observed = applier.observe(pci, Optional.of(pod));
            if (observed.isEmpty()) {
                return new Looked.Failed(new Failure(FailureReason.NO_SUCH_VF, "there is no VF " + pci, true));
            }
            Optional<Netdev> inPod = observed.get()
                    .place()
                    .filter(placed -> placed.place() == Place.POD)
                    .map(ObservedVf.Placed::netdev);
            return new Looked.Found(
                    KernelMapping.attributes(observed.get().attributes()),
                    profiles.of(observed.get().traits()).hasNetdev(),
                    inPod.map(netdev -> netdev.name().value()),
                    inPod.isPresent() ? routes(pod, inPod.get()) : List.of());
        } catch (KernelException e) {
            return new Looked.Failed(new Failure(FailureReason.KERNEL_REFUSED, String.valueOf(e.getMessage()), true));
        }
    }

    private List<PodRoute> routes(Namespace pod, Netdev netdev) throws KernelException {
        return kernel.routes(pod, netdev.index()).stream()
                .map(route -> new PodRoute(route.destination(), route.gateway(), route.options()))
                .toList();
    }

    /** @throws KernelFailure when the kernel cannot be asked */
    @Override
    public Optional<PciAddress> vf(String pfNetdev, int index) {
        try {
            for (PciFunction pf : kernel.sysfs().pfs()) {
                if (pf.netdev().map(InterfaceName::value).equals(Optional.of(pfNetdev))) {
                    return Optional.ofNullable(kernel.sysfs().vfs(pf.pci()).get(new VfIndex(index)));
                }
            }
            return Optional.empty();
        } catch (KernelException e) {
            throw new KernelFailure("cannot look for VF " + index + " of " + pfNetdev, e);
        }
    }

    /** @throws KernelFailure when the namespace cannot be looked into */
    @Override
    public boolean interfaceExists(PodNamespace namespace, String ifname) {
        try (Namespace pod = kernel.open(namespace.descriptor())) {
            return kernel.nameTaken(pod, new InterfaceName(ifname));
        } catch (KernelException e) {
            throw new KernelFailure("cannot look into the pod's namespace", e);
        }
    }

    /** @throws KernelFailure when the kernel cannot be asked */
    @Override
    public boolean holds(NetworkNamespace namespace, PciAddress pci) {
        try {
            Optional<Namespace> found = kernel.find(KernelMapping.namespace(namespace));
            if (found.isEmpty()) {
                return false;
            }
            try (Namespace pod = found.get()) {
                Optional<Netdev> inside = kernel.netdev(pci, pod);
                return inside.isPresent();
            }
        } catch (KernelException e) {
            throw new KernelFailure("cannot look for the VF's namespace", e);
        }
    }

    private static long microsSince(long begun) {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
    }

    /** The kernel could not be asked; names the operation. */
    public static final class KernelFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KernelFailure(String operation, KernelException cause) {
            super(operation + ": " + cause.getMessage(), cause);
        }
    }
}
