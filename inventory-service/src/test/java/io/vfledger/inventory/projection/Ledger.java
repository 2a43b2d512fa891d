package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfKey;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes ledgers by hand: entries of one node in one partition, most of them a step of its one function. */
public final class Ledger implements EntrySource {
    public static final NodeName NODE = new NodeName("worker-1");
    public static final PciAddress PCI = new PciAddress("0000:01:10.0");
    public static final VfKey VF = new VfKey(NODE, PCI);
    public static final Change.OfPf PF = new Change.OfPf("0000:01:00.0", "ens1");
    public static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");

    private final List<Entry> entries = new ArrayList<>();
    private Optional<VfPhase> phase = Optional.empty();

    /** The instant that many milliseconds after midnight. */
    public static Instant at(long ms) {
        return MIDNIGHT.plusMillis(ms);
    }

    public static Owner owner(String pod) {
        return new Owner(
                Optional.of(Attachment.of("blue", "c0ffee-" + pod, "net1")),
                Optional.of(new PodIdentity("default", pod, Optional.of(new PodUid("uid-" + pod)))),
                Optional.of("uid-" + pod + " on blue as net1"),
                Optional.of("worker-1/1/" + pod),
                Optional.of("/run/netns/" + pod),
                List.of("10.1.0.2/24"));
    }

    public static Tuning tuning(String mac, int vlan) {
        return new Tuning(
                Optional.of(VfSettings.builder()
                        .mac(MacAddress.parse(mac))
                        .vlan(new Vlan(vlan))
                        .build()),
                Optional.empty());
    }

    /** Adds a step with nobody as owner. */
    public Ledger step(long ms, VfPhase to, long epoch, String recordType) {
        return step(ms, to, epoch, recordType, Owner.NOBODY, Tuning.NONE);
    }

    /** Adds a step. */
    public Ledger step(long ms, VfPhase to, long epoch, String recordType, Owner owner, Tuning tuning) {
        Fence fence = new Fence(new Epoch(epoch), new Version(entries.size() + 1L));
        Change change = new Change.Moved(
                PCI,
                phase,
                to,
                fence,
                owner,
                tuning,
                Optional.empty(),
                true,
                "because of " + recordType,
                Optional.of(PF));
        phase = Optional.of(to);
        return entry(ms, recordType, "applied", "", List.of(change));
    }

    /** Adds an entry of any kind. */
    public Ledger entry(long ms, String recordType, String disposition, String reason, List<Change> changes) {
        long seq = entries.size() + 1L;
        entries.add(new Entry(
                new Position(0, seq * 2),
                NODE,
                seq,
                seq - 1,
                at(ms),
                cause(ms, recordType, seq),
                disposition,
                reason,
                changes,
                List.of(new Entry.Command("AssignVf", VF.toString())),
                "test",
                new Entry.Hashes("hash-" + seq, "hash-" + (seq - 1), "state-" + seq)));
        return this;
    }

    private static Cause cause(long ms, String recordType, long seq) {
        if (recordType.startsWith("timer ")) {
            return new Cause.Fired(recordType.substring(6), 1, at(ms));
        }
        Cause.Content content = new Cause.Content(
                Optional.of(at(ms - 7)),
                Optional.of("worker-1/1/" + seq),
                Optional.of(Attachment.of("blue", "c0ffee", "net1")),
                Optional.of(new PodIdentity("default", "pod-" + seq, Optional.empty())),
                recordType.equals("VfReleased") ? Optional.of(true) : Optional.empty(),
                List.of());
        return new Cause.Input("outcomes", 0, seq + 100, recordType, content);
    }

    public List<Entry> entries() {
        return entries;
    }

    /** All entries in a store. */
    public MemoryStore store() {
        return store(new LedgerIndex(new MemoryKeys()));
    }

    /** All entries in a store over that index. */
    public MemoryStore store(LedgerIndex index) {
        MemoryStore store = new MemoryStore(index);
        entries.forEach(store::append);
        return store;
    }

    /** All entries in an index. */
    public LedgerIndex index() {
        LedgerIndex index = new LedgerIndex(new MemoryKeys());
        entries.forEach(index::add);
        return index;
    }

    @Override
    public Map<Position, Entry> read(Collection<Position> positions) {
        Map<Position, Entry> found = new HashMap<>();
        entries.stream()
                .filter(entry -> positions.contains(entry.position()))
                .forEach(entry -> found.put(entry.position(), entry));
        if (found.size() < positions.size()) {
            throw new LedgerUnreadable("no entry at one of " + positions, new IllegalArgumentException());
        }
        return found;
    }

    /** A life from discovery over two pods to the end: the ledger that the tests ask about. */
    public static Ledger life() {
        Owner first = owner("web-0");
        Owner second = owner("db-0");
        // As an outcome has it: what was given at first, in part.
        Owner firstLater = new Owner(
                first.attachment(), first.pod(), first.demand(), Optional.empty(), Optional.empty(), List.of());
        VfAttributes readBack = VfAttributes.builder()
                .ownMac(MacAddress.parse("02:00:00:00:00:01"))
                .vlan(new Vlan(100))
                .build();
        return new Ledger()
                .step(1_000, VfPhase.DISCOVERED, 0, "NodeInventory")
                .step(2_000, VfPhase.FREE, 0, "VfVerified")
                .step(10_000, VfPhase.ATTACHING, 1, "AddRequested", first, tuning("02:00:00:00:00:01", 100))
                .step(
                        10_020,
                        VfPhase.ATTACHED,
                        1,
                        "VfAttached",
                        firstLater,
                        new Tuning(Optional.empty(), Optional.of(readBack)))
                .step(20_000, VfPhase.FREE, 1, "VfReleased")
                .step(30_000, VfPhase.ATTACHING, 2, "AddRequested", second, tuning("02:00:00:00:00:02", 0))
                .step(30_010, VfPhase.ATTACHED, 2, "VfAttached", second, tuning("02:00:00:00:00:02", 0))
                .step(40_000, VfPhase.RELEASING, 2, "DelRequested", second, tuning("02:00:00:00:00:02", 0))
                .step(41_000, VfPhase.QUARANTINED, 2, "VfReleased")
                .step(50_000, VfPhase.GONE, 2, "VfGone");
    }
}
