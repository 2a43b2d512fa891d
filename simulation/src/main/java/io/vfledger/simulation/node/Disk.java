package io.vfledger.simulation.node;

import io.vfledger.simulation.fate.Fate;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.PciAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an agent's disk keeps. Its agent may die at any write: then what was being written is there, or is not. */
final class Disk {
    private final Fate fate;
    private final SortedMap<PciAddress, VfMemory> memories = new TreeMap<>();
    private final SortedMap<Long, Intent> intents = new TreeMap<>();
    private final SortedMap<Long, Outgoing> outbox = new TreeMap<>();
    private long places;
    private long lives;
    private long drawn;
    private boolean synced;
    private boolean rebooted;
    private Optional<String> lastBoot = Optional.empty();
    private OptionalLong nextCommand = OptionalLong.empty();

    Disk(Fate fate) {
        this.fate = fate;
    }

    /** Loses everything. */
    void wipe() {
        memories.clear();
        intents.clear();
        outbox.clear();
        lives = 0;
        lastBoot = Optional.empty();
        synced = false;
        nextCommand = OptionalLong.empty();
    }

    private void write(Runnable what) {
        boolean dies = fate.strikes(Fault.AGENT_CRASH);
        if (!dies || !fate.strikes(Fault.TORN_WRITE)) {
            what.run();
        }
        if (dies) {
            throw new PowerCut("at a write");
        }
    }

    /** Counts a life, and remembers of which boot it was; the first is numbered by the clock, in seconds. */
    Incarnation beginLife(String boot, String machine, long clockMs) {
        lives = lives == 0 ? clockMs / 1000 + 1 : lives + 1;
        drawn++;
        rebooted = lastBoot.isPresent() && !lastBoot.equals(Optional.of(boot));
        lastBoot = Optional.of(boot);
        return new Incarnation(lives, boot, machine, "life-" + drawn);
    }

    /** Whether the life before the present one was of another boot. */
    boolean isAfterReboot() {
        return rebooted;
    }

    VfMemory memory(PciAddress vf) {
        return memories.getOrDefault(vf, VfMemory.FRESH);
    }

    Map<PciAddress, VfMemory> memories() {
        return new TreeMap<>(memories);
    }

    void save(PciAddress vf, VfMemory memory) {
        write(() -> memories.put(vf, memory));
    }

    long begin(Intent intent) {
        long id = ++places;
        write(() -> intents.put(id, intent));
        return id;
    }

    void end(long intent) {
        write(() -> intents.remove(intent));
    }

    SortedMap<Long, Intent> open() {
        return new TreeMap<>(intents);
    }

    long keep(Outgoing record) {
        long place = ++places;
        write(() -> outbox.put(place, record));
        return place;
    }

    /** A place for a record that need not outlive its agent. */
    long place() {
        return ++places;
    }

    void forget(long place) {
        outbox.remove(place);
    }

    SortedMap<Long, Outgoing> outbox() {
        return new TreeMap<>(outbox);
    }

    void synced() {
        synced = true;
    }

    boolean isSynced() {
        return synced;
    }

    void consumedUpTo(long next) {
        nextCommand = OptionalLong.of(next);
    }

    OptionalLong nextCommand() {
        return nextCommand;
    }

    Optional<PciAddress> heldBy(Attachment attachment) {
        return memories.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .owner()
                        .filter(owner -> owner.isOf(attachment))
                        .isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
