package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Fence;
import io.vfledger.vf.IpAssignment;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfAttributes;
import java.util.List;
import java.util.Optional;

/** What a node agent has done, or could not do. It is never argued with, only answered. */
public sealed interface Outcome extends AgentInput {
    @Override
    default Source source() {
        return Source.OUTCOMES;
    }

    /** A function was prepared for a hold and read back. */
    record VfHeld(AgentStamp stamp, PciAddress vf, Fence fence, VfAttributes attributes) implements Outcome {}

    /**
     * A function is in its pod's namespace, configured and read back.
     *
     * @param request the request that it answers
     * @param attachment the interface that it is now
     * @param ips the addresses that IPAM gave
     * @param adopted whether nothing was written: it was found so
     */
    record VfAttached(
            AgentStamp stamp,
            PciAddress vf,
            Fence fence,
            Optional<RequestId> request,
            Attachment attachment,
            Optional<PodIdentity> pod,
            NetworkNamespace netns,
            VfAttributes attributes,
            List<IpAssignment> ips,
            boolean adopted)
            implements Outcome {
        public VfAttached {
            ips = List.copyOf(ips);
        }
    }

    /**
     * A function was taken back and read.
     *
     * @param attachment the interface that it was
     * @param clean whether it equals its baseline, in the host's namespace, unused
     * @param differences what is not as it should be, in words
     * @param rebased whether it was bound anew or reset: its attributes are its baseline from here on
     */
    record VfReleased(
            AgentStamp stamp,
            PciAddress vf,
            Fence fence,
            Optional<Attachment> attachment,
            ReleaseCause cause,
            boolean clean,
            List<String> differences,
            VfAttributes attributes,
            boolean rebased)
            implements Outcome {
        public VfReleased {
            differences = List.copyOf(differences);
        }
    }

    /**
     * A function was read.
     *
     * @param clean whether it equals its baseline (or one was captured), in the host's namespace, unused
     * @param hostUse why the host itself uses it
     * @param differences what is not as it should be, in words
     * @param rebased whether it was bound anew or reset: its attributes are its baseline from here on
     */
    record VfVerified(
            AgentStamp stamp,
            PciAddress vf,
            Fence fence,
            boolean clean,
            Optional<String> hostUse,
            List<String> differences,
            VfAttributes attributes,
            boolean rebased)
            implements Outcome {
        public VfVerified {
            differences = List.copyOf(differences);
        }
    }

    /**
     * A lost function is in the host's namespace again.
     *
     * @param rebased whether it was bound anew or reset: its attributes are its baseline from here on
     */
    record VfRecovered(AgentStamp stamp, PciAddress vf, Fence fence, VfAttributes attributes, boolean rebased)
            implements Outcome {}

    /** A PF was configured and read back. */
    record PfConfigured(AgentStamp stamp, Version version, PfInfo pf) implements Outcome {}

    /**
     * Kubelet gave devices of a pool to a pod.
     *
     * @param pod the pod, where it is known already
     */
    record DeviceAllocated(AgentStamp stamp, PoolName pool, List<PciAddress> vfs, Optional<PodIdentity> pod)
            implements Outcome {
        public DeviceAllocated {
            vfs = List.copyOf(vfs);
        }
    }

    /**
     * A command was refused or failed; what was begun was undone.
     *
     * @param vf the function that it was for; empty for a PF or the node
     * @param request the request that it served
     * @param reason why
     * @param message operation, errno and the kernel's text, in words
     * @param holder who uses the function, where that is why
     * @param attributes as read back afterwards
     */
    record CommandFailed(
            AgentStamp stamp,
            Optional<PciAddress> vf,
            Fence fence,
            Optional<RequestId> request,
            FailureReason reason,
            String message,
            Optional<Attachment> holder,
            Optional<VfAttributes> attributes)
            implements Outcome {}
}
