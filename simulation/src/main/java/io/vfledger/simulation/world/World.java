package io.vfledger.simulation.world;

import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Ownership;
import io.vfledger.lifecycle.QuarantineLadder;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.simulation.allocator.Allocator;
import io.vfledger.simulation.allocator.EntryHashes;
import io.vfledger.simulation.check.BrokenRule;
import io.vfledger.simulation.check.Coverage;
import io.vfledger.simulation.check.Referee;
import io.vfledger.simulation.fate.Fate;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.simulation.log.Log;
import io.vfledger.simulation.log.Place;
import io.vfledger.simulation.log.Topic;
import io.vfledger.simulation.node.Machine;
import io.vfledger.simulation.node.Network;
import io.vfledger.simulation.node.Pods;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The world of one seed. */
public final class World {
    private static final long QUIET_AT_FIRST_MS = 4_000;
    private static final long EVERYBODY_RESTORED_MS = 60_000;
    private static final long SETTLES_WITHIN_MS = 30 * 60_000L;
    private static final long EIGHT_DAYS_MS = 8L * 24 * 3600 * 1000;

    private final long seed;
    private final Fate fate;
    private final Log log;
    private final Network network;
    private final Coverage coverage = new Coverage();
    private final Referee referee;
    private final List<Allocator> allocators = new ArrayList<>();
    private final List<Machine> machines = new ArrayList<>();
    private final Profile profile;
    private final Losses losses;
    private long events;

    /** Which kind of world. */
    public enum Profile {
        /** Everything fails that may, and the log keeps what it has acknowledged. */
        FAULTS,
        /** Beside all that, the log loses what it has acknowledged, once. */
        LOSSES
    }

    /** @param linesKept how many of the last events are remembered in words */
    public World(Profile profile, long seed, int linesKept) {
        this.profile = profile;
        this.seed = seed;
        this.fate = Fate.of(seed, linesKept);
        this.log = new Log(fate.timeline());
        this.network = new Network(fate.timeline());
        this.referee = new Referee(log, new EntryHashes(), fate.trace(), coverage);
        this.losses = new Losses(fate, log, referee);
        int instances = (int) fate.chance().between(1, 3);
        for (int i = 1; i <= instances; i++) {
            allocators.add(new Allocator("allocator-" + i, fate, log, losses));
        }
        int nodes = (int) fate.chance().between(1, 3);
        for (int i = 1; i <= nodes; i++) {
            Machine.Make make = new Machine.Make(new NodeName("worker-" + i), i % Log.PARTITIONS, (int)
                    fate.chance().between(2, 4));
            machines.add(new Machine(make, fate, log, network, (rule, what) -> {
                throw new BrokenRule(rule, what);
            }));
        }
    }

    /** Lets it all happen. */
    public Run run() {
        Optional<String> failure = Optional.empty();
        try {
            allocators.forEach(Allocator::start);
            machines.forEach(Machine::start);
            fate.timeline().in(1_000, this::everySecond);
            until(fate.nowMs() + QUIET_AT_FIRST_MS);
            fate.chance().storm(true);
            until(fate.nowMs() + fate.chance().between(60_000, 200_000));
            if (profile == Profile.LOSSES) {
                lose();
            }
            fate.chance().storm(false);
            settle();
            if (profile == Profile.LOSSES) {
                allocators.forEach(Allocator::crash);
                until(fate.nowMs() + EVERYBODY_RESTORED_MS);
                losses.judge();
            }
        } catch (Losses.NotServed e) {
            losses.notServed();
            fate.trace().say(() -> String.valueOf(e.getMessage()));
        } catch (BrokenRule e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failure = Optional.of("CRASHED: " + e + " at "
                    + List.of(e.getStackTrace()).subList(0, Math.min(6, e.getStackTrace().length)));
        }
        return new Run(
                seed,
                failure,
                profile == Profile.LOSSES ? Optional.of(losses.verdict()) : Optional.empty(),
                fate.chance().struck(),
                coverage,
                events,
                referee.entries(),
                fate.trace().lines());
    }

    private void until(long untilMs) {
        while (fate.timeline().step(untilMs)) {
            events++;
            for (Machine machine : machines) {
                check(machine);
            }
        }
    }

    /** Strikes at a moment of the storm, which goes on; the loss may have taken the allocators' connections with it. */
    private void lose() {
        int partition = fate.chance().anyOf(machines).partition();
        while (!losses.strike(partition)) {
            until(fate.nowMs() + 50);
        }
        if (fate.chance().oneIn(2)) {
            allocators.forEach(Allocator::crash);
            losses.everybodyRestores();
        }
        until(fate.nowMs() + fate.chance().between(20_000, 60_000));
    }

    private void everySecond() {
        if (fate.strikes(Fault.REGISTRY_AWAY)) {
            network.nobody(fate.chance().between(500, 20_000));
        }
        if (fate.chance().oneIn(10)) {
            log.clean();
        }
        if (isAllDecided() && fate.chance().oneIn(20) && fate.strikes(Fault.LONG_ABSENCE)) {
            fate.timeline().skip(EIGHT_DAYS_MS);
            log.clean();
        }
        fate.timeline().in(1_000, this::everySecond);
    }

    private boolean isAllDecided() {
        for (int partition = 0; partition < Log.PARTITIONS; partition++) {
            Optional<Map<Place, Long>> offsets = log.committedOffsets(partition);
            if (offsets.isEmpty()) {
                return false;
            }
            for (Topic topic : Topic.INPUTS) {
                long next = offsets.get().getOrDefault(new Place(topic, partition), 0L);
                if (next < log.end(topic, partition)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What pods really have must be what the ledger says, or is about to learn. */
    private void check(Machine machine) {
        if (!referee.sees(machine.partition())) {
            return;
        }
        for (Pods.Running pod : machine.pods().running()) {
            NodeState state = referee.state(machine.name());
            Optional<VfState> vf = state.vfs().get(pod.vf());
            boolean free = vf.map(VfState::phase)
                    .filter(phase -> phase == VfPhase.FREE || phase == VfPhase.RESERVED)
                    .isPresent();
            Optional<Attachment> owner = vf.flatMap(VfState::owner).flatMap(Ownership::attachment);
            boolean another = owner.isPresent() && !owner.get().equals(pod.attachment());
            if (free || (another && !isOnTheWay(vf.orElseThrow(), pod))) {
                throw new BrokenRule(
                        "ONE_OWNER_PER_VF",
                        pod + " on " + machine.name() + ", but the ledger has it as " + vf.map(VfState::phase) + " of "
                                + owner);
            }
        }
    }

    /** A hold may be taken by one sandbox of its pod while what another asked for before is decided; the node tells. */
    private static boolean isOnTheWay(VfState vf, Pods.Running pod) {
        return (vf.phase() == VfPhase.ATTACHING || vf.phase() == VfPhase.RELEASING)
                && vf.owner()
                        .flatMap(Ownership::pod)
                        .filter(pod.pod()::isSameAs)
                        .isPresent();
    }

    /** Nothing fails any more: each request is answered, and each VF is free or with a pod that lives. */
    private void settle() {
        network.calm();
        allocators.forEach(Allocator::setClock);
        machines.forEach(Machine::calm);
        long deadline = fate.nowMs() + SETTLES_WITHIN_MS;
        List<String> open = List.of("not looked yet");
        while (!open.isEmpty()) {
            until(fate.nowMs() + 1_000);
            machines.forEach(Machine::calm);
            machines.forEach(this::heedAlarms);
            open = machines.stream()
                    .flatMap(machine -> unsettled(machine).stream())
                    .toList();
            if (fate.nowMs() > deadline) {
                throw new BrokenRule("ALL_SETTLES", "after half an hour of peace: " + open);
            }
        }
    }

    /** Nothing is written to a VF that never was verified: if it has no driver, a person has to bind it. */
    private void heedAlarms(Machine machine) {
        for (VfState vf : referee.state(machine.name()).vfs().values()) {
            if (QuarantineLadder.isAlarm(vf) && vf.facts().baseline().isEmpty()) {
                machine.bind(vf.pci());
            }
        }
    }

    private List<String> unsettled(Machine machine) {
        List<String> open = new ArrayList<>();
        if (machine.anyCallWaits() || machine.pods().anyUnsettled()) {
            open.add("a runtime of " + machine.name() + " waits");
        }
        if (!machine.isSilent()) {
            open.add(machine.name() + " has something to tell");
        }
        NodeState state = referee.state(machine.name());
        state.requests().values().forEach(request -> open.add("request " + request));
        for (VfState vf : state.vfs().values()) {
            boolean there = machine.vfs().contains(vf.pci());
            boolean fine = switch (vf.phase()) {
                case FREE -> there;
                case ATTACHED -> there && isRunning(machine, vf);
                case GONE -> !there || vf.isPf();
                case RESERVED -> vf.isPf();
                case DISCOVERED, HELD, ATTACHING, RELEASING, QUARANTINED, LOST -> false;
            };
            if (!fine) {
                open.add(vf.pci() + " of " + machine.name() + " is " + vf.phase() + " (" + vf.reason() + "), owner "
                        + vf.owner().map(Ownership::holder) + ", timer " + vf.timer());
            }
        }
        return open;
    }

    private static boolean isRunning(Machine machine, VfState vf) {
        Optional<Attachment> attachment = vf.owner().flatMap(Ownership::attachment);
        return machine.pods().running().stream()
                .anyMatch(pod -> pod.vf().equals(vf.pci())
                        && Optional.of(pod.attachment()).equals(attachment));
    }
}
