package io.vfledger.simulation.node;

import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Source;
import io.vfledger.simulation.fate.Fate;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.simulation.log.Log;
import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfAttributes;

/** One life of a node's agent: the rules of the node executor, on a disk, a kernel and a log that fail by the seed. */
final class Agent {
    private static final long LOOK_EVERY_MS = 5_000;

    private final Machine machine;
    private final Disk disk;
    private final Incarnation incarnation;
    private final Adds adds = new Adds();
    private final Lanes lanes = new Lanes(this);
    private final Watch watch = new Watch(this);
    private final Outbox outbox;
    private final Executor executor;
    private final Recovering recovering;
    private final Calls calls;
    private final Reading reading;
    private boolean lives = true;

    Agent(Machine machine, Disk disk, Log log) {
        this.machine = machine;
        this.disk = disk;
        this.incarnation = disk.beginLife(machine.bootId(), machine.machineId(), machine.clockMs());
        this.outbox = new Outbox(this);
        Releasing releasing = new Releasing(this);
        this.executor = new Executor(this, releasing);
        this.recovering = new Recovering(this, releasing);
        this.calls = new Calls(this, executor);
        this.reading = new Reading(this, log, machine.partition());
    }

    /** Serves when this returns. */
    void start() {
        outbox.pass(Source.INVENTORY, stamp -> new Input.AgentStarted(stamp, false));
        if (disk.isAfterReboot()) {
            recovering.forgetLastBoot();
        }
        recovering.settle();
        watch.publish(true);
        watch.tellMisplaced();
        outbox.start();
        reading.start();
        later(LOOK_EVERY_MS, this::look);
    }

    private void look() {
        watch.look();
        later(fate().chance().between(LOOK_EVERY_MS / 2, LOOK_EVERY_MS), this::look);
    }

    void die() {
        lives = false;
    }

    boolean lives() {
        return lives;
    }

    /** Here it may die. */
    void point(String where) {
        if (fate().strikes(Fault.AGENT_CRASH)) {
            throw new PowerCut(where);
        }
    }

    /** Does something later, if this life lasts so long; ends it where it has to. */
    void later(long delayMs, Runnable what) {
        fate().timeline().in(delayMs, () -> {
            if (lives) {
                machine.mayDie(what);
            }
        });
    }

    boolean knowsAttachments() {
        return reading.isLoaded() || disk.isSynced();
    }

    /** Names a request; unique for ever. */
    RequestId requestId(AgentStamp stamp) {
        return new RequestId(machine.name() + "/" + stamp.incarnation().counter() + "/" + stamp.agentSeq());
    }

    long clockMs() {
        return machine.clockMs();
    }

    /** How a VF is set, as it is reported. */
    VfAttributes attributes(PciAddress vf) {
        return kernel().port(vf).map(port -> port.attributes).orElse(VfAttributes.UNKNOWN);
    }

    /** An owner whose namespace does not hold the VF any more has lost it: it was made anew, or is home again. */
    VfMemory present(PciAddress vf, VfMemory memory) {
        boolean holds = memory.owner()
                .flatMap(Owner::netns)
                .filter(netns -> kernel().holds(netns, vf))
                .isPresent();
        return holds || memory.owner().isEmpty() ? memory : memory.unowned();
    }

    Machine machine() {
        return machine;
    }

    Disk disk() {
        return disk;
    }

    Kernel kernel() {
        return machine.kernel();
    }

    Fate fate() {
        return machine.fate();
    }

    Incarnation incarnation() {
        return incarnation;
    }

    Adds adds() {
        return adds;
    }

    Lanes lanes() {
        return lanes;
    }

    Watch watch() {
        return watch;
    }

    Outbox outbox() {
        return outbox;
    }

    Executor executor() {
        return executor;
    }

    Calls calls() {
        return calls;
    }

    @Override
    public String toString() {
        return machine.name() + "/" + incarnation.counter();
    }
}
