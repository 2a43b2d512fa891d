package io.vfledger.simulation.node;

import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.Source;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.Fence;
import io.vfledger.vf.HolderEvidence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Tells what the node sees: everything at the start and when it is asked, else what has changed. */
final class Watch {
    private final Agent agent;
    private final TreeMap<PciAddress, Seen> vfs = new TreeMap<>();
    private final Set<PciAddress> unconfirmed = new HashSet<>();
    private Optional<PfInfo> pf = Optional.empty();

    /** A VF when it was looked at, and how far the executor had come with it. */
    private record Seen(VfInfo vf, Fence fence, boolean owned) {
        boolean isAsFar(Seen other) {
            return fence.equals(other.fence) && owned == other.owned;
        }
    }

    Watch(Agent agent) {
        this.agent = agent;
    }

    /** Tells everything; at the start also what the agent's own disk knows about holders. */
    void publish(boolean atStart) {
        List<VfInfo> seen = told(atStart);
        PfInfo now = agent.kernel().pf();
        agent.outbox().pass(Source.INVENTORY, stamp -> new Input.NodeInventoryReported(stamp, List.of(now), seen));
        pf = Optional.of(now);
        vfs.clear();
        seen.forEach(vf -> vfs.put(vf.traits().pci(), seen(vf)));
    }

    /** Tells again what is not where the ledger has it. */
    void tellMisplaced() {
        for (VfInfo vf : told(false)) {
            if (!agent.lanes().isBusy(vf.traits().pci()) && isMisplaced(vf)) {
                tell(vf);
            }
        }
    }

    private Seen seen(VfInfo vf) {
        VfMemory memory = agent.disk().memory(vf.traits().pci());
        return new Seen(vf, memory.fence(), memory.owner().isPresent());
    }

    private List<VfInfo> told(boolean own) {
        // A PF that was asked for as a whole is told of as a function, too.
        boolean whole = !agent.disk().memory(Kernel.PF).fence().equals(Fence.ZERO);
        Stream<VfInfo> pf = whole ? Stream.of(agent.kernel().seenWhole()) : Stream.empty();
        return Stream.concat(agent.kernel().seen().stream(), pf)
                .map(vf -> new VfInfo(
                        vf.traits(),
                        vf.attributes(),
                        vf.inHostNamespace(),
                        vf.hostUse(),
                        vf.holderNetns(),
                        evidence(vf, own)))
                .toList();
    }

    private Optional<HolderEvidence> evidence(VfInfo vf, boolean own) {
        VfMemory memory = agent.disk().memory(vf.traits().pci());
        if (vf.inHostNamespace() || (memory.owner().isPresent() && !own)) {
            return Optional.empty();
        }
        if (memory.owner().isPresent()) {
            Owner owner = memory.owner().get();
            return Optional.of(new HolderEvidence(
                    "checkpoint",
                    owner.attachment(),
                    owner.pod(),
                    owner.netns(),
                    memory.baseline().map(Baseline::new)));
        }
        return vf.holderNetns()
                .map(netns -> new HolderEvidence(
                        "kernel", Optional.empty(), Optional.empty(), Optional.of(netns), Optional.empty()));
    }

    /** Looks at everything, and tells what has changed. */
    void look() {
        List<VfInfo> now = told(false);
        PfInfo seenPf = agent.kernel().pf();
        if (!pf.equals(Optional.of(seenPf))) {
            pf = Optional.of(seenPf);
            agent.outbox().pass(Source.INVENTORY, stamp -> new Input.PfChanged(stamp, seenPf));
        }
        Set<PciAddress> gone = new TreeSet<>(vfs.keySet());
        for (VfInfo vf : now) {
            gone.remove(vf.traits().pci());
            look(vf);
        }
        for (PciAddress vf : gone) {
            if (!agent.lanes().isBusy(vf)) {
                vfs.remove(vf);
                agent.outbox()
                        .pass(Source.INVENTORY, stamp -> new Input.VfGone(stamp, vf, "the PF has no such VF any more"));
            }
        }
    }

    private void look(VfInfo vf) {
        PciAddress pci = vf.traits().pci();
        if (agent.lanes().isBusy(pci)) {
            return;
        }
        Optional<Seen> before = Optional.ofNullable(vfs.get(pci));
        Seen now = seen(vf);
        boolean worked = before.isPresent() && !before.get().isAsFar(now);
        // What the executor did explains a change only where its outcome tells how the VF is, and the VF is as it left
        // it.
        boolean ours = worked && tellsAll(agent.disk().memory(pci)) && !isMisplaced(vf);
        boolean same = !worked && before.isPresent() && before.get().vf().equals(vf);
        if (!ours && !same && before.isPresent() && isNowhere(vf) && unconfirmed.add(pci)) {
            return;
        }
        unconfirmed.remove(pci);
        if (!ours && !same) {
            tell(vf);
        }
        vfs.put(pci, now);
    }

    private static boolean isNowhere(VfInfo vf) {
        return !vf.inHostNamespace() && vf.holderNetns().isEmpty();
    }

    private static boolean tellsAll(VfMemory memory) {
        return switch (memory.outcome().orElse(null)) {
            case Outcome.VfVerified verified -> verified.clean();
            case Outcome.CommandFailed failed -> false;
            // What it knows of the VF it knows from the log, and has told nothing of it.
            case null -> false;
            default -> true;
        };
    }

    private boolean isMisplaced(VfInfo vf) {
        boolean owned = agent.disk().memory(vf.traits().pci()).owner().isPresent();
        return isNowhere(vf) || (owned && vf.inHostNamespace());
    }

    private void tell(VfInfo vf) {
        Optional<Owner> owner = agent.disk().memory(vf.traits().pci()).owner();
        if (isMisplaced(vf)) {
            String expected =
                    owner.map(has -> "attached to " + has.attachment()).orElse("with the host");
            agent.outbox().pass(Source.INVENTORY, stamp -> new Input.VfObserved(stamp, vf, expected));
        } else {
            agent.outbox().pass(Source.INVENTORY, stamp -> new Input.VfChanged(stamp, vf));
        }
    }
}
