package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EveryPhaseEveryInputTest {
    private static final PciAddress VF = Sample.vf(0);
    private static final AgentStamp STAMP = Sample.stamp(2, 50);

    static Stream<Arguments> pairs() {
        return Stream.of(VfPhase.values()).flatMap(phase -> inputs().map(input -> Arguments.of(phase, input)));
    }

    /** Every kind of input, most of them with the present fence, an older one and a newer one. */
    static Stream<Input> inputs() {
        List<Input> inputs = new ArrayList<>(List.of(
                new Input.AgentStarted(Sample.stamp(3, "boot-2", Sample.MACHINE, 1), false),
                new Input.AgentStarted(Sample.stamp(1, Sample.BOOT, Sample.MACHINE, 1), false),
                new Input.AgentStarted(Sample.stamp(1, "boot-9", "machine-2", 1), false),
                new Input.AgentStarted(Sample.stamp(1, Sample.BOOT, Sample.MACHINE, "life-9", 1), false),
                new Input.VfChanged(Sample.stamp(1, Sample.BOOT, Sample.MACHINE, "life-9", 3), Sample.info(0)),
                new Input.AddRequested(
                        Sample.stamp(1, Sample.BOOT, Sample.MACHINE, "life-9", 3),
                        Sample.ask("r-anew", "newcomer", 2_000_000)),
                new Input.AddRequested(STAMP, Sample.ofPf(Sample.ask("r-pf", "newcomer", 2_000_000), "ens1", false)),
                new Input.AddRequested(STAMP, Sample.ofPf(Sample.ask("r-pf", "newcomer", 2_000_000), "ens9", false)),
                new Input.AddRequested(STAMP, Sample.ofPf(Sample.ask("r-pf", "newcomer", 2_000_000), "ens1", true)),
                new Input.PfChanged(STAMP, Sample.pf(Sample.PF_A, true)),
                new Input.VfGone(STAMP, VF, "numvfs lowered"),
                new Input.VfGone(STAMP, Sample.vf(6), "numvfs lowered"),
                new Input.NodeInventoryReported(STAMP, List.of(), List.of()),
                new Input.PodScheduled(Sample.pod("holder0"), List.of()),
                new Input.PodScheduled(Sample.pod("holder0"), List.of(Sample.network("net1"))),
                new Input.PodScheduled(Sample.pod("holder0"), List.of(Sample.network("0"), Sample.network("1"))),
                new Input.PodScheduled(Sample.pod("holder0"), List.of(Sample.naming(Sample.network("net1"), VF))),
                new Input.PodScheduled(Sample.pod("newcomer"), List.of(Sample.network("net1"))),
                new Input.PodScheduled(Sample.pod("newcomer"), List.of(Sample.naming(Sample.network("0"), VF))),
                new Input.NodePodsSnapshot(List.of(Sample.pod("holder0"))),
                new Input.PodDeleted(Sample.pod("holder0")),
                new Input.NodePodsSnapshot(List.of()),
                Sample.defaultPool(),
                new Input.NodeRemoved("scaled down"),
                new Input.AddRequested(STAMP, Sample.ask("r-new", "newcomer", 2_000_000)),
                new Input.AddRequested(STAMP, Sample.ask("r-again", "holder0", 2_000_000)),
                new Input.AddRequested(STAMP, Sample.ask("r-phase-0", "holder0", 2_000_000)),
                new Input.AddRequested(STAMP, Sample.naming(Sample.ask("r-named", "newcomer", 2_000_000), VF)),
                new Input.AddRequested(STAMP, Sample.naming(Sample.ask("r-named", "holder0", 2_000_000), VF)),
                new Input.AddRequested(STAMP, Sample.ask("r-late", "newcomer", 1)),
                new Input.DelRequested(STAMP, new RequestId("d1"), Sample.attachment("holder0")),
                new Input.DelRequested(STAMP, new RequestId("d1"), Sample.attachment("nobody")),
                new Outcome.PfConfigured(STAMP, new Version(1), Sample.pf(Sample.PF_A, false)),
                new Outcome.DeviceAllocated(STAMP, Sample.POOL, List.of(VF), Optional.of(Sample.pod("holder0"))),
                new Input.TimerFired(new TimerSubject.OfVf(VF), new Timer(1_500_000, 4)),
                new Input.TimerFired(new TimerSubject.OfVf(VF), new Timer(1_400_000, 3)),
                new Input.TimerFired(new TimerSubject.OfRequest(new RequestId("r-phase-0")), new Timer(2_000_000, 4))));
        for (String holder : List.of("holder0", "stranger")) {
            VfInfo known = Sample.infoOf(0, Sample.evidence(holder));
            VfInfo unnamed = Sample.infoOf(0, Sample.kernelEvidence(holder));
            inputs.add(new Input.VfObserved(STAMP, known, "free"));
            inputs.add(new Input.VfObserved(STAMP, unnamed, "free"));
            inputs.add(new Input.VfChanged(STAMP, known));
            inputs.add(new Input.NodeInventoryReported(STAMP, List.of(), List.of(known)));
            inputs.add(new Input.NodeInventoryReported(STAMP, List.of(), List.of(Sample.info(0), known)));
        }
        for (VfInfo info : infos()) {
            inputs.add(new Input.VfChanged(STAMP, info));
            inputs.add(new Input.VfObserved(STAMP, info, "elsewhere"));
            inputs.add(new Input.NodeInventoryReported(STAMP, List.of(Sample.pf(Sample.PF_A, true)), List.of(info)));
        }
        for (Fence fence : List.of(Phases.FENCE, older(), Phases.FENCE.nextEpoch())) {
            inputs.addAll(outcomes(fence));
        }
        return inputs.stream();
    }

    private static Fence older() {
        return new Fence(
                Phases.FENCE.epoch(), new Version(Phases.FENCE.version().value() - 1));
    }

    private static List<VfInfo> infos() {
        VfInfo home = Sample.info(0);
        return List.of(
                home,
                Sample.info(0, true, Optional.of("address 10.0.0.1")),
                Sample.info(0, false, Optional.empty()),
                new VfInfo(
                        home.traits(),
                        VfAttributes.UNKNOWN,
                        false,
                        Optional.empty(),
                        Optional.of(Sample.netns("x")),
                        Optional.empty()),
                new VfInfo(
                        home.traits(),
                        home.attributes(),
                        false,
                        Optional.empty(),
                        Optional.of(Sample.netns("holder0")),
                        Optional.empty()));
    }

    private static List<Input> outcomes(Fence fence) {
        Optional<PodIdentity> pod = Optional.of(Sample.pod("holder0"));
        Attachment attachment = Sample.attachment("holder0");
        NetworkNamespace netns = Sample.netns("holder0");
        List<Input> inputs = new ArrayList<>(List.of(
                new Outcome.VfHeld(STAMP, VF, fence, Sample.CLEAN),
                new Outcome.VfAttached(
                        STAMP, VF, fence, Optional.empty(), attachment, pod, netns, Sample.CLEAN, List.of(), false),
                new Outcome.VfReleased(
                        STAMP,
                        VF,
                        fence,
                        Optional.of(attachment),
                        ReleaseCause.CNI_DEL,
                        true,
                        List.of(),
                        Sample.CLEAN,
                        false),
                new Outcome.VfReleased(
                        STAMP,
                        VF,
                        fence,
                        Optional.empty(),
                        ReleaseCause.CNI_GC,
                        false,
                        List.of("x"),
                        Sample.CLEAN,
                        false),
                new Outcome.VfVerified(STAMP, VF, fence, true, Optional.empty(), List.of(), Sample.CLEAN, false),
                new Outcome.VfVerified(STAMP, VF, fence, false, Optional.empty(), List.of("x"), Sample.CLEAN, false),
                new Outcome.VfVerified(
                        STAMP, VF, fence, false, Optional.of("master br0"), List.of(), Sample.CLEAN, false),
                new Outcome.VfAttached(
                        STAMP, VF, fence, Optional.empty(), attachment, pod, netns, Sample.CLEAN, List.of(), true),
                new Outcome.VfReleased(
                        STAMP,
                        VF,
                        fence,
                        Optional.of(attachment),
                        ReleaseCause.CNI_DEL,
                        true,
                        List.of(),
                        Sample.KEPT,
                        true),
                new Outcome.VfVerified(STAMP, VF, fence, true, Optional.empty(), List.of(), Sample.KEPT, true),
                new Outcome.VfVerified(STAMP, VF, fence, false, Optional.empty(), List.of("x"), Sample.KEPT, true),
                new Outcome.VfRecovered(STAMP, VF, fence, Sample.KEPT, true),
                new Outcome.VfRecovered(STAMP, VF, fence, Sample.CLEAN, false)));
        for (FailureReason reason : FailureReason.values()) {
            for (Optional<RequestId> request : List.of(Optional.<RequestId>empty(), Optional.of(new RequestId("r1")))) {
                inputs.add(new Outcome.CommandFailed(
                        STAMP,
                        Optional.of(VF),
                        fence,
                        request,
                        reason,
                        "no",
                        Optional.empty(),
                        Optional.of(VfAttributes.UNKNOWN)));
            }
        }
        return inputs;
    }

    private static NodeState stateIn(VfPhase phase) {
        NodeState state = NodeState.unknown(Sample.NODE);
        state = VfLifecycle.evolve(
                state, new Transition.AgentKnown(Sample.stamp(2, 1).incarnation(), false));
        state = VfLifecycle.evolve(
                state, new Transition.PoolsSet(Sample.defaultPool().pools(), List.of(), 2));
        return Phases.put(state, 0, phase);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void isDecidedLegally(VfPhase phase, Input input) {
        NodeState before = stateIn(phase);
        Decision decision = VfLifecycle.decide(before, input, new DecisionTime(1_600_000, 77));
        assertThat(Invariants.of(before, input, decision)).isEmpty();
        assertThat(VfLifecycle.decide(before, input, new DecisionTime(1_600_000, 77)))
                .isEqualTo(decision);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void neverPartsALiveAttachmentByHearsay(VfPhase phase, Input input) {
        boolean hearsay = (input instanceof Input.NodeInventoryReported inventory
                        && !inventory.vfs().isEmpty())
                || input instanceof Input.VfChanged
                || input instanceof Input.PodDeleted
                || input instanceof Input.NodePodsSnapshot
                || input instanceof Input.PfChanged;
        if (phase == VfPhase.ATTACHED && hearsay) {
            Decision decision = VfLifecycle.decide(stateIn(phase), input, new DecisionTime(1_600_000, 77));
            assertThat(decision.after().vfs().get(VF).orElseThrow().phase()).isEqualTo(VfPhase.ATTACHED);
            assertThat(decision.commands()).isEmpty();
        }
    }

    @Test
    void listsEveryKindOfInput() {
        Set<Class<?>> listed = new HashSet<>(inputs().map(Object::getClass).toList());
        assertThat(listed).containsAll(leaves(Input.class));
    }

    private static List<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .flatMap(sub -> leaves(sub).stream())
                        .toList()
                : List.of(type);
    }
}
