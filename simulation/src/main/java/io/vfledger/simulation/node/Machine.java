package io.vfledger.simulation.node;

import io.vfledger.lifecycle.AgentInput;
import io.vfledger.lifecycle.Input;
import io.vfledger.simulation.check.Findings;
import io.vfledger.simulation.fate.Fate;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.simulation.log.Log;
import io.vfledger.simulation.log.Topic;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;

/** A node: what outlives its agent, and what happens to it. */
public final class Machine {
    private static final long TURN_MS = 1_000;

    private final NodeName name;
    private final int partition;
    private final Fate fate;
    private final Log log;
    private final Kernel kernel;
    private final Disk disk;
    private final Pods pods;
    private final Network network;
    private Optional<Agent> agent = Optional.empty();
    private boolean off;
    private int boots = 1;
    private int machines = 1;
    private long clockSkewMs;

    /** What a machine is made with. */
    public record Make(NodeName name, int partition, int vfs) {}

    public Machine(Make make, Fate fate, Log log, Network network, Findings findings) {
        this.name = make.name();
        this.partition = make.partition();
        this.fate = fate;
        this.log = log;
        this.network = network;
        this.disk = new Disk(fate);
        this.pods = new Pods(this, findings);
        this.kernel = new Kernel(name, fate, make.vfs(), pods);
    }

    /** Begins to work, with pools and pods. */
    public void start() {
        pods.start();
        startAgent(fate.chance().between(0, 3_000));
        fate.timeline().in(TURN_MS, this::turn);
    }

    private void turn() {
        if (!off) {
            faults();
        }
        fate.timeline().in(TURN_MS, this::turn);
    }

    private void faults() {
        if (fate.strikes(Fault.NODE_CLOCK_JUMP)) {
            clockSkewMs = fate.chance().between(-20_000, 20_000);
        }
        if (fate.strikes(Fault.BROKER_AWAY)) {
            network.away(name, fate.chance().between(500, 40_000));
        }
        if (fate.strikes(Fault.AGENT_CRASH)) {
            died("at rest");
        }
        if (fate.strikes(Fault.REBOOT)) {
            reboot();
        }
        if (fate.strikes(Fault.NODE_REMOVED)) {
            leave();
        }
        KernelEvents.strike(this, fate);
    }

    private void reboot() {
        boots++;
        if (fate.strikes(Fault.REIMAGED)) {
            machines++;
            disk.wipe();
        }
        fate.trace().say(() -> name + " is started again, as " + bootId() + " of " + machineId());
        stopAgent();
        pods.allDie();
        kernel.boot();
        startAgent(fate.chance().between(1_000, 20_000));
    }

    private void leave() {
        off = true;
        boots++;
        machines++;
        stopAgent();
        pods.allDie();
        disk.wipe();
        kernel.boot();
        fate.timeline().in(fate.chance().between(12_000, 40_000), () -> {
            say(new Input.NodeRemoved("scaled down"));
            fate.timeline().in(fate.chance().between(15_000, 60_000), () -> {
                off = false;
                pods.tellPools();
                startAgent(0);
            });
        });
    }

    private void stopAgent() {
        agent.ifPresent(Agent::die);
        agent = Optional.empty();
        pods.agentGone();
    }

    /** The agent dies, and comes again. */
    private void died(String where) {
        if (agent.isEmpty()) {
            return;
        }
        fate.trace().say(() -> agent.orElseThrow() + " dies " + where);
        stopAgent();
        if (fate.strikes(Fault.DISK_LOST)) {
            fate.trace().say(() -> name + " loses its disk");
            disk.wipe();
        }
        startAgent(fate.chance().between(300, 12_000));
    }

    private void startAgent(long delayMs) {
        int boot = boots;
        fate.timeline().in(delayMs, () -> {
            if (boot == boots && agent.isEmpty() && !off) {
                Agent begun = new Agent(this, disk, log);
                agent = Optional.of(begun);
                fate.trace().say(() -> begun + " begins");
                mayDie(begun::start);
            }
        });
    }

    void mayDie(Runnable what) {
        try {
            what.run();
        } catch (PowerCut e) {
            died(String.valueOf(e.getMessage()));
        }
    }

    /** Does something later, if the machine is not started again before. */
    void later(long delayMs, Runnable what) {
        int boot = boots;
        fate.timeline().in(delayMs, () -> {
            if (boot == boots) {
                what.run();
            }
        });
    }

    void append(Topic topic, AgentInput record) {
        fate.trace().say(() -> name + " says " + record);
        log.append(topic, partition, name.value(), record);
    }

    /** What the API server's watcher says of this node. */
    void say(Input news) {
        fate.trace().say(() -> "of " + name + ": " + news);
        log.append(Topic.SCHEDULING, partition, name.value(), news);
    }

    boolean reachesBroker() {
        return network.reaches(name);
    }

    /** All is as it should be from here on, as far as machines go. */
    public void calm() {
        clockSkewMs = 0;
        kernel.carrier(true);
        kernel.createAgain();
        kernel.ports().values().forEach(port -> port.hostUse = Optional.empty());
        pods.calm();
    }

    /** Somebody binds a VF to its driver. */
    public void bind(PciAddress vf) {
        kernel.port(vf).ifPresent(port -> port.bound = true);
    }

    /** Whether somebody waits for an answer still. */
    public boolean anyCallWaits() {
        return agent.filter(life -> life.adds().anyWaits()).isPresent();
    }

    /** Whether the agent is there and has told all that it had to tell. */
    public boolean isSilent() {
        return agent.filter(life -> life.outbox().isEmpty()).isPresent();
    }

    /** Its pods. */
    public Pods pods() {
        return pods;
    }

    /** The VFs that are there. */
    public List<PciAddress> vfs() {
        return List.copyOf(kernel.functions().keySet());
    }

    public NodeName name() {
        return name;
    }

    public int partition() {
        return partition;
    }

    Kernel kernel() {
        return kernel;
    }

    Fate fate() {
        return fate;
    }

    Optional<Agent> agent() {
        return agent;
    }

    int boots() {
        return boots;
    }

    String bootId() {
        return "boot-" + boots;
    }

    String machineId() {
        return "machine-" + machines;
    }

    long clockMs() {
        return fate.nowMs() + clockSkewMs;
    }
}
