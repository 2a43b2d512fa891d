package io.vfledger.executor.attach;

import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfObserved;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes what the node sees: everything when the number of functions changed or it is asked, else what has changed. What
 * the executor did itself is in its outcomes, and not told again.
 */
public final class InventoryWatch {
    private final Desk desk;
    private final Lanes lanes;
    private final Map<String, PfDescription> pfs = new HashMap<>();
    private final Map<String, Seen> vfs = new HashMap<>();

    /** A VF when it was looked at, and how far the executor had come with it. */
    private record Seen(VfDescription vf, Progress progress) {}

    private record Progress(Fence fence, boolean owned) {
        static Progress of(VfMemory memory) {
            return new Progress(memory.fence(), memory.owner().isPresent());
        }
    }

    public InventoryWatch(Desk desk, Lanes lanes) {
        this.desk = desk;
        this.lanes = lanes;
    }

    /**
     * Publishes everything.
     *
     * @param cause {@code start}, {@code change}, or the id of the command that asked
     */
    public synchronized void publish(String cause, String trace) {
        publish(desk.nics().inventory(), cause, trace);
    }

    private void publish(NodeNics.Inventory now, String cause, String trace) {
        NodeInventory record = NodeInventory.newBuilder()
                .setNode(desk.reports().node().value())
                .setCause(cause)
                .setPfs(now.pfs())
                .setVfs(now.vfs())
                .build();
        if (desk.reports().inventory(trace, record) instanceof Receipt.Full) {
            // Known as not told: the next look finds a change and tries again.
            pfs.clear();
            vfs.clear();
            return;
        }
        pfs.clear();
        vfs.clear();
        now.pfs().forEach(pf -> pfs.put(pf.getPci(), pf));
        now.vfs().forEach(vf -> vfs.put(vf.getPci(), new Seen(vf, progressOf(vf))));
    }

    /** Looks, and publishes what has changed. */
    public synchronized void look() {
        NodeNics.Inventory now = desk.nics().inventory();
        Set<String> functions = new HashSet<>();
        now.pfs().forEach(pf -> functions.add(pf.getPci()));
        now.vfs().forEach(vf -> functions.add(vf.getPci()));
        Set<String> known = new HashSet<>(pfs.keySet());
        known.addAll(vfs.keySet());
        String trace = TraceParent.fresh();
        if (!functions.equals(known)) {
            publish(now, "change", trace);
            return;
        }
        now.pfs().forEach(pf -> look(pf, trace));
        now.vfs().forEach(vf -> look(vf, trace));
    }

    private void look(PfDescription pf, String trace) {
        if (!pf.equals(pfs.get(pf.getPci()))) {
            PfChanged record = PfChanged.newBuilder()
                    .setNode(desk.reports().node().value())
                    .setPf(pf)
                    .build();
            if (desk.reports().inventory(new PciAddress(pf.getPci()), trace, record) instanceof Receipt.Kept) {
                pfs.put(pf.getPci(), pf);
            }
        }
    }

    private void look(VfDescription vf, String trace) {
        Optional<Seen> before = Optional.ofNullable(vfs.get(vf.getPci()));
        if (lanes.isBusy(vf.getPci())) {
            return;
        }
        Seen now = new Seen(vf, progressOf(vf));
        boolean ours = before.isPresent() && !before.get().progress().equals(now.progress());
        boolean same = before.isPresent() && before.get().vf().equals(vf);
        if (ours || same || tell(vf, trace)) {
            vfs.put(vf.getPci(), now);
        }
    }

    private boolean tell(VfDescription vf, String trace) {
        String node = desk.reports().node().value();
        PciAddress pci = new PciAddress(vf.getPci());
        return misplaced(vf)
                        .map(expected -> desk.reports()
                                .inventory(
                                        pci,
                                        trace,
                                        VfObserved.newBuilder()
                                                .setNode(node)
                                                .setVf(vf)
                                                .setExpected(expected)
                                                .build()))
                        .orElseGet(() -> desk.reports()
                                .inventory(
                                        pci,
                                        trace,
                                        VfChanged.newBuilder()
                                                .setNode(node)
                                                .setVf(vf)
                                                .build()))
                instanceof Receipt.Kept;
    }

    /** Where the ledger has a VF, if it is not there. */
    private Optional<String> misplaced(VfDescription vf) {
        VfMemory memory = desk.checkpoint().of(new PciAddress(vf.getPci()));
        if (memory.owner().isPresent() && vf.getInHostNamespace()) {
            io.vfledger.avro.Attachment holder = memory.owner().get().assign().getAttachment();
            return Optional.of(
                    "attached to " + holder.getNetwork() + "/" + holder.getContainerId() + "/" + holder.getIfname());
        }
        return memory.owner().isEmpty()
                        && !vf.getInHostNamespace()
                        && vf.getDriver().isEmpty()
                ? Optional.of("in the host's namespace")
                : Optional.empty();
    }

    private Progress progressOf(VfDescription vf) {
        return Progress.of(desk.checkpoint().of(new PciAddress(vf.getPci())));
    }
}
