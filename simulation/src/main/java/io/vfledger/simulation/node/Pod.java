package io.vfledger.simulation.node;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.VfSettings;
import java.util.Optional;

/** A pod on a node, as its runtime has it. */
final class Pod {
    final PodIdentity identity;
    /** Whether it asks for the PF itself. */
    final boolean whole;

    final VfSettings settings;
    final Optional<PciAddress> device;
    int sandboxes;
    Namespace namespace;
    Attachment attachment;

    /** Whether its ADD was answered yes, and nobody has ended it since. */
    boolean runs;

    /** Whether its VF was taken from it by the world since it was asked for. */
    boolean bereft;

    /** Whether its runtime is done with it. */
    boolean over;

    Pod(PodIdentity identity, boolean whole, VfSettings settings, Optional<PciAddress> device, Namespace first) {
        this.identity = identity;
        this.whole = whole;
        this.settings = settings;
        this.device = device;
        this.namespace = first;
        this.attachment = attachment();
    }

    /** Its runtime makes another sandbox for it. */
    void nextSandbox(Namespace next) {
        sandboxes++;
        namespace = next;
        attachment = attachment();
    }

    private Attachment attachment() {
        return Attachment.of("blue", identity.name() + "-" + sandboxes, "net1");
    }

    @Override
    public String toString() {
        return identity.name();
    }
}
