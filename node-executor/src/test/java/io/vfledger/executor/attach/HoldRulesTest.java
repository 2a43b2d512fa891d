package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.Demand;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.Phase;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfHeld;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfState;
import io.vfledger.avro.VfVerified;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.CniCall;
import io.vfledger.executor.stream.LogView;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VFs that are prepared before their pods ask. */
class HoldRulesTest {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");
    private static final VfSettings PLAIN = VfSettings.newBuilder().build();

    @TempDir
    Path data;

    private final FakeNode node = new FakeNode(2);
    private FakeAgent agent;

    @BeforeEach
    void start() {
        agent = new FakeAgent(data, node).start().knowingTheLog();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static HoldVf.Builder hold(String pod, long version) {
        return HoldVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setCommandId(FakeAgent.NODE + "/" + version + "/0")
                .setPci(VF.value())
                .setEpoch(1)
                .setVersion(version)
                .setDemand(Demand.newBuilder()
                        .setOwner("uid-" + pod)
                        .setNetwork("blue")
                        .setSlot("0")
                        .build())
                .setPod(PodIdentity.newBuilder()
                        .setNamespace("prod")
                        .setName(pod)
                        .setUid("uid-" + pod)
                        .build())
                .setPool("default")
                .setBaseline(VfAttributes.newBuilder().setMtu(1500).build())
                .setDeadlineMs(System.currentTimeMillis() + 60_000);
    }

    private static ReleaseVf release(long version) {
        return ReleaseVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setEpoch(1)
                .setVersion(version)
                .setCause(ReleaseCause.HOLD_EXPIRED)
                .setOnlyIfNamespaceGone(true)
                .build();
    }

    private static CniCall call(CniCommand command, String pod) {
        return FakeAgent.callOf(pod, Optional.of("uid-" + pod), command, "c-" + pod);
    }

    private CniReply addAtOnce(String pod) {
        return agent.executor.calls().handle(call(CniCommand.ADD, pod));
    }

    private CompletableFuture<CniReply> add(CniCall call) {
        return CompletableFuture.supplyAsync(() -> agent.executor.calls().handle(call));
    }

    /** The ADD is asked of the allocator, which says yes. */
    private CniReply cold(CompletableFuture<CniReply> reply, long version) throws Exception {
        AddRequested request = agent.await(AddRequested.class, any -> true);
        agent.carryOut(agent.assign(request, VF, 1, version));
        return reply.get(20, TimeUnit.SECONDS);
    }

    @Test
    void preparesAndCompletesTheAddWithoutTheAllocator() throws Exception {
        agent.carryOut(hold("a", 1).build());
        VfHeld held = agent.await(VfHeld.class, any -> true);
        assertThat(held.getDemand().getOwner()).isEqualTo("uid-a");
        assertThat(node.prepared).containsKey(VF);
        assertThat(node.inPod).isEmpty();

        CniReply reply = addAtOnce("a");

        assertThat(reply.stdout()).contains("10.0.0.2/24");
        VfAttached attached = agent.await(VfAttached.class, any -> true);
        assertThat(attached.getEpoch()).isEqualTo(1);
        assertThat(attached.getVersion()).isEqualTo(1);
        assertThat(attached.getRequestId()).isEqualTo("worker-1/0000:01:10.0/1.1");
        assertThat(attached.getPod().getUid()).isEqualTo("uid-a");
        assertThat(agent.sends(AddRequested.class)).isFalse();
        assertThat(agent.executor.calls().handle(call(CniCommand.DEL, "a")).succeeded())
                .isTrue();
        assertThat(agent.await(VfReleased.class, any -> true).getEpoch()).isEqualTo(1);
        assertThat(agent.checkpoint.of(VF).hold()).isEmpty();
    }

    @Test
    void completesItWhileTheBrokerIsAway() throws Exception {
        agent.carryOut(hold("a", 1).build());
        agent.sends(VfHeld.class);
        agent.unreachable();
        agent.brokerTrouble = Optional.of("connection refused");

        assertThat(addAtOnce("a").stdout()).contains("10.0.0.2/24");
        assertThat(addAtOnce("b").stdout()).contains("\"code\":11", "cannot be reached: connection refused");

        agent.reachable();
        agent.await(VfAttached.class, any -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pod", "network's settings", "pool", "no UID, and two fit"})
    void asksTheAllocatorWhereTheHoldIsNotWhatIsAskedFor(String difference) throws Exception {
        HoldVf.Builder hold = hold("a", 1);
        CniCall call = call(CniCommand.ADD, "a");
        switch (difference) {
            case "pod" -> call = call(CniCommand.ADD, "b");
            case "network's settings" ->
                hold.setSettings(VfSettings.newBuilder().setVlan(100).build());
            case "pool" -> hold.setPool("fast");
            default -> {
                agent.carryOut(hold("a", 1)
                        .setPci("0000:01:10.1")
                        .setDemand(Demand.newBuilder()
                                .setOwner("uid-a")
                                .setNetwork("blue")
                                .setSlot("1")
                                .build())
                        .build());
                call = FakeAgent.callOf("a", Optional.empty(), CniCommand.ADD, "c-a");
            }
        }
        agent.carryOut(hold.build());

        CniReply reply = cold(add(call), 2);

        assertThat(reply.stdout()).contains("10.0.0.2/24");
        assertThat(agent.await(VfAttached.class, any -> true).getVersion()).isEqualTo(2);
    }

    @Test
    void takesTheHoldOfAPodWithoutUidWhenOneFits() throws Exception {
        agent.carryOut(hold("a", 1).build());
        CniReply reply = agent.executor.calls().handle(FakeAgent.callOf("a", Optional.empty(), CniCommand.ADD, "c-a"));
        assertThat(reply.stdout()).contains("10.0.0.2/24");
    }

    @Test
    void leavesNothingOfTheHoldWhenItIsAskedForOtherwise() throws Exception {
        agent.carryOut(hold("a", 1)
                .setSettings(VfSettings.newBuilder().setSpoofchk(false).build())
                .build());
        assertThat(node.prepared)
                .containsEntry(VF, VfSettings.newBuilder().setSpoofchk(false).build());

        cold(add(call(CniCommand.ADD, "a")), 2);

        assertThat(node.prepared).as("prepared again, as asked").containsEntry(VF, PLAIN);
    }

    @Test
    void undoesAHoldThatIsAskedBackAndServesItsPodColdThen() throws Exception {
        agent.carryOut(hold("a", 1).build());
        agent.carryOut(release(2));
        assertThat(agent.await(VfReleased.class, any -> true).getClean()).isTrue();
        assertThat(node.prepared).isEmpty();
        assertThat(cold(add(call(CniCommand.ADD, "a")), 3).stdout()).contains("10.0.0.2/24");
    }

    @Test
    void keepsAHoldWithThePodThatTookItWhenItIsAskedBackTooLate() throws Exception {
        agent.carryOut(hold("a", 1).build());
        addAtOnce("a");
        agent.carryOut(release(2));
        CommandFailed failed = agent.await(CommandFailed.class, any -> true);
        assertThat(failed.getReason()).isEqualTo(FailureReason.IN_USE);
        assertThat(failed.getHolder().getContainerId()).isEqualTo("c-a");
    }

    @Test
    void tellsOfAHeldAddThatFailedAndKeepsNothing() throws Exception {
        agent.carryOut(hold("a", 1).build());
        node.ipamFails = true;
        assertThat(addAtOnce("a").stdout()).contains("no address is left");
        CommandFailed failed = agent.await(CommandFailed.class, any -> true);
        assertThat(failed.getReason()).isEqualTo(FailureReason.IPAM_FAILED);
        assertThat(failed.getRequestId()).as("an ADD failed, not the hold").isNotEmpty();
        assertThat(failed.getVersion()).isEqualTo(1);
        assertThat(agent.checkpoint.of(VF).held()).isEmpty();
    }

    @Test
    void takesNothingThatWasPreparedForABaseline() throws Exception {
        agent.carryOut(hold("a", 1).build());
        agent.sends(VfHeld.class);
        AddRequested gone = AddRequested.newBuilder()
                .setRequestId("worker-1/1/9")
                .setDeadlineMs(System.currentTimeMillis() + 60_000)
                .build();
        agent.carryOut(agent.assign(gone, VF, 1, 2));
        assertThat(agent.await(CommandFailed.class, any -> true).getReason()).isEqualTo(FailureReason.CALLER_GONE);
        node.releaseFails = Optional.of(new NodeNics.Failure(FailureReason.PENDING, "the PF is resetting", false));
        agent.carryOut(verify(3));
        assertThat(agent.await(CommandFailed.class, failed -> failed.getVersion() == 3)
                        .getReason())
                .as("not read while something of it is left")
                .isEqualTo(FailureReason.PENDING);
        assertThat(node.prepared).isNotEmpty();

        node.releaseFails = Optional.empty();
        agent.carryOut(verify(4));

        assertThat(agent.await(VfVerified.class, any -> true).getClean()).isTrue();
        assertThat(node.prepared).isEmpty();
    }

    @Test
    void takesNothingThatAReleaseLeftOfAHoldForABaseline() throws Exception {
        agent.carryOut(hold("a", 1).build());
        node.leftovers = List.of("vlan: 0 expected, 100 found");
        agent.carryOut(release(2));
        assertThat(agent.await(VfReleased.class, any -> true).getClean()).isFalse();
        agent.carryOut(verify(3));
        assertThat(agent.await(CommandFailed.class, any -> true).getMessage()).contains("vlan: 0 expected, 100 found");
        node.leftovers = List.of();

        agent.carryOut(verify(4));

        assertThat(agent.await(VfVerified.class, any -> true).getClean()).isTrue();
        assertThat(node.prepared).isEmpty();
    }

    private static VerifyVf verify(long version) {
        return VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setEpoch(1)
                .setVersion(version)
                .build();
    }

    @Test
    void saysWhyItCannotPrepare() throws Exception {
        node.holdFails = Optional.of(new NodeNics.Failure(FailureReason.KERNEL_REFUSED, "set vlan: EINVAL", true));
        agent.carryOut(hold("a", 1).build());
        assertThat(agent.await(CommandFailed.class, any -> true).getMessage()).contains("set vlan: EINVAL");
        node.holdFails = Optional.empty();
        agent.carryOut(hold("a", 2).setDeadlineMs(1).build());
        assertThat(agent.await(CommandFailed.class, failed -> failed.getVersion() == 2)
                        .getReason())
                .isEqualTo(FailureReason.EXPIRED);
        assertThat(node.prepared).isEmpty();
    }

    @Test
    void remembersItsHoldsInTheNextLife() throws Exception {
        agent.carryOut(hold("a", 1).build());
        agent.sends(VfHeld.class);
        agent.close();
        agent = new FakeAgent(data, node).start().knowingTheLog();
        assertThat(addAtOnce("a").stdout()).contains("10.0.0.2/24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before attach", "after attach", "before IPAM ADD", "after IPAM ADD"})
    void undoesAHeldAddThatDiedAndTellsOfIt(String moment) throws Exception {
        agent.carryOut(hold("a", 1).build());
        agent.sends(VfHeld.class);
        node.cutAt = Optional.of(moment);
        assertThat(catchThrowable(() -> addAtOnce("a"))).hasMessageContaining(moment);
        agent.close();
        agent = new FakeAgent(data, node).start().knowingTheLog();
        CommandFailed failed = agent.await(CommandFailed.class, any -> true);
        assertThat(failed.getReason()).isEqualTo(FailureReason.CALLER_GONE);
        assertThat(failed.getRequestId()).isEqualTo("worker-1/0000:01:10.0/1.1");
        assertThat(node.inPod).isEmpty();
        assertThat(node.addresses).isEmpty();
        assertThat(agent.checkpoint.of(VF).held()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before hold", "after hold"})
    void doesAHoldThatDiedAgain(String moment) throws Exception {
        node.cutAt = Optional.of(moment);
        assertThat(catchThrowable(() -> agent.carryOut(hold("a", 1).build()))).hasMessageContaining(moment);
        agent.close();
        agent = new FakeAgent(data, node).start().knowingTheLog();
        assertThat(node.prepared).isEmpty();
        agent.carryOut(hold("a", 1).build());
        assertThat(agent.await(VfHeld.class, any -> true).getVersion()).isEqualTo(1);
    }

    @Test
    void cleansWhatWasHeldOnADiskThatIsLostBeforeItIsGiven() throws Exception {
        agent.close();
        agent = new FakeAgent(data, node).start();
        HoldVf hold = hold("a", 4).build();
        VfState prepared = VfState.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setPhase(Phase.HELD)
                .setEpoch(hold.getEpoch())
                .setVersion(hold.getVersion())
                .setDemand(hold.getDemand())
                .setPod(hold.getPod())
                .build();
        agent.executor.commands().loaded(new LogView(List.of(prepared), Optional.empty()));
        agent.executor.commands().replayed();
        node.leftovers = List.of("vlan: 0 expected, 100 found");
        assertThat(cold(add(call(CniCommand.ADD, "a")), 5).stdout()).contains("something of an earlier use stays");
        assertThat(node.inPod).isEmpty();
        assertThat(node.done).contains("after release").doesNotContain("before attach");
    }

    @Test
    void makesAHoldOfTheLogThatNoCommandCameFor() throws Exception {
        agent.close();
        agent = new FakeAgent(data, node).start();
        HoldVf hold = hold("a", 4).build();
        VfState state = VfState.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setPhase(Phase.HELD)
                .setEpoch(hold.getEpoch())
                .setVersion(hold.getVersion())
                .setPendingCommandId("worker-1/4/0")
                .setDemand(hold.getDemand())
                .setPod(hold.getPod())
                .setPool("default")
                .setTimerDueMs(hold.getDeadlineMs())
                .build();
        agent.executor.commands().loaded(new LogView(List.of(state), Optional.empty()));
        agent.executor.commands().replayed();
        agent.await(VfHeld.class, any -> true);
        assertThat(addAtOnce("a").stdout()).contains("10.0.0.2/24");
    }
}
