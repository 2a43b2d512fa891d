package io.vfledger.executor.attach;

import io.vfledger.avro.FailureReason;
import io.vfledger.avro.IpAssignment;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.RouteAssignment;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfSettings;
import io.vfledger.executor.pf.PfConfiguration;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.executor.plan.Sysctl;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The node's NICs as the executor uses them: each call is whole, undoes what it began when it fails, and reads back. */
public interface NodeNics {
    /** Every PF and VF now. */
    Inventory inventory();

    /** One PF and its VFs now; nothing when it is not there. */
    Inventory inventory(PciAddress pf);

    /** A PF as a function of its own, as it is given as a whole; empty when it is not there. */
    Optional<VfDescription> whole(PciAddress pf);

    /** The PF that a function is or belongs to; empty for what is no SR-IOV function, or not there. */
    Optional<PciAddress> pfOf(PciAddress function);

    /** Gives a VF to a pod. */
    Attached attach(AttachOrder order);

    /**
     * Prepares a VF for a pod that will ask for it: what its PF keeps about it is set and read back, the VF stays on the host.
     *
     * @param settings asked; null fields are as in the baseline
     */
    Held hold(PciAddress pci, VfSettings settings, VfAttributes baseline);

    /**
     * Writes what a PF keeps about a VF that is with a pod again where it is otherwise, and reads it back. What the owner may
     * change is left: its interface, and its address while it is trusted.
     *
     * @param settings asked; null fields are as in the baseline
     */
    Held rewrite(PciAddress pci, VfSettings settings, VfAttributes baseline);

    /** Takes a VF back into the host's namespace and to its baseline, wherever it is; may be said again. */
    Released release(ReleaseOrder order);

    /**
     * Reads a VF.
     *
     * @param pci which
     * @param baseline to compare with; empty to capture one
     * @param repair bring it to its baseline first, or, where none is known, make it anew; empty to read alone
     */
    Verified verify(PciAddress pci, Optional<VfAttributes> baseline, Optional<ReleaseMode> repair);

    /**
     * Brings a PF to its configuration, or leaves it as it was. What is being done to its VFs is waited for, and what comes
     * meanwhile waits.
     *
     * @param given VFs that are given away or worked on; asked while nothing is being done to them
     */
    Configured configure(PfConfiguration wanted, Supplier<Set<PciAddress>> given);

    /** A configuration that was carried out in an earlier life: its defaults are part of what clean is. */
    void assume(PfConfiguration earlier);

    /** Reads a VF that was given to a pod. */
    Looked look(PciAddress pci, PodNamespace namespace);

    /** The VF of that number on the PF with that interface; empty when there is none. */
    Optional<PciAddress> vf(String pfNetdev, int index);

    /** Whether the namespace has an interface of that name. */
    boolean interfaceExists(PodNamespace namespace, String ifname);

    /** Whether that namespace still lives with the VF inside. */
    boolean holds(NetworkNamespace namespace, PciAddress pci);

    /** All functions at one moment. */
    record Inventory(List<PfDescription> pfs, List<VfDescription> vfs) {}

    /**
     * What to attach, and where to.
     *
     * @param pci the VF
     * @param namespace where to
     * @param ifname its name there
     * @param settings asked; null fields stay as in the baseline
     * @param baseline what it has now
     * @param ips to set
     * @param routes to set
     * @param sysctls of the interface to set
     */
    record AttachOrder(
            PciAddress pci,
            PodNamespace namespace,
            String ifname,
            VfSettings settings,
            VfAttributes baseline,
            List<IpAssignment> ips,
            List<RouteAssignment> routes,
            List<Sysctl> sysctls) {}

    /**
     * What to release, and what is known of it.
     *
     * @param pci the VF
     * @param namespace where it was put, if known
     * @param descriptor of that namespace, if the caller passed one
     * @param hostNetdev its name in the host's namespace, if known
     * @param baseline what clean is, if known
     * @param settings that were applied to it
     * @param mode how far it is taken apart
     */
    record ReleaseOrder(
            PciAddress pci,
            Optional<NetworkNamespace> namespace,
            Optional<PodNamespace> descriptor,
            Optional<String> hostNetdev,
            Optional<VfAttributes> baseline,
            VfSettings settings,
            ReleaseMode mode) {}

    /** What came of attaching. */
    sealed interface Attached {
        /**
         * It is in the pod.
         *
         * @param attributes as read back
         * @param hostNetdev its name in the host's namespace before
         * @param kernelMicros time in the kernel, microseconds
         */
        record Done(VfAttributes attributes, Optional<String> hostNetdev, long kernelMicros) implements Attached {}

        record Failed(Failure failure) implements Attached {}
    }

    /** What came of preparing. */
    sealed interface Held {
        /** It is as asked; attributes as read back. */
        record Done(VfAttributes attributes) implements Held {}

        record Failed(Failure failure) implements Held {}
    }

    /** What came of releasing. */
    sealed interface Released {
        /**
         * It is on the host.
         *
         * @param differences from the baseline; empty when clean
         * @param attributes as read back
         * @param rebased these attributes are its baseline from now on
         * @param kernelMicros time in the kernel, microseconds
         */
        record Done(List<String> differences, VfAttributes attributes, boolean rebased, long kernelMicros)
                implements Released {}

        record Failed(Failure failure) implements Released {}
    }

    /** What came of reading. */
    sealed interface Verified {
        /**
         * It was read.
         *
         * @param differences from the baseline; empty when clean or captured
         * @param hostUse why the host itself uses it
         * @param attributes as read
         * @param rebased these attributes are its baseline from now on
         */
        record Done(List<String> differences, Optional<String> hostUse, VfAttributes attributes, boolean rebased)
                implements Verified {}

        record Failed(Failure failure) implements Verified {}
    }

    /** What came of looking at a VF in a pod. */
    sealed interface Looked {
        /**
         * It was read.
         *
         * @param attributes as read
         * @param hasInterface whether its driver makes an interface
         * @param nameInPod the interface's name in the pod's namespace; empty when it is not there
         * @param routes through it there
         */
        record Found(VfAttributes attributes, boolean hasInterface, Optional<String> nameInPod, List<PodRoute> routes)
                implements Looked {}

        record Failed(Failure failure) implements Looked {}
    }

    /** What came of configuring a PF. */
    sealed interface Configured {
        record Done(PfDescription pf) implements Configured {}

        record Failed(Failure failure) implements Configured {}
    }

    /**
     * Why something was not done.
     *
     * @param reason in the contract's terms
     * @param message operation, errno, the kernel's text
     * @param undone everything is as before
     */
    record Failure(FailureReason reason, String message, boolean undone) {}
}
