package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.Demand;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import java.util.Optional;

/** What the node's agent shall do. It acts only on a strictly greater fence than it has acted on before. */
public sealed interface Command {
    /**
     * Prepare a function for a demand: administrative settings, read back.
     *
     * @param pool the pool that it belongs to: who asks for another one's does not mean this hold
     * @param releaseMode how it is made clean when it comes back; empty: as is usual for its driver
     * @param deadlineMs not after this, milliseconds since 1970 UTC
     */
    record HoldVf(
            PciAddress vf,
            Fence fence,
            Demand demand,
            Optional<PodIdentity> pod,
            Optional<PoolName> pool,
            VfSettings settings,
            VfAttributes baseline,
            Optional<ReleaseMode> releaseMode,
            long deadlineMs)
            implements Command {}

    /**
     * Give a function to an attachment.
     *
     * @param baseline what clean is
     * @param releaseMode how it is made clean when it comes back; empty: as is usual for its driver
     * @param deadlineMs not after this, milliseconds since 1970 UTC
     */
    record AssignVf(
            PciAddress vf,
            Fence fence,
            RequestId request,
            Attachment attachment,
            Demand demand,
            Optional<PodIdentity> pod,
            NetworkNamespace netns,
            VfSettings settings,
            VfAttributes baseline,
            Optional<ReleaseMode> releaseMode,
            long deadlineMs)
            implements Command {}

    /**
     * Take a function back, bring it to its baseline and verify it.
     *
     * @param attachment the interface that it is; empty where there is none
     * @param onlyIfNamespaceGone refuse (IN_USE) while the holder's namespace lives with the function inside
     * @param baseline what clean is
     * @param releaseMode how it is made clean; empty: as is usual for its driver
     */
    record ReleaseVf(
            PciAddress vf,
            Fence fence,
            Optional<Attachment> attachment,
            ReleaseCause cause,
            boolean onlyIfNamespaceGone,
            VfAttributes baseline,
            Optional<ReleaseMode> releaseMode)
            implements Command {}

    /**
     * Read a function and say whether it is clean and unused.
     *
     * @param baseline what to compare with; empty: capture one
     * @param repair bring it to its baseline first; where there is none, make it anew before one is captured
     * @param releaseMode how it is repaired; empty: as is usual for its driver
     * @param rewrite what its owner asked for: what its PF keeps about it otherwise is written again, and the rest is left to
     *     the owner; empty: nothing is
     */
    record VerifyVf(
            PciAddress vf,
            Fence fence,
            Optional<Baseline> baseline,
            boolean repair,
            Optional<ReleaseMode> releaseMode,
            Optional<VfSettings> rewrite)
            implements Command {
        /** Without an owner. */
        public VerifyVf(
                PciAddress vf,
                Fence fence,
                Optional<Baseline> baseline,
                boolean repair,
                Optional<ReleaseMode> releaseMode) {
            this(vf, fence, baseline, repair, releaseMode, Optional.empty());
        }
    }

    /**
     * Find a lost function and bring it back to the host's namespace.
     *
     * @param releaseMode how it is made clean then; empty: as is usual for its driver
     */
    record RecoverVf(PciAddress vf, Fence fence, VfAttributes baseline, Optional<ReleaseMode> releaseMode)
            implements Command {}

    /**
     * Configure a PF.
     *
     * @param settings how it shall be
     * @param allowInUse do it though VFs are in use
     */
    record ConfigurePf(PciAddress pf, Version version, PfSettings settings, boolean allowInUse) implements Command {}

    /** Publish the whole inventory again. */
    record ReportInventory(String cause) implements Command {}

    /** The answer "no" to a request. */
    record RequestRefused(RequestId request, Attachment attachment, Refusal refusal) implements Command {}
}
