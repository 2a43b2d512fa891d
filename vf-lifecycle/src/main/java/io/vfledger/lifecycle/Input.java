package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.Pool;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfInfo;
import java.util.List;

/** All that can happen to a node, in the past tense: one record of an input topic, or one timer. */
public sealed interface Input
        permits AgentInput,
                Input.PodScheduled,
                Input.PodDeleted,
                Input.NodePodsSnapshot,
                Input.NodePoolsChanged,
                Input.NodeRemoved,
                Input.TimerFired {
    /** Where it comes from. */
    Source source();

    /**
     * A node agent began a new life.
     *
     * @param simulated whether its NICs are made up
     */
    record AgentStarted(AgentStamp stamp, boolean simulated) implements AgentInput {
        @Override
        public Source source() {
            return Source.INVENTORY;
        }
    }

    /**
     * Every PF and VF of a node, whole; what is absent does not exist.
     *
     * @param pfs at most {@link #MAX_PFS}
     * @param vfs at most {@link #MAX_VFS}
     */
    record NodeInventoryReported(AgentStamp stamp, List<PfInfo> pfs, List<VfInfo> vfs) implements AgentInput {
        /** The most PFs that one node may have. */
        public static final int MAX_PFS = 64;
        /** The most VFs that one node may have. */
        public static final int MAX_VFS = 2048;

        public NodeInventoryReported {
            pfs = List.copyOf(pfs);
            vfs = List.copyOf(vfs);
            if (pfs.size() > MAX_PFS || vfs.size() > MAX_VFS) {
                throw new IllegalArgumentException("an inventory of " + pfs.size() + " PFs and " + vfs.size()
                        + " VFs is too large: allowed are " + MAX_PFS + " and " + MAX_VFS);
            }
        }

        @Override
        public Source source() {
            return Source.INVENTORY;
        }
    }

    /** A PF changed: link, MTU, number of VFs. */
    record PfChanged(AgentStamp stamp, PfInfo pf) implements AgentInput {
        @Override
        public Source source() {
            return Source.INVENTORY;
        }
    }

    /** A VF changed in a way that its ledger state may not know. */
    record VfChanged(AgentStamp stamp, VfInfo vf) implements AgentInput {
        @Override
        public Source source() {
            return Source.INVENTORY;
        }
    }

    /**
     * A VF does not exist any more.
     *
     * @param cause why, in words
     */
    record VfGone(AgentStamp stamp, PciAddress vf, String cause) implements AgentInput {
        @Override
        public Source source() {
            return Source.INVENTORY;
        }
    }

    /**
     * A VF is where the ledger does not have it.
     *
     * @param vf as it is
     * @param expected what the agent's copy of the ledger says, in words
     */
    record VfObserved(AgentStamp stamp, VfInfo vf, String expected) implements AgentInput {
        @Override
        public Source source() {
            return Source.INVENTORY;
        }
    }

    /**
     * A pod with VF networks was bound to the node.
     *
     * @param networks what it will ask for, in its order; at most {@link #MAX_NETWORKS}
     */
    record PodScheduled(PodIdentity pod, List<PodNetwork> networks) implements Input {
        /** The most attachments that one pod may ask for. */
        public static final int MAX_NETWORKS = 256;

        public PodScheduled {
            networks = List.copyOf(networks);
            if (networks.size() > MAX_NETWORKS) {
                throw new IllegalArgumentException(
                        networks.size() + " networks of pod " + pod + ": allowed are 0 to " + MAX_NETWORKS);
            }
            long slots = networks.stream()
                    .map(network -> network.network() + "/" + network.slot())
                    .distinct()
                    .count();
            if (slots != networks.size()) {
                throw new IllegalArgumentException(
                        "two networks of pod " + pod + " are the same attachment; network and slot must differ");
            }
        }

        @Override
        public Source source() {
            return Source.SCHEDULING;
        }
    }

    /** A pod is gone from the API server. */
    record PodDeleted(PodIdentity pod) implements Input {
        @Override
        public Source source() {
            return Source.SCHEDULING;
        }
    }

    /** All pods with VF networks that the API server has for the node. */
    record NodePodsSnapshot(List<PodIdentity> pods) implements Input {
        public NodePodsSnapshot {
            pods = List.copyOf(pods);
        }

        @Override
        public Source source() {
            return Source.SCHEDULING;
        }
    }

    /**
     * The pools of the node from here on, and how its PFs shall be.
     *
     * @param pools all of them, names differ; at most {@link #MAX_POOLS}
     * @param pfs all policies for its PFs, names differ; at most {@link #MAX_POLICIES}
     */
    record NodePoolsChanged(List<Pool> pools, List<PfPolicy> pfs) implements Input {
        /** The most pools that one node may have. */
        public static final int MAX_POOLS = 256;
        /** The most policies for PFs that one node may have. */
        public static final int MAX_POLICIES = 256;

        public NodePoolsChanged {
            pools = List.copyOf(pools);
            pfs = List.copyOf(pfs);
            if (pools.size() > MAX_POOLS) {
                throw new IllegalArgumentException(pools.size() + " pools on one node: allowed are 0 to " + MAX_POOLS);
            }
            long names = pools.stream().map(Pool::name).distinct().count();
            if (names != pools.size()) {
                throw new IllegalArgumentException("two pools of one node have the same name; names must differ: "
                        + pools.stream().map(pool -> pool.name().value()).toList());
            }
            if (pfs.size() > MAX_POLICIES) {
                throw new IllegalArgumentException(
                        pfs.size() + " policies for PFs on one node: allowed are 0 to " + MAX_POLICIES);
            }
            if (pfs.stream().map(PfPolicy::name).distinct().count() != pfs.size()) {
                throw new IllegalArgumentException("two policies for PFs of one node have the same name; names must"
                        + " differ: " + pfs.stream().map(PfPolicy::name).toList());
            }
        }

        /** The pools of a node whose PFs are not configured from here. */
        public NodePoolsChanged(List<Pool> pools) {
            this(pools, List.of());
        }

        @Override
        public Source source() {
            return Source.SCHEDULING;
        }
    }

    /**
     * The node left for good.
     *
     * @param cause why, in words
     */
    record NodeRemoved(String cause) implements Input {
        @Override
        public Source source() {
            return Source.SCHEDULING;
        }
    }

    /** A CNI ADD that has to be decided. */
    record AddRequested(AgentStamp stamp, AddAsk ask) implements AgentInput {
        @Override
        public Source source() {
            return Source.CNI_REQUESTS;
        }
    }

    /** A CNI DEL of an attachment that the agent does not know. */
    record DelRequested(AgentStamp stamp, RequestId request, Attachment attachment) implements AgentInput {
        @Override
        public Source source() {
            return Source.CNI_REQUESTS;
        }
    }

    /** A timer is due. */
    record TimerFired(TimerSubject subject, Timer timer) implements Input {
        @Override
        public Source source() {
            return Source.TIMER;
        }
    }
}
