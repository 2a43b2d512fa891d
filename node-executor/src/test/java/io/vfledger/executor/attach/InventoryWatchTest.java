package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.Phase;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfState;
import io.vfledger.avro.VfVerified;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.executor.stream.LogView;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryWatchTest {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");
    private static final PciAddress NEW_VF = new PciAddress("0000:01:10.5");

    @TempDir
    Path data;

    private final FakeNode node = new FakeNode(2);
    private FakeAgent agent;
    private InventoryWatch watch;

    @BeforeEach
    void start() {
        agent = new FakeAgent(data, node).start();
        watch = agent.executor.watch();
        watch.publish("start", "00-trace");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void tellsNothingWhereNothingChanged() throws Exception {
        assertThat(watch.look()).isTrue();
        assertThat(watch.look(FakeNode.PF)).isTrue();
        agent.await(NodeInventory.class, any -> true);
        assertThat(agent.sends(VfChanged.class)).isFalse();
        assertThat(agent.sent).hasSize(1);
    }

    /** What users of device-plugin#276 and #362 miss: new VFs and a link that goes down. */
    @Test
    void userPain16NewVfsAndLinkDownAreNoticed() {
        node.carrier = false;
        node.vfs.add(NEW_VF);
        assertThat(watch.look(FakeNode.PF)).isTrue();
        agent.await(
                PfChanged.class,
                changed -> !changed.getPf().getCarrier() && changed.getPf().getConfiguredVfs() == 3);
        agent.await(VfChanged.class, changed -> changed.getVf().getPci().equals(NEW_VF.value()));
    }

    /** The kernel tells nobody that a switch forwards otherwise: the slow comparison of everything finds it. */
    @Test
    void tellsOfAPfThatCameIntoSwitchdevModeWhileTheAgentRuns() {
        node.eswitch = Optional.of("switchdev");
        assertThat(watch.look()).isTrue();
        agent.await(
                PfChanged.class, changed -> "switchdev".equals(changed.getPf().getEswitchMode()));
    }

    @Test
    void tellsOfAVfThatIsGoneAndOfOneThatReturns() {
        node.vfs.remove(VF);
        assertThat(watch.look(FakeNode.PF)).isTrue();
        VfGone gone = agent.await(VfGone.class, any -> true);
        assertThat(gone.getPci()).isEqualTo(VF.value());
        assertThat(gone.getCause()).isEqualTo("PF 0000:01:00.0 has no such VF any more");
        assertThat(watch.pfOf(VF)).isEmpty();
        node.vfs.add(VF);
        assertThat(watch.pfOf(VF)).contains(FakeNode.PF);
        watch.look(FakeNode.PF);
        agent.await(VfChanged.class, changed -> changed.getVf().getPci().equals(VF.value()));
    }

    @Test
    void knowsThePfOfAVfThatHasJustGone() {
        node.vfs.remove(VF);
        assertThat(watch.pfOf(VF)).contains(FakeNode.PF);
        assertThat(watch.pfNamed("pf0")).contains(FakeNode.PF);
        assertThat(watch.pfNamed("eth0")).isEmpty();
    }

    @Test
    void tellsOfADriverThatIsGone() {
        node.altered.put(VF, vf -> vf.setDriver("").setInHostNamespace(false));
        watch.look(FakeNode.PF);
        VfObserved observed = agent.await(VfObserved.class, any -> true);
        assertThat(observed.getExpected()).isEqualTo("in the host's namespace");
    }

    @Test
    void tellsOnlyAtTheSecondSightThatAnAttachedVfIsInNoNamespace() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        awaitSettled();
        node.altered.put(
                VF,
                vf -> vf.setInHostNamespace(false)
                        .setAttributes(VfAttributes.newBuilder(vf.getAttributes())
                                .setMac(null)
                                .build()));
        assertThat(watch.look(FakeNode.PF)).as("looked at again").isFalse();
        assertThat(agent.sends(VfObserved.class)).isFalse();
        assertThat(watch.look(FakeNode.PF)).isTrue();
        assertThat(agent.await(VfObserved.class, any -> true).getExpected()).isEqualTo("attached to blue/c1/net-c1");
    }

    @Test
    void tellsAtItsStartOfAnAttachedVfThatCameHomeWhileNoAgentWasThere() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        agent.kill();
        node.inPod.remove(VF);

        agent = new FakeAgent(data, node).start();
        agent.executor.watch().publish("start", "00-trace");

        VfObserved observed = agent.await(VfObserved.class, any -> true);
        assertThat(observed.getExpected()).isEqualTo("attached to blue/c1/net-c1");
        assertThat(observed.getVf().getInHostNamespace()).isTrue();
        assertThat(agent.sent.stream().map(record -> record.getSchema().getName()))
                .containsSubsequence("NodeInventory", "VfObserved");
    }

    @Test
    void tellsAtItsStartOfAnAttachedVfThatIsInNoNamespaceAnyMore() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        agent.kill();
        node.altered.put(
                VF,
                vf -> vf.setAttributes(
                        VfAttributes.newBuilder(vf.getAttributes()).setMac(null).build()));

        agent = new FakeAgent(data, node).start();
        agent.executor.watch().publish("start", "00-trace");

        assertThat(agent.await(VfObserved.class, any -> true).getVf().getInHostNamespace())
                .isFalse();
    }

    @Test
    void tellsOfAVfAtHomeThatOnlyTheLogHasAsAttached() {
        agent.executor.commands().loaded(new LogView(List.of(attachedInTheLog()), Optional.empty()));

        assertThat(agent.await(VfObserved.class, any -> true).getExpected()).isEqualTo("attached to blue/c1/net-c1");
    }

    private static VfState attachedInTheLog() {
        return VfState.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setPhase(Phase.ATTACHED)
                .setEpoch(4)
                .setVersion(9)
                .setAttachment(AddCalls.toRecord(io.vfledger.vf.Attachment.of("blue", "c1", "net-c1")))
                .build();
    }

    @Test
    void tellsOfAVfThatCameHomeBetweenTwoLooksThoughTheExecutorWasAtWorkToo() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        node.inPod.remove(VF);
        awaitSettled();

        assertThat(agent.await(VfObserved.class, any -> true).getExpected()).isEqualTo("attached to blue/c1/net-c1");
    }

    @Test
    void tellsOfAVfThatIsFreeOfTheHostsUseBetweenTwoLooks() throws Exception {
        agent.knowingTheLog();
        node.hostUse.put(VF, "has address 192.0.2.1/24");
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setEpoch(1)
                .setVersion(1)
                .build());
        node.hostUse.remove(VF);
        awaitSettled();

        agent.await(VfChanged.class, changed -> changed.getVf().getPci().equals(VF.value()));
    }

    @Test
    void doesNotTellAgainWhatTheExecutorDid() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        awaitSettled();
        agent.del("c1");
        awaitSettled();
        assertThat(agent.sends(VfChanged.class)).isFalse();
        assertThat(agent.sends(VfObserved.class)).isFalse();
    }

    @Test
    void alarmsOfAnAdministrativeAttributeButNotOfTheOwnersOwn() throws Exception {
        agent.knowingTheLog();
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setEpoch(1)
                .setVersion(1)
                .build());
        awaitSettled();
        assertThat(drift()).isEmpty();
        node.altered.put(VF, vf -> set(vf, 1500, 77));
        watch.look(FakeNode.PF);
        agent.await(VfChanged.class, changed -> changed.getVf().getAttributes().getVlan() == 77);
        assertThat(drift()).containsExactly("vlan is 77, expected 0");
        node.altered.put(VF, vf -> set(vf, 1400, 0));
        watch.look(FakeNode.PF);
        agent.await(VfChanged.class, changed -> changed.getVf().getAttributes().getMtu() == 1400);
        assertThat(drift()).isEmpty();
    }

    /** Another program, or a person with ip link, sets the VLAN of a VF that a pod has. */
    @Test
    void tellsOfADriftAndWritesItAgainAndTellsOnceMoreWhenItComesBack() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        awaitSettled();
        node.altered.put(VF, vf -> set(vf, 1500, 77));
        watch.look(FakeNode.PF);
        VfChanged changed = agent.await(VfChanged.class, any -> true);
        assertThat(changed.getVf().getDrift()).containsExactly("vlan is 77, expected 0");

        agent.carryOut(rewrite(2));

        VfVerified verified = agent.await(VfVerified.class, any -> true);
        assertThat(verified.getClean()).isTrue();
        assertThat(node.done).contains("rewrite " + VF + " vlan 5");
        assertThat(node.inPod).as("it stays where it is").containsKey(VF);
        assertThat(agent.checkpoint.of(VF).owner()).isPresent();
        // Changed again before anybody has looked at what the executor did.
        node.altered.put(VF, vf -> set(vf, 1500, 78));
        awaitSettled();
        agent.await(VfChanged.class, told -> told.getVf().getDrift().equals(List.of("vlan is 78, expected 0")));
        agent.del("c1");
        assertThat(agent.await(VfReleased.class, any -> true).getClean()).isTrue();
    }

    @Test
    void leavesToTheOwnerWhatIsTheOwners() throws Exception {
        VfSettings trusted = VfSettings.newBuilder()
                .setMac("02:00:00:00:00:aa")
                .setTrust(true)
                .build();
        node.kernel = VfAttributes.newBuilder(node.kernel)
                .setAdminMac("02:00:00:00:00:aa")
                .setTrust(true)
                .build();
        agent.knowingTheLog().attach(FakeAgent.call(CniCommand.ADD, "c1"), VF, 1, trusted);
        awaitSettled();
        node.altered.put(
                VF,
                vf -> vf.setAttributes(VfAttributes.newBuilder(vf.getAttributes())
                        .setAdminMac("02:00:00:00:00:bb")
                        .setMac("02:00:00:00:00:bb")
                        .setTrust(true)
                        .setMtu(1400)
                        .setUp(true)
                        .build()));
        watch.look(FakeNode.PF);
        assertThat(agent.await(VfChanged.class, any -> true).getVf().getDrift()).isEmpty();
    }

    @Test
    void writesNothingAgainForNobody() throws Exception {
        agent.knowingTheLog().carryOut(rewrite(2));
        assertThat(agent.await(CommandFailed.class, any -> true).getReason()).isEqualTo(FailureReason.STALE);
        assertThat(node.done).isEmpty();
    }

    @Test
    void writesAgainAfterARestartWhatTheLogStillAsksFor() {
        VfState asked = VfState.newBuilder(attachedInTheLog())
                .setPendingCommandId("worker/12/0")
                .setSettings(VfSettings.newBuilder().setVlan(5).build())
                .build();
        agent.executor.commands().loaded(new LogView(List.of(asked), Optional.empty()));
        agent.executor.commands().replayed();
        agent.await(VfVerified.class, verified -> verified.getVersion() == 9);
        assertThat(node.done).contains("rewrite " + VF + " vlan 5");
    }

    private static VerifyVf rewrite(long version) {
        return VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setEpoch(1)
                .setVersion(version)
                .setRewrite(VfSettings.newBuilder().setVlan(5).build())
                .build();
    }

    private static void set(VfDescription.Builder vf, int mtu, int vlan) {
        vf.setAttributes(VfAttributes.newBuilder(vf.getAttributes())
                .setMtu(mtu)
                .setVlan(vlan)
                .build());
    }

    private List<String> drift() {
        return watch.sight().drift().getOrDefault(VF.value(), List.of());
    }

    /** Until the lane is free again, which is a moment after the reply. */
    private void awaitSettled() {
        long until = System.nanoTime() + 20_000_000_000L;
        while (!watch.look(FakeNode.PF)) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
