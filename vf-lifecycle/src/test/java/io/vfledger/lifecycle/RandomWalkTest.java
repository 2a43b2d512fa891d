package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Fence;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random inputs in random order: whatever comes, nothing that must never be so is so. */
class RandomWalkTest {
    private static final int STEPS = 1500;
    private static final int PODS = 6;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void keepsTheInvariants(long seed) {
        Walk walk = new Walk(seed, 4);
        for (int step = 0; step < STEPS; step++) {
            walk.step(step);
        }
        assertThat(walk.reached)
                .as("phases reached with seed %d", seed)
                .contains(
                        VfPhase.FREE,
                        VfPhase.HELD,
                        VfPhase.ATTACHING,
                        VfPhase.ATTACHED,
                        VfPhase.RELEASING,
                        VfPhase.QUARANTINED);
        assertThat(walk.fold()).as("fold of all transitions, seed %d", seed).isEqualTo(walk.state);
    }

    @Test
    void keepsTheInvariantsOfAPfThatIsGivenAsAWhole() {
        Set<VfPhase> reached = EnumSet.noneOf(VfPhase.class);
        for (long seed = 1; seed <= 4; seed++) {
            Walk walk = new Walk(seed, 1);
            for (int step = 0; step < STEPS; step++) {
                walk.step(step);
            }
            reached.addAll(walk.reachedByPf);
            assertThat(walk.fold()).as("fold of all transitions, seed %d", seed).isEqualTo(walk.state);
        }
        assertThat(reached)
                .as("phases of the PF")
                .contains(
                        VfPhase.DISCOVERED,
                        VfPhase.RESERVED,
                        VfPhase.ATTACHING,
                        VfPhase.ATTACHED,
                        VfPhase.RELEASING,
                        VfPhase.QUARANTINED);
    }

    private static final class Walk {
        final long seed;
        final int vfs;
        final Random random;
        final Set<VfPhase> reached = EnumSet.noneOf(VfPhase.class);
        final Set<VfPhase> reachedByPf = EnumSet.noneOf(VfPhase.class);
        final List<Transition> all = new ArrayList<>();
        NodeState state = NodeState.unknown(Sample.NODE);
        long nowMs = 1_000_000;
        long counter = 1;
        String boot = Sample.BOOT;
        String life = "";
        int lives;
        long seq;
        long nodeSeq;
        int requests;

        Walk(long seed, int vfs) {
            this.seed = seed;
            this.vfs = vfs;
            this.random = new Random(seed);
        }

        void step(int step) {
            nowMs += random.nextInt(2_000);
            Input input = next(step);
            NodeState before = state;
            Decision decision = VfLifecycle.decide(before, input, new DecisionTime(nowMs, ++nodeSeq));
            assertThat(Invariants.of(before, input, decision))
                    .as("seed %d, step %d, input %s", seed, step, input)
                    .isEmpty();
            state = decision.after();
            all.addAll(decision.transitions());
            state.vfs().values().forEach(vf -> (vf.isPf() ? reachedByPf : reached).add(vf.phase()));
        }

        NodeState fold() {
            NodeState folded = NodeState.unknown(Sample.NODE);
            for (Transition transition : all) {
                folded = VfLifecycle.evolve(folded, transition);
            }
            return folded;
        }

        private Input next(int step) {
            if (step == 0) {
                return Sample.defaultPool();
            }
            return switch (random.nextInt(28)) {
                case 0 -> inventory();
                case 1 -> random.nextInt(8) == 0 ? restart() : inventory();
                case 2, 3, 4, 5, 6 -> new Input.AddRequested(stamp(), ask());
                case 7 -> new Input.DelRequested(stamp(), new RequestId("d"), Sample.attachment(podName()));
                case 8, 9, 10, 11, 12, 13 -> verified();
                case 14, 15, 16 -> attached();
                case 17, 18 -> released();
                case 19 -> failed();
                case 20 -> observed();
                case 21 -> random.nextBoolean() ? new Input.PodDeleted(pod()) : allocated();
                case 23, 24 -> scheduled();
                case 25 -> random.nextBoolean() ? held() : heldAddFailed();
                case 26 -> random.nextInt(4) == 0 ? snapshot() : held();
                case 22 -> new Input.VfChanged(stamp(), info(random.nextInt(vfs)));
                default -> timer();
            };
        }

        /** Now and then a record comes twice. */
        private AgentStamp stamp() {
            return Sample.stamp(counter, boot, Sample.MACHINE, life, random.nextInt(20) == 0 ? seq : ++seq);
        }

        private Input restart() {
            // Now and then the disk was lost, and the counter begins anew.
            counter = random.nextInt(4) == 0 ? 1 : counter + 1;
            boot = "boot-" + random.nextInt(2);
            life = "life-" + lives++;
            seq = 0;
            return new Input.AgentStarted(stamp(), false);
        }

        /** One of the VFs, or their PF itself. */
        private int function() {
            return random.nextInt(vfs + 1);
        }

        private PciAddress pci(int function) {
            return function == vfs ? Sample.PF_A : Sample.vf(function);
        }

        private Input inventory() {
            List<VfInfo> seen = new ArrayList<>();
            for (int i = 0; i < vfs; i++) {
                if (random.nextInt(12) != 0) {
                    seen.add(info(i));
                }
            }
            return new Input.NodeInventoryReported(
                    stamp(), List.of(Sample.pf(Sample.PF_A, random.nextBoolean())), seen);
        }

        private VfInfo info(int number) {
            if (number == vfs) {
                return pfAsFunction();
            }
            if (random.nextInt(8) == 0) {
                String name = podName();
                return Sample.infoOf(
                        number, random.nextBoolean() ? Sample.evidence(name) : Sample.kernelEvidence(name));
            }
            return Sample.info(
                    number,
                    random.nextInt(5) != 0,
                    random.nextInt(20) == 0 ? Optional.of("master br0") : Optional.empty());
        }

        private VfInfo pfAsFunction() {
            boolean home = random.nextInt(3) == 0;
            return new VfInfo(
                    VfTraits.ofPf(Sample.pf(Sample.PF_A, true)),
                    home
                            ? Sample.CLEAN.toBuilder()
                                    .netdev(new InterfaceName("ens1"))
                                    .build()
                            : Sample.CLEAN,
                    home,
                    Optional.empty(),
                    home || random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Sample.netns(podName())),
                    Optional.empty());
        }

        private Input observed() {
            return new Input.VfObserved(stamp(), info(function()), "elsewhere");
        }

        private String podName() {
            return "p" + random.nextInt(PODS);
        }

        private PodIdentity pod() {
            return Sample.pod(podName());
        }

        private AddAsk ask() {
            String request = "r" + (random.nextInt(10) == 0 ? requests : ++requests);
            AddAsk ask = Sample.ask(request, podName(), nowMs + random.nextInt(20_000) - 500);
            if (random.nextInt(4) == 0) {
                ask = Sample.withSettings(
                        ask,
                        VfSettings.builder()
                                .mac(new MacAddress(0x020000000000L + random.nextInt(3)))
                                .build());
            }
            if (vfs == 1 && random.nextInt(3) != 0) {
                return Sample.ofPf(ask, "ens1", true);
            }
            if (random.nextInt(6) == 0) {
                ask = Sample.ofPf(ask, random.nextInt(4) == 0 ? "ens9" : "ens1", random.nextInt(5) != 0);
            }
            return random.nextInt(3) == 0 ? Sample.naming(ask, Sample.vf(random.nextInt(vfs + 1))) : ask;
        }

        private Input allocated() {
            return new Outcome.DeviceAllocated(
                    stamp(),
                    Sample.POOL,
                    List.of(Sample.vf(random.nextInt(vfs))),
                    random.nextBoolean() ? Optional.of(pod()) : Optional.empty());
        }

        /** Mostly by name, as most pods ask; now and then by number, by device, or of another configuration. */
        private Input scheduled() {
            List<PodNetwork> networks = new ArrayList<>();
            if (random.nextInt(3) == 0) {
                networks.add(Sample.network("0"));
                networks.add(Sample.network("1"));
            } else {
                networks.add(Sample.network("net1"));
            }
            if (random.nextInt(5) == 0) {
                networks.set(0, Sample.naming(networks.getFirst(), Sample.vf(random.nextInt(vfs + 1))));
            }
            if (random.nextInt(5) == 0) {
                PodNetwork first = networks.getFirst();
                networks.set(
                        0,
                        new PodNetwork(first.network(), first.slot(), first.pool(), first.device(), VfSettings.NONE));
            }
            return new Input.PodScheduled(pod(), networks);
        }

        private Input held() {
            int number = random.nextInt(vfs);
            return new Outcome.VfHeld(stamp(), Sample.vf(number), fence(number), Sample.CLEAN);
        }

        private Input heldAddFailed() {
            int number = random.nextInt(vfs);
            return new Outcome.CommandFailed(
                    stamp(),
                    Optional.of(Sample.vf(number)),
                    fence(number),
                    Optional.of(new RequestId("r-held")),
                    FailureReason.IPAM_FAILED,
                    "no",
                    Optional.empty(),
                    Optional.empty());
        }

        private Input snapshot() {
            List<PodIdentity> pods = new ArrayList<>();
            for (int i = 0; i < PODS; i++) {
                if (random.nextInt(3) != 0) {
                    pods.add(Sample.pod("p" + i));
                }
            }
            return new Input.NodePodsSnapshot(pods);
        }

        /** Mostly the present fence, sometimes a late one. */
        private Fence fence(int number) {
            Fence fence = state.vfs().get(pci(number)).map(VfState::fence).orElse(Fence.ZERO);
            if (random.nextInt(6) == 0 && fence.version().value() > 0) {
                return new Fence(fence.epoch(), new Version(fence.version().value() - 1));
            }
            return random.nextInt(15) == 0 ? fence.nextEpoch() : fence;
        }

        private Input verified() {
            int number = function();
            boolean clean = random.nextInt(4) != 0;
            return new Outcome.VfVerified(
                    stamp(),
                    pci(number),
                    fence(number),
                    clean,
                    random.nextInt(12) == 0 ? Optional.of("address") : Optional.empty(),
                    clean ? List.of() : List.of("trust: expected off, found on"),
                    Sample.CLEAN,
                    random.nextInt(4) == 0);
        }

        private Input attached() {
            int number = function();
            Optional<Ownership> owner = state.vfs().get(pci(number)).flatMap(VfState::owner);
            String name = podName();
            return new Outcome.VfAttached(
                    stamp(),
                    pci(number),
                    fence(number),
                    owner.flatMap(Ownership::request),
                    owner.flatMap(Ownership::attachment).orElse(Sample.attachment(name)),
                    owner.flatMap(Ownership::pod),
                    Sample.netns(name),
                    Sample.CLEAN,
                    List.of(),
                    random.nextInt(8) == 0);
        }

        private Input released() {
            int number = function();
            return new Outcome.VfReleased(
                    stamp(),
                    pci(number),
                    fence(number),
                    Optional.empty(),
                    ReleaseCause.CNI_DEL,
                    random.nextInt(4) != 0,
                    List.of(),
                    Sample.CLEAN,
                    random.nextInt(4) == 0);
        }

        private Input failed() {
            int number = function();
            FailureReason[] reasons = FailureReason.values();
            return new Outcome.CommandFailed(
                    stamp(),
                    Optional.of(pci(number)),
                    fence(number),
                    Optional.empty(),
                    reasons[random.nextInt(reasons.length)],
                    "no",
                    random.nextBoolean() ? Optional.of(Sample.attachment(podName())) : Optional.empty(),
                    Optional.empty());
        }

        private Input timer() {
            int number = function();
            Optional<Timer> timer = state.vfs().get(pci(number)).flatMap(VfState::timer);
            if (timer.isPresent()) {
                nowMs = Math.max(nowMs, timer.get().dueMs());
                return new Input.TimerFired(new TimerSubject.OfVf(pci(number)), timer.get());
            }
            return state.requests().values().stream()
                    .filter(OpenRequest::waiting)
                    .findFirst()
                    .<Input>map(open -> new Input.TimerFired(
                            new TimerSubject.OfRequest(open.ask().request()), open.timer()))
                    .orElseGet(this::verified);
        }
    }
}
