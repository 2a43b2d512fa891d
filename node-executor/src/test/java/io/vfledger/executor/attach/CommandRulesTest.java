package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.PfConfigured;
import io.vfledger.avro.Phase;
import io.vfledger.avro.RecoverVf;
import io.vfledger.avro.RefusalReason;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.RequestRefused;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfRecovered;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRulesTest {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");

    @TempDir
    Path data;

    private final FakeNode node = new FakeNode(2);
    private FakeAgent agent;

    @BeforeEach
    void start() {
        agent = new FakeAgent(data, node).start();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void attachesOnceHoweverOftenTheCommandComes() throws Exception {
        agent.knowingTheLog();
        CompletableFuture<CniReply> reply = agent.add("c1");
        AssignVf command = agent.assign(agent.await(AddRequested.class, any -> true), VF, 1, 1);

        agent.carryOut(command);
        agent.carryOut(command);

        assertThat(reply.get(20, TimeUnit.SECONDS).stdout()).contains("10.0.0.2/24");
        agent.sends(VfAttached.class);
        assertThat(agent.sent.stream().filter(VfAttached.class::isInstance))
                .as("said again")
                .hasSize(2);
        assertThat(node.done.stream().filter("after attach"::equals)).hasSize(1);
    }

    @Test
    void refusesAStaleCommandAndOneForAnAttachedVf() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 5, 5);
        AddRequested request = agent.await(AddRequested.class, any -> true);

        agent.carryOut(agent.assign(request, VF, 4, 9));
        agent.carryOut(agent.assign(request, VF, 6, 6));

        assertThat(agent.await(CommandFailed.class, failed -> failed.getEpoch() == 4)
                        .getReason())
                .isEqualTo(FailureReason.STALE);
        CommandFailed inUse = agent.await(CommandFailed.class, failed -> failed.getEpoch() == 6);
        assertThat(inUse.getReason()).isEqualTo(FailureReason.IN_USE);
        assertThat(inUse.getHolder().getContainerId()).isEqualTo("c1");
        assertThat(node.inPod).containsKey(VF);
    }

    @Test
    void undoesEverythingWhenTheKernelRefuses() throws Exception {
        node.attachFails = Optional.of(new NodeNics.Failure(FailureReason.KERNEL_REFUSED, "set vlan: EINVAL", true));

        CniReply reply = agent.knowingTheLog().attach("c1", VF, 1, 1);

        assertThat(reply.stdout()).contains("set vlan: EINVAL").contains("\"code\":103");
        assertThat(agent.await(CommandFailed.class, any -> true).getUndone()).isTrue();
        assertThat(node.addresses).isEmpty();
        assertThat(agent.checkpoint.of(VF).owner()).isEmpty();
    }

    /** The CNI binary waits longer than the agent tries where it is told to. */
    @Test
    void saysNoToACallerForWhomItTookTooLongSinceItIsUndone() throws Exception {
        agent.knowingTheLog();
        CniCall call = waitsFor(Duration.ofSeconds(2));
        long gone = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        node.meanwhile = () -> {
            while (System.nanoTime() < gone) {
                Thread.onSpinWait();
            }
        };

        CniReply reply = agent.attach(call, VF, 1, VfSettings.newBuilder().build());

        assertThat(reply.succeeded()).isFalse();
        assertThat(reply.stdout()).contains("\"code\":11", "took longer than its 2000 ms; it is undone");
        assertThat(agent.await(VfReleased.class, any -> true).getCause()).isEqualTo(ReleaseCause.ADD_FAILED);
        assertThat(node.inPod).isEmpty();
        assertThat(node.addresses).isEmpty();
    }

    private static CniCall waitsFor(Duration patience) {
        CniCall call = FakeAgent.call(CniCommand.ADD, "c1");
        return new CniCall(
                call.request(), call.configuration(), call.namespace(), call.agentSeq(), patience, call.spooledAt());
    }

    @Test
    void passesIpamsAndTheAllocatorsNoOn() throws Exception {
        node.ipamFails = true;
        assertThat(agent.knowingTheLog().attach("c1", VF, 1, 1).stdout()).contains("no address is left");
        CompletableFuture<CniReply> refused = agent.add("c2");
        AddRequested request = agent.await(
                AddRequested.class,
                asked -> asked.getAttachment().getContainerId().equals("c2"));

        agent.carryOut(RequestRefused.newBuilder()
                .setRequestId(request.getRequestId())
                .setCniCode(11)
                .setMessage("no VF is free")
                .setDetails("2 exist")
                .build());

        assertThat(refused.get(20, TimeUnit.SECONDS).stdout()).contains("\"code\":11", "no VF is free", "2 exist");
    }

    @Test
    void tellsTheCallerOfAMacThatAnotherHas() throws Exception {
        CompletableFuture<CniReply> refused = agent.knowingTheLog().add("c1");
        agent.carryOut(RequestRefused.newBuilder()
                .setRequestId(agent.await(AddRequested.class, any -> true).getRequestId())
                .setReason(RefusalReason.DUPLICATE_MAC)
                .setCniCode(7)
                .setMessage("VF 0000:01:10.1 of the same PF and VLAN has MAC address 02:00:00:00:00:0a")
                .build());

        assertThat(refused.get(20, TimeUnit.SECONDS).stdout())
                .contains("\"code\":7", "0000:01:10.1", "02:00:00:00:00:0a");
        assertThat(node.addresses).isEmpty();
        assertThat(node.inPod).isEmpty();
    }

    @Test
    void doesNotReleaseFromALivingNamespaceIfItMustNot() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        ReleaseVf.Builder release = ReleaseVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setEpoch(1)
                .setCause(ReleaseCause.RECONCILIATION)
                .setOnlyIfNamespaceGone(true);

        agent.carryOut(release.setVersion(2).build());
        assertThat(agent.await(CommandFailed.class, any -> true).getReason()).isEqualTo(FailureReason.IN_USE);

        node.namespaceLives = false;
        agent.carryOut(release.setVersion(3).build());
        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getVersion()).isEqualTo(3);
        assertThat(released.getCause()).isEqualTo(ReleaseCause.RECONCILIATION);
    }

    @Test
    void verifiesCapturesAndTellsTheHostsUse() throws Exception {
        agent.knowingTheLog();
        VerifyVf.Builder verify =
                VerifyVf.newBuilder().setNode(FakeAgent.NODE).setPci(VF.value()).setEpoch(1);

        agent.carryOut(verify.setVersion(1).build());
        VfVerified captured = agent.await(VfVerified.class, any -> true);
        assertThat(captured.getClean()).isTrue();
        assertThat(agent.checkpoint.of(VF).baseline()).contains(captured.getAttributes());

        node.hostUse.put(VF, "has address 192.0.2.1/24");
        agent.carryOut(verify.setVersion(2).build());
        VfVerified used = agent.await(VfVerified.class, verified -> verified.getVersion() == 2);
        assertThat(used.getClean()).isFalse();
        assertThat(used.getHostUse()).contains("192.0.2.1");

        agent.carryOut(verify.setPci("0000:09:00.0").setVersion(1).build());
        assertThat(agent.await(CommandFailed.class, any -> true).getReason()).isEqualTo(FailureReason.NO_SUCH_VF);
    }

    @Test
    void takesNoVfForLostThatIsInItsPod() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        RecoverVf.Builder recover = RecoverVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setEpoch(1)
                .setBaseline(VfAttributes.newBuilder().setMtu(1500).build());
        agent.carryOut(recover.setVersion(2).build());
        CommandFailed failed = agent.await(CommandFailed.class, any -> true);
        assertThat(failed.getReason()).isEqualTo(FailureReason.IN_USE);
        assertThat(failed.getHolder().getContainerId()).isEqualTo("c1");
        assertThat(node.inPod).containsKey(VF);

        node.namespaceLives = false;
        agent.carryOut(recover.setVersion(3).build());
        agent.await(VfRecovered.class, any -> true);
        assertThat(agent.checkpoint.of(VF).owner()).isEmpty();
    }

    @Test
    void forgetsTheOwnerOfAVfThatIsWithTheHostAgain() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        VerifyVf.Builder verify =
                VerifyVf.newBuilder().setNode(FakeAgent.NODE).setPci(VF.value()).setEpoch(2);
        agent.carryOut(verify.setVersion(2).build());
        assertThat(agent.await(VfVerified.class, any -> true).getDifferences())
                .containsExactly("owner: none, found "
                        + agent.checkpoint.of(VF).owner().orElseThrow().assign().getAttachment());

        node.inPod.remove(VF);
        agent.carryOut(verify.setVersion(3).build());

        assertThat(agent.await(VfVerified.class, verified -> verified.getVersion() == 3)
                        .getClean())
                .isTrue();
        assertThat(agent.checkpoint.of(VF).owner()).isEmpty();
        agent.executor.upkeep().round();
        assertThat(node.addresses).isEmpty();
    }

    @Test
    void configuresAPfOnlyWhileNoVfOfItIsAttached() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        ConfigurePf.Builder configure = ConfigurePf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(FakeNode.PF.value())
                .setNumVfs(4);

        agent.carryOut(configure.setVersion(1).build());
        assertThat(agent.await(CommandFailed.class, any -> true).getReason()).isEqualTo(FailureReason.IN_USE);

        agent.del("c1");
        agent.carryOut(configure.setVersion(2).build());
        agent.await(PfConfigured.class, any -> true);
        assertThat(node.done).contains("configure Optional[4] Optional.empty");
    }

    @Test
    void bringsAPfToItsLastCommandAfterABootAloneAndToTheFileOnlyWhereNoCommandWas() throws Exception {
        ConfigurePf command = ConfigurePf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(FakeNode.PF.value())
                .setVersion(1)
                .setNumVfs(4)
                .build();
        agent.knowingTheLog().carryOut(command);
        agent.await(PfConfigured.class, any -> true);
        ConfigurePf ofTheFile = ConfigurePf.newBuilder(command).setNumVfs(2).build();
        ConfigurePf ofAnother = ConfigurePf.newBuilder(ofTheFile)
                .setPci("0000:02:00.0")
                .setMtu(9000)
                .build();

        node.done.clear();
        agent.executor.pfs().atStart(List.of(ofTheFile, ofAnother), false);
        assertThat(node.done).containsExactly("assume Optional[4]", "configure Optional[2] Optional[9000]");

        node.done.clear();
        node.vfs.clear();
        agent.executor.pfs().atStart(List.of(ofTheFile), false);
        assertThat(node.done).as("a person took the VFs away within this boot").containsExactly("assume Optional[4]");

        node.done.clear();
        agent.executor.pfs().atStart(List.of(ofTheFile), true);
        assertThat(node.done).containsExactly("assume Optional[4]", "configure Optional[4] Optional.empty");
    }

    @Test
    void answersWhatTheLogHasPendingAndTheNodeHasNeverSeen() throws Exception {
        VfState.Builder state = VfState.newBuilder()
                .setNode(FakeAgent.NODE)
                .setEpoch(4)
                .setVersion(9)
                .setPendingCommandId("worker-1/17/0");
        LogView view = new LogView(
                List.of(
                        state.setPci("0000:01:10.0").setPhase(Phase.ATTACHING).build(),
                        VfState.newBuilder(state)
                                .setPci("0000:01:10.1")
                                .setPhase(Phase.RELEASING)
                                .setReleaseCause(ReleaseCause.DRAIN)
                                .build()),
                Optional.empty());

        agent.executor.commands().loaded(view);
        agent.executor.commands().replayed();

        CommandFailed attaching = agent.await(CommandFailed.class, any -> true);
        assertThat(attaching.getCommandId()).isEqualTo("worker-1/17/0");
        assertThat(attaching.getPci()).isEqualTo("0000:01:10.0");
        VfReleased releasing = agent.await(VfReleased.class, any -> true);
        assertThat(releasing.getPci()).isEqualTo("0000:01:10.1");
        assertThat(releasing.getCause()).isEqualTo(ReleaseCause.DRAIN);
        assertThat(releasing.getAttachment()).as("nobody had it").isNull();
    }

    @Test
    void learnsFromTheLogWhatALostDiskKnew() throws Exception {
        VfState attached = VfState.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setPhase(Phase.ATTACHED)
                .setEpoch(4)
                .setVersion(9)
                .setAttachment(AddCalls.toRecord(io.vfledger.vf.Attachment.of("blue", "c1", "net-c1")))
                .build();
        node.inPod.put(VF, "net-c1");
        node.addresses.add("c1");

        agent.executor.commands().loaded(new LogView(List.of(attached), Optional.empty()));
        assertThat(agent.del("c1").succeeded()).isTrue();

        assertThat(agent.await(VfReleased.class, any -> true).getEpoch()).isEqualTo(4);
        assertThat(node.inPod).isEmpty();
        assertThat(node.addresses).isEmpty();
    }
}
