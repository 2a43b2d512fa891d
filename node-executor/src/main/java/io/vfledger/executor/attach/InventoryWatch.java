package io.vfledger.executor.attach;

import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfVerified;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the node sees: everything when PFs came or went or it is asked, else what has changed. What the executor
 * did itself is in its outcomes, and not told again.
 */
public final class InventoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(InventoryWatch.class);

    private final Desk desk;
    private final Lanes lanes;
    private final Holders holders;
    private final Map<String, PfDescription> pfs = new HashMap<>();
    private final Map<String, Seen> vfs = new HashMap<>();

    /** VFs on which the executor was at work while they were read last. */
    private final Set<String> overtaken = ConcurrentHashMap.newKeySet();

    /** VFs that were in no namespace at the last look. */
    private final Set<String> unconfirmed = new HashSet<>();

    private volatile Map<String, PciAddress> belongs = Map.of();
    private volatile Map<String, PciAddress> named = Map.of();
    private volatile Sight sight = new Sight(List.of(), List.of(), Map.of(), 0);

    /** A VF when it was looked at, how far the executor had come with it, and how it differed from the ledger. */
    private record Seen(VfDescription vf, Progress progress, List<String> drift) {
        static Seen of(VfDescription vf, VfMemory memory) {
            return new Seen(vf, Progress.of(memory), AdministrativeDrift.of(memory, vf.getAttributes()));
        }
    }

    private record Progress(Fence fence, boolean owned) {
        static Progress of(VfMemory memory) {
            return new Progress(memory.fence(), memory.owner().isPresent());
        }
    }

    public InventoryWatch(Desk desk, Lanes lanes, Holders holders) {
        this.holders = holders;
        this.desk = desk;
        this.lanes = lanes;
    }

    /** Why no VF is left to be given, as of the last look; empty while one is, or where there are none at all. */
    synchronized Optional<String> exhaustion() {
        List<VfDescription> all =
                vfs.values().stream().map(Seen::vf).filter(vf -> !isWholePf(vf)).toList();
        boolean left = all.isEmpty() || all.stream().anyMatch(vf -> !isGiven(vf.getPci()) && !isGiven(vf.getPfPci()));
        return left ? Optional.empty() : Optional.of("all " + all.size() + " VFs of this node are given");
    }

    private boolean isGiven(String pci) {
        return desk.checkpoint().of(new PciAddress(pci)).owner().isPresent();
    }

    /** Whether there are PFs and none of them has a link, as of the last look. */
    synchronized boolean isLinkless() {
        return !pfs.isEmpty() && pfs.values().stream().noneMatch(PfDescription::getCarrier);
    }

    /**
     * Publishes everything.
     *
     * @param cause {@code start}, {@code change}, or the id of the command that asked
     */
    public synchronized void publish(String cause, String trace) {
        NodeNics.Inventory seen = seen();
        if (cause.equals("start")) {
            publish(holders.toldAtStart(seen), cause, trace);
            tellMisplaced(seen);
        } else {
            publish(holders.told(seen), cause, trace);
        }
    }

    /**
     * Tells of the VFs that are not where the ledger has them, though nobody has seen them move: while no agent was there,
     * or before it learned of them from the log. Each is looked at again in its lane, where the executor is not at work.
     */
    public void tellMisplaced() {
        tellMisplaced(seen());
    }

    private NodeNics.Inventory seen() {
        return seen(desk.nics()::inventory);
    }

    private NodeNics.Inventory seen(PciAddress pf) {
        return seen(() -> desk.nics().inventory(pf));
    }

    /** How a VF that was given differs from what its owner was given is the allocator's to decide upon. */
    private NodeNics.Inventory seen(Supplier<NodeNics.Inventory> read) {
        Map<PciAddress, Progress> before = new HashMap<>();
        desk.checkpoint().all().forEach(memory -> before.put(memory.pci(), Progress.of(memory)));
        NodeNics.Inventory inventory = withWholePfs(read.get());
        List<VfDescription> functions = inventory.vfs().stream()
                .map(vf -> withDrift(vf, Optional.ofNullable(before.get(new PciAddress(vf.getPci())))))
                .toList();
        return new NodeNics.Inventory(inventory.pfs(), functions);
    }

    /** What was read while the executor was at work says nothing: it was read before, between or after its steps. */
    private VfDescription withDrift(VfDescription vf, Optional<Progress> before) {
        VfMemory memory = desk.checkpoint().of(new PciAddress(vf.getPci()));
        boolean owned = memory.owner().isPresent();
        if (owned && (lanes.isBusy(vf.getPci()) || !before.equals(Optional.of(Progress.of(memory))))) {
            overtaken.add(vf.getPci());
            return vf;
        }
        overtaken.remove(vf.getPci());
        if (!owned) {
            return vf;
        }
        List<String> drift = AdministrativeDrift.of(memory, vf.getAttributes());
        return drift.isEmpty()
                ? vf
                : VfDescription.newBuilder(vf).setDrift(drift).build();
    }

    /** A PF that was asked for as a whole is told of as a function, too: whether it is where the ledger has it. */
    private NodeNics.Inventory withWholePfs(NodeNics.Inventory inventory) {
        List<VfDescription> functions = new ArrayList<>(inventory.vfs());
        for (PfDescription pf : inventory.pfs()) {
            PciAddress pci = new PciAddress(pf.getPci());
            if (!desk.checkpoint().of(pci).fence().equals(Fence.ZERO)) {
                desk.nics().whole(pci).ifPresent(functions::add);
            }
        }
        return new NodeNics.Inventory(inventory.pfs(), functions);
    }

    private static boolean isWholePf(VfDescription function) {
        return function.getPci().equals(function.getPfPci());
    }

    private void tellMisplaced(NodeNics.Inventory seen) {
        for (VfDescription vf : seen.vfs()) {
            PciAddress pci = new PciAddress(vf.getPci());
            if (expected(vf, desk.checkpoint().of(pci)).isPresent()) {
                lookInLane(pci, new PciAddress(vf.getPfPci()));
            }
        }
    }

    private void lookInLane(PciAddress pci, PciAddress pf) {
        var _ = lanes.in(pci.value(), () -> {
            tellMisplaced(pci, pf);
            return null;
        });
    }

    private synchronized void tellMisplaced(PciAddress pci, PciAddress pf) {
        VfMemory memory = desk.checkpoint().of(pci);
        for (VfDescription vf : holders.told(seen(pf)).vfs()) {
            Optional<String> expected = expected(vf, memory);
            if (vf.getPci().equals(pci.value()) && expected.isPresent() && tell(vf, expected, TraceParent.fresh())) {
                vfs.put(pci.value(), Seen.of(vf, memory));
            }
        }
    }

    private Optional<String> expected(VfDescription vf, VfMemory memory) {
        return Whereabouts.expected(vf, memory, Whereabouts.isMissing(vf, memory));
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
        now.vfs()
                .forEach(vf ->
                        vfs.put(vf.getPci(), Seen.of(vf, desk.checkpoint().of(new PciAddress(vf.getPci())))));
        remember();
    }

    /**
     * Looks at everything, and publishes what has changed.
     *
     * @return whether all of it was told; what the executor is at work on, or what has to be seen twice, is not
     */
    public synchronized boolean look() {
        NodeNics.Inventory now = holders.told(seen());
        String trace = TraceParent.fresh();
        Set<String> found = now.pfs().stream().map(PfDescription::getPci).collect(Collectors.toSet());
        if (!found.equals(pfs.keySet())) {
            publish(now, "change", trace);
            return true;
        }
        return compare(now, Set.copyOf(vfs.keySet()), trace);
    }

    /**
     * Looks at one PF and its VFs, and publishes what has changed.
     *
     * @return whether all of it was told
     */
    public synchronized boolean look(PciAddress pf) {
        if (!pfs.containsKey(pf.value())) {
            return look();
        }
        NodeNics.Inventory now = holders.told(seen(pf));
        if (now.pfs().isEmpty()) {
            return look();
        }
        Set<String> known = vfs.values().stream()
                .map(Seen::vf)
                .filter(vf -> vf.getPfPci().equals(pf.value()))
                .map(VfDescription::getPci)
                .collect(Collectors.toSet());
        return compare(now, known, TraceParent.fresh());
    }

    /** The PF that a function is or belongs to; for one that has gone, the PF that it was last seen at. */
    public Optional<PciAddress> pfOf(PciAddress function) {
        Optional<PciAddress> now = desk.nics().pfOf(function);
        return now.isPresent() ? now : Optional.ofNullable(belongs.get(function.value()));
    }

    /** The PF whose interface had this name when it was last looked at. */
    public Optional<PciAddress> pfNamed(String netdev) {
        return Optional.ofNullable(named.get(netdev));
    }

    /** What was seen last, without looking or waiting. */
    public Sight sight() {
        return sight;
    }

    /**
     * What was seen last.
     *
     * @param drift of each VF, in words
     * @param atMillis when, milliseconds since the Unix epoch
     */
    public record Sight(
            List<PfDescription> pfs, List<VfDescription> vfs, Map<String, List<String>> drift, long atMillis) {}

    private boolean compare(NodeNics.Inventory now, Set<String> known, String trace) {
        boolean settled = true;
        Set<String> busy = new HashSet<>();
        for (PfDescription pf : now.pfs()) {
            // Its VFs come and go as it is being told.
            if (lanes.isBusy(pf.getPci())) {
                busy.add(pf.getPci());
                settled = false;
            } else {
                look(pf, trace);
            }
        }
        Set<String> left = new HashSet<>(known);
        for (VfDescription vf : now.vfs()) {
            left.remove(vf.getPci());
            if (!busy.contains(vf.getPfPci())) {
                settled &= look(vf, trace);
            }
        }
        for (String gone : left) {
            settled &= lookAfter(gone, busy, trace);
        }
        remember();
        return settled;
    }

    private void remember() {
        Map<String, PciAddress> functions = new HashMap<>();
        Map<String, PciAddress> names = new HashMap<>();
        pfs.values().forEach(pf -> {
            functions.put(pf.getPci(), new PciAddress(pf.getPci()));
            names.put(pf.getNetdev(), new PciAddress(pf.getPci()));
        });
        vfs.values()
                .forEach(seen -> functions.put(
                        seen.vf().getPci(), new PciAddress(seen.vf().getPfPci())));
        belongs = Map.copyOf(functions);
        named = Map.copyOf(names);
        Map<String, List<String>> drift = new HashMap<>();
        vfs.forEach((pci, seen) -> drift.put(pci, seen.drift()));
        sight = new Sight(
                List.copyOf(pfs.values()),
                vfs.values().stream().map(Seen::vf).filter(vf -> !isWholePf(vf)).toList(),
                drift,
                desk.clock().millis());
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

    private boolean lookAfter(String gone, Set<String> busy, String trace) {
        Seen before = vfs.get(gone);
        if (before == null || lanes.isBusy(gone) || busy.contains(before.vf().getPfPci())) {
            return false;
        }
        VfGone record = VfGone.newBuilder()
                .setNode(desk.reports().node().value())
                .setPci(gone)
                .setCause("PF " + before.vf().getPfPci() + " has no such VF any more")
                .build();
        if (desk.reports().inventory(new PciAddress(gone), trace, record) instanceof Receipt.Kept) {
            vfs.remove(gone);
            return true;
        }
        return false;
    }

    private boolean look(VfDescription vf, String trace) {
        Optional<Seen> before = Optional.ofNullable(vfs.get(vf.getPci()));
        if (lanes.isBusy(vf.getPci()) || overtaken.contains(vf.getPci())) {
            return false;
        }
        VfMemory memory = desk.checkpoint().of(new PciAddress(vf.getPci()));
        Seen now = Seen.of(vf, memory);
        boolean worked = before.isPresent() && !before.get().progress().equals(now.progress());
        // What was changed by hand since the executor was done is not its work.
        boolean ours = worked && tellsAll(memory) && vf.getDrift().isEmpty();
        if (ours && expected(vf, memory).isPresent()) {
            // The executor's work does not explain it; or it has begun and ended since this was read.
            lookInLane(new PciAddress(vf.getPci()), new PciAddress(vf.getPfPci()));
        }
        boolean same = !worked && before.isPresent() && before.get().vf().equals(vf);
        boolean nowhere =
                before.filter(seen -> Whereabouts.hasVanished(seen.vf(), vf)).isPresent();
        if (!ours && !same && nowhere && unconfirmed.add(vf.getPci())) {
            // The interface of a namespace that is just dying is in sight nowhere for a moment.
            return false;
        }
        unconfirmed.remove(vf.getPci());
        if (ours || same || tell(vf, Whereabouts.expected(vf, memory, nowhere), trace)) {
            warn(vf.getPci(), before.map(Seen::drift).orElse(List.of()), now.drift());
            vfs.put(vf.getPci(), now);
            return true;
        }
        return false;
    }

    /** Whether the ledger knows from the last outcome how the VF is: one that failed, or found it unclean, may be outdated. */
    private static boolean tellsAll(VfMemory memory) {
        return switch (memory.outcome().orElse(null)) {
            case VfVerified verified -> verified.getClean();
            case CommandFailed failed -> false;
            // What it knows of the VF it knows from the log, and has told nothing of it.
            case null -> false;
            default -> true;
        };
    }

    private static void warn(String pci, List<String> before, List<String> now) {
        if (!now.isEmpty() && !now.equals(before)) {
            LOG.warn("VF {} is not as the ledger has it: {}", pci, String.join("; ", now));
        } else if (now.isEmpty() && !before.isEmpty()) {
            LOG.info("VF {} is as the ledger has it again", pci);
        }
    }

    private boolean tell(VfDescription vf, Optional<String> misplaced, String trace) {
        String node = desk.reports().node().value();
        SpecificRecordBase record = misplaced
                .<SpecificRecordBase>map(expected -> VfObserved.newBuilder()
                        .setNode(node)
                        .setVf(vf)
                        .setExpected(expected)
                        .build())
                .orElseGet(() -> VfChanged.newBuilder().setNode(node).setVf(vf).build());
        return desk.reports().inventory(new PciAddress(vf.getPci()), trace, record) instanceof Receipt.Kept;
    }
}
