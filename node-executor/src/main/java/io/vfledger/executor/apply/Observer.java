package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.ObservedVf;
import io.vfledger.executor.plan.ObservedVf.Placed;
import io.vfledger.executor.plan.Place;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfTraits;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads VFs, and PFs that are given as a whole, and finds their interfaces wherever they are. */
final class Observer {
    /** i40e applies a MAC within 2 s of accepting it; a dying namespace gives its interfaces back in less. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** A driver makes its interface in well under a second; an emulated machine takes longer. */
    private static final Duration RETURNING = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Kernel kernel;
    private final DriverProfiles profiles;

    Observer(Kernel kernel, DriverProfiles profiles) {
        this.kernel = kernel;
        this.profiles = profiles;
    }

    /** A VF with its interface, looked for on the host first. */
    Optional<ObservedVf> read(PciAddress vf, Optional<Namespace> pod) throws KernelException {
        Optional<VfTraits> traits = kernel.sysfs().function(vf);
        if (traits.isEmpty()) {
            return Optional.empty();
        }
        VfAttributes administrative = administrative(traits.get());
        Optional<Placed> place = placed(vf, kernel.host(), Place.HOST);
        if (place.isEmpty() && pod.isPresent()) {
            place = placed(vf, pod.get(), Place.POD);
        }
        return Optional.of(new ObservedVf(traits.get(), profiles.of(traits.get()), administrative, place));
    }

    /** A PF has nobody above it that would keep anything about it. */
    private VfAttributes administrative(VfTraits function) throws KernelException {
        if (function.isPf()) {
            return VfAttributes.UNKNOWN;
        }
        VfAttributes told = kernel.administrative(function.pf()).get(function.index());
        if (told == null) {
            throw new KernelException("PF " + function.pf() + " tells nothing about VF " + function.pci());
        }
        return told;
    }

    private Optional<Placed> placed(PciAddress vf, Namespace in, Place place) throws KernelException {
        Optional<Netdev> netdev = kernel.netdev(vf, in);
        return netdev.isEmpty()
                ? Optional.empty()
                : Optional.of(new Placed(place, netdev.get().with(kernel.offloads(in, netdev.get()))));
    }

    /** Reads a VF that was bound anew until its interface is there, if its driver makes one. */
    ObservedVf returned(PciAddress vf) throws KernelException {
        Wait wait = new Wait(RETURNING, POLL);
        while (true) {
            Optional<ObservedVf> now = read(vf, Optional.empty());
            boolean whole = now.isPresent()
                    && (now.get().place().isPresent() || !now.get().profile().hasNetdev());
            if (whole) {
                return now.get();
            }
            if (!wait.more()) {
                throw new KernelException(
                        "VF " + vf + " has no interface " + RETURNING.toMillis() + " ms after it was bound anew");
            }
        }
    }

    /** Reads again until it is as hoped, or the drivers' time is over; the last reading counts. */
    ObservedVf settled(ObservedVf before, Optional<Namespace> pod, Predicate<ObservedVf> hoped) throws KernelException {
        Wait wait = new Wait(SETTLING, POLL);
        while (true) {
            PciAddress vf = before.traits().pci();
            ObservedVf now = read(vf, pod)
                    .orElseThrow(() -> new KernelException("VF " + vf + " went away while it was changed"));
            if (hoped.test(now) || !wait.more()) {
                return now;
            }
        }
    }

    /**
     * Finds a VF in the pod, on the host, in the namespace of the hint, or in any other. A namespace that is just dying
     * shows its interfaces nowhere for a moment.
     */
    Located locate(PciAddress vf, Optional<Namespace> pod, Optional<NetworkNamespace> hint) throws KernelException {
        Optional<ObservedVf> observed = read(vf, pod);
        if (observed.isEmpty()) {
            return new Located(observed, Optional.empty(), false, "there is no VF " + vf);
        }
        if (observed.get().place().isPresent() || !observed.get().profile().hasNetdev()) {
            return new Located(observed, pod, false, "");
        }
        Wait wait = new Wait(SETTLING, POLL);
        do {
            Optional<Namespace> holder = holder(vf, hint);
            if (holder.isPresent()) {
                return new Located(read(vf, holder), holder, true, "");
            }
            observed = read(vf, Optional.empty());
            if (observed.isPresent() && observed.get().place().isPresent()) {
                return new Located(observed, Optional.empty(), false, "");
            }
        } while (wait.more());
        return new Located(
                observed,
                Optional.empty(),
                false,
                "the interface of VF " + vf + " is neither on the host nor in any namespace with a process or a mount");
    }

    private Optional<Namespace> holder(PciAddress vf, Optional<NetworkNamespace> hint) throws KernelException {
        if (hint.isPresent() && hint.get().inode() != 0) {
            Optional<Namespace> namespace = kernel.find(hint.get());
            if (namespace.isPresent()) {
                if (kernel.netdev(vf, namespace.get()).isPresent()) {
                    return namespace;
                }
                namespace.get().close();
            }
        }
        return kernel.holderOf(vf);
    }

    /**
     * A VF and the namespace it is in.
     *
     * @param observed empty when there is no such VF
     * @param namespace where its interface is, if not on the host
     * @param ours whether the namespace was opened here and is closed with this
     * @param missing why it, or its interface, was not found, in words; empty when all is there
     */
    record Located(Optional<ObservedVf> observed, Optional<Namespace> namespace, boolean ours, String missing)
            implements AutoCloseable {
        @Override
        public void close() {
            if (ours) {
                namespace.ifPresent(Namespace::close);
            }
        }
    }
}
