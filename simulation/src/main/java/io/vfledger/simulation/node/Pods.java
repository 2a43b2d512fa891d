package io.vfledger.simulation.node;

import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.simulation.check.Findings;
import io.vfledger.simulation.fate.Chance;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pods of a node, kubelet, its runtime, and what the API server says of them. */
public final class Pods implements Kernel.Witness {
    private static final PoolName KUBELETS = new PoolName("devices");
    private static final PoolName ALLOCATORS = new PoolName("default");

    private final Machine machine;
    private final Findings findings;
    private final Sandboxes sandboxes;
    private final List<Pod> pods = new ArrayList<>();
    private final Set<Namespace> strange = new HashSet<>();
    private int made;
    private boolean calm;
    private final boolean kubeletChooses;
    private final boolean givesPf;

    Pods(Machine machine, Findings findings) {
        this.machine = machine;
        this.findings = findings;
        this.sandboxes = new Sandboxes(machine);
        this.kubeletChooses = chance().oneIn(3);
        this.givesPf = chance().oneIn(4);
    }

    private Chance chance() {
        return machine.fate().chance();
    }

    void start() {
        tellPools();
        next();
    }

    /** The pools of the node: all VFs for the allocator to choose from, or the first one for kubelet. */
    void tellPools() {
        List<Pool> pools = new ArrayList<>();
        pools.add(new Pool(ALLOCATORS, Chooser.ALLOCATOR, 50, PoolSelectors.ALL, Optional.empty(), Placement.DEFAULT));
        if (kubeletChooses) {
            PoolSelectors first =
                    new PoolSelectors(List.of(), List.of(), List.of(), List.of(), List.of(Kernel.address(0)));
            pools.add(new Pool(KUBELETS, Chooser.KUBELET, 10, first, Optional.empty(), Placement.DEFAULT));
        }
        machine.say(new Input.NodePoolsChanged(pools));
    }

    private void next() {
        if (!calm) {
            if (pods.stream().filter(pod -> !pod.over).count() < 8) {
                create();
            }
            if (chance().oneIn(20)) {
                snapshot();
            }
            if (chance().oneIn(40)) {
                tellPools();
            }
        }
        machine.fate().timeline().in(chance().between(500, 9_000), this::next);
    }

    private void create() {
        made++;
        int number = made;
        PodIdentity identity = new PodIdentity(
                "prod", "pod" + number, chance().oneIn(6) ? Optional.empty() : Optional.of(uid(number)));
        boolean whole = givesPf && chance().oneIn(2);
        Optional<PciAddress> device = whole ? Optional.empty() : device();
        Pod pod = new Pod(
                identity,
                whole,
                whole ? VfSettings.NONE : settings(),
                device,
                machine.kernel().newNamespace(identity.name()));
        pods.removeIf(old -> old.over && !old.runs);
        pods.add(pod);
        news(new Input.PodScheduled(identity, networks(pod)));
        device.ifPresent(vf -> allocate(pod, vf));
        machine.later(chance().between(50, 3_000), () -> sandboxes.begin(pod, () -> ended(pod)));
    }

    private VfSettings settings() {
        var settings = VfSettings.builder().vlan(new Vlan(100 + chance().below(3)));
        if (chance().oneIn(5)) {
            settings.mac(new MacAddress(0x0200_0000_0000L + 1 + chance().below(2)));
        }
        return settings.build();
    }

    /** What the watcher makes out of the pod's annotations; not of every pod, and never of one that asks for a whole PF. */
    private List<PodNetwork> networks(Pod pod) {
        return pod.whole || chance().oneIn(3)
                ? List.of()
                : List.of(new PodNetwork(
                        pod.attachment.network(),
                        pod.attachment.ifname().value(),
                        Optional.empty(),
                        pod.device,
                        pod.settings));
    }

    private PodUid uid(int number) {
        return new PodUid("uid-" + machine.name() + "-" + machine.boots() + "-" + number);
    }

    private Optional<PciAddress> device() {
        if (kubeletChooses && chance().oneIn(3)) {
            return Optional.of(Kernel.address(0));
        }
        return chance().oneIn(12) ? Optional.of(Kernel.address(1)) : Optional.empty();
    }

    /** Kubelet gives a device, and the agent learns of it. */
    private void allocate(Pod pod, PciAddress vf) {
        Optional<PodIdentity> known = chance().oneIn(2) ? Optional.of(pod.identity) : Optional.empty();
        machine.agent()
                .ifPresent(agent -> machine.mayDie(() ->
                        agent.outbox().keep(new Outcome.DeviceAllocated(Stamped.NONE, KUBELETS, List.of(vf), known))));
    }

    private void ended(Pod pod) {
        pod.over = true;
        news(new Input.PodDeleted(pod.identity));
    }

    /** What the API server's watcher says, late or twice where the seed says so. */
    private void news(Input news) {
        long delayMs = chance().between(5, machine.fate().strikes(Fault.POD_NEWS_LATE) ? 30_000 : 500);
        machine.fate().timeline().in(delayMs, () -> machine.say(news));
        if (machine.fate().strikes(Fault.POD_NEWS_TWICE)) {
            machine.fate().timeline().in(delayMs + chance().between(1, 5_000), () -> machine.say(news));
        }
    }

    private void snapshot() {
        List<PodIdentity> alive = new ArrayList<>();
        for (Pod pod : pods) {
            if (!pod.over && !machine.fate().strikes(Fault.API_FORGETS)) {
                alive.add(pod.identity);
            }
        }
        news(new Input.NodePodsSnapshot(alive));
    }

    /** The machine was switched off. */
    void allDie() {
        pods.forEach(pod -> {
            pod.runs = false;
            pod.over = true;
            news(new Input.PodDeleted(pod.identity));
        });
        pods.clear();
    }

    /** Whoever waited for the agent is told that it is not there. */
    void agentGone() {
        sandboxes.agentGone();
    }

    /** A VF goes by itself, or all of them: who had it is not to blame that it is gone. */
    void lose(Optional<PciAddress> vf) {
        machine.kernel().ports().forEach((pci, port) -> {
            if (vf.isEmpty() || vf.get().equals(pci)) {
                port.in.ifPresent(namespace -> pods.stream()
                        .filter(pod -> pod.namespace.equals(namespace))
                        .forEach(pod -> {
                            pod.runs = false;
                            pod.bereft = true;
                        }));
            }
        });
    }

    /** A namespace that nobody tells anything of. */
    void strange(Namespace namespace) {
        strange.add(namespace);
    }

    /** No more pods come, and nothing strange stays. */
    void calm() {
        calm = true;
        strange.forEach(machine.kernel()::destroy);
        strange.clear();
    }

    @Override
    public void given(PciAddress vf, Namespace to, Optional<String> residue) {
        residue.ifPresent(whose -> findings.found(
                "CLEAN_BEFORE_GIVEN", vf + " of " + machine.name() + " comes to " + to + " as " + whose + " left it"));
        pods.stream().filter(pod -> pod.namespace.equals(to)).findFirst().ifPresent(pod -> oneVfPerPod(pod, vf));
    }

    private void oneVfPerPod(Pod pod, PciAddress vf) {
        machine.kernel().functions().forEach((other, port) -> {
            boolean mine = port.in
                    .filter(namespace ->
                            namespace.lives && namespace.toString().contains("-" + pod.identity.name() + "-"))
                    .isPresent();
            if (mine && !other.equals(vf) && pod.identity.uid().isPresent()) {
                findings.found(
                        "ONE_VF_PER_DEMAND", pod + " on " + machine.name() + " has " + other + " and gets " + vf);
            }
        });
    }

    @Override
    public void taken(PciAddress vf, Namespace from) {
        pods.stream()
                .filter(pod -> pod.runs && pod.namespace.equals(from))
                .forEach(pod -> findings.found(
                        "LIVE_POD_KEEPS_ITS_VF", vf + " of " + machine.name() + " is taken from " + pod));
    }

    /**
     * The attachments of pods that were told yes, and their VFs; found out without asking agent or allocator.
     */
    public List<Running> running() {
        List<Running> running = new ArrayList<>();
        for (Pod pod : pods) {
            if (pod.runs) {
                Optional<PciAddress> has = Optional.empty();
                for (var entry : machine.kernel().functions().entrySet()) {
                    if (entry.getValue().in.equals(Optional.of(pod.namespace))) {
                        has = Optional.of(entry.getKey());
                    }
                }
                if (has.isEmpty()) {
                    findings.found("LIVE_POD_KEEPS_ITS_VF", pod + " on " + machine.name() + " has no VF");
                } else {
                    running.add(new Running(pod.attachment, has.get(), pod.identity));
                }
            }
        }
        return running;
    }

    /** A pod that runs, and its VF. */
    public record Running(Attachment attachment, PciAddress vf, PodIdentity pod) {}

    /** Whether a runtime is still busy with any. */
    public boolean anyUnsettled() {
        return pods.stream().anyMatch(pod -> !pod.over && !pod.runs);
    }
}
