package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PfSelectors;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.PolicyName;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PFs are brought to what their policies say, and nobody loses a VF by it. */
class PfPolicyTest {
    private static final PfSelectors PF_A =
            new PfSelectors(List.of(), List.of(), List.of(), List.of(new InterfaceName("ens1")), List.of());

    private final Story story = Story.withFreeVfs(2);

    @Test
    void asksForWhatDiffersOfThePfsThatAreMeantOnly() {
        wish(vfs(4));
        Command.ConfigurePf command = story.command(Command.ConfigurePf.class);
        assertThat(command.pf()).isEqualTo(Sample.PF_A);
        assertThat(command.settings()).isEqualTo(vfs(4));
        assertThat(command.allowInUse()).isFalse();
        assertThat(order().stage()).isEqualTo(PfOrder.Stage.SENT);
    }

    @Test
    void asksForNothingWhereThePfIsSo() {
        wish(vfs(7));
        assertThat(story.last.commands()).isEmpty();
        assertThat(story.state.pfPlan().orders().get(Sample.PF_A)).isEmpty();
    }

    @Test
    void waitsForVfsInUseAndSaysWhoHasThem() {
        story.add("r1", "a");
        story.attached(0);
        wish(vfs(4));
        assertThat(story.last.commands()).isEmpty();
        assertThat(order().stage()).isEqualTo(PfOrder.Stage.WAITING);
        assertThat(order().reason()).contains("held back", "0000:01:10.0", "prod/a");
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.command(Command.ConfigurePf.class).settings()).isEqualTo(vfs(4));
    }

    @Test
    void changesTheMtuUnderVfsInUse() {
        story.add("r1", "a");
        story.attached(0);
        wish(settings(Optional.empty(), Optional.of(9000), Optional.empty(), VfSettings.NONE));
        assertThat(story.command(Command.ConfigurePf.class).settings().mtu()).contains(9000);
        story.add("r2", "b");
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(1));
    }

    @Test
    void givesNoVfOfAPfThatIsMadeAnew() {
        wish(vfs(4));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.RESERVED);
        story.add("r1", "a");
        assertThat(story.command(Command.RequestRefused.class).refusal().details())
                .contains("its PF is being configured as policy 'wish' says");
    }

    @Test
    void learnsAnewWhatVfsThereAreOnceConfigured() {
        wish(vfs(4));
        configured(pf(4, 1500));
        assertThat(order().stage()).isEqualTo(PfOrder.Stage.DONE);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.GONE);
        assertThat(story.command(Command.ReportInventory.class).cause()).contains("has 4 VFs now");
        story.input(new Input.NodeInventoryReported(story.stamp(), List.of(pf(4, 1500)), List.of(Sample.info(0))));
        assertThat(story.command(Command.VerifyVf.class).baseline()).isEmpty();
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.DISCOVERED);
    }

    @Test
    void offersItsVfsAgainWhenTheNodeRefuses() {
        wish(vfs(4));
        refused(FailureReason.HOST_USE);
        assertThat(order().stage()).isEqualTo(PfOrder.Stage.REFUSED);
        assertThat(order().reason()).isEqualTo("HOST_USE, carries 192.0.2.1");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.DISCOVERED);
        assertThat(story.last.commands()).noneMatch(Command.ConfigurePf.class::isInstance);
    }

    @Test
    void triesAgainWhatWasRefusedWhenThePfChanges() {
        wish(vfs(4));
        refused(FailureReason.HOST_USE);
        story.input(new Input.PfChanged(story.stamp(), Sample.pf(Sample.PF_A, true)));
        assertThat(story.last.commands()).noneMatch(Command.ConfigurePf.class::isInstance);
        story.input(new Input.PfChanged(story.stamp(), pf(7, 1400)));
        assertThat(story.command(Command.ConfigurePf.class).version().value()).isEqualTo(2);
    }

    @Test
    void asksAgainWhatSomebodyChanged() {
        wish(settings(Optional.empty(), Optional.of(9000), Optional.empty(), VfSettings.NONE));
        configured(pf(7, 9000));
        story.input(new Input.PfChanged(story.stamp(), pf(7, 1500)));
        assertThat(story.command(Command.ConfigurePf.class).settings().mtu()).contains(9000);
    }

    @Test
    void doesNotAskForEverForWhatDoesNotReadBack() {
        wish(settings(Optional.empty(), Optional.of(9000), Optional.empty(), VfSettings.NONE));
        configured(pf(7, 1500));
        assertThat(story.last.commands()).isEmpty();
        assertThat(order().reason()).contains("an MTU of 1500");
    }

    @Test
    void asksOnceForWhatANodeDoesNotTellOfAPf() {
        PfSettings tagged = settings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                VfSettings.builder().vlan(new Vlan(7)).build());
        wish(tagged);
        configured(pf(7, 1500));
        story.inventory(2);
        assertThat(story.last.commands()).noneMatch(Command.ConfigurePf.class::isInstance);
        wish(settings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                VfSettings.builder().vlan(new Vlan(8)).build()));
        assertThat(story.command(Command.ConfigurePf.class).version().value()).isEqualTo(2);
    }

    @Test
    void asksTheNextLifeOfTheAgentAgain() {
        wish(vfs(4));
        story.counter++;
        story.seq = 0;
        story.input(new Input.AgentStarted(story.stamp(), false));
        assertThat(story.command(Command.ConfigurePf.class).version().value()).isEqualTo(2);
    }

    @Test
    void getsPastTheVersionOfALedgerThatIsNoMore() {
        wish(vfs(4));
        refused(FailureReason.STALE);
        assertThat(story.command(Command.ConfigurePf.class).version().value()).isEqualTo(2);
        refused(FailureReason.STALE);
        assertThat(story.command(Command.ConfigurePf.class).version().value()).isEqualTo(4);
    }

    @Test
    void takesTheFirstByPriorityAndName() {
        story.input(new Input.NodePoolsChanged(
                Sample.defaultPool().pools(),
                List.of(
                        new PfPolicy(new PolicyName("b"), 1, PF_A, vfs(3)),
                        new PfPolicy(new PolicyName("z"), 0, PF_A, vfs(4)),
                        new PfPolicy(new PolicyName("y"), 0, PF_A, vfs(5)))));
        assertThat(order().policy()).isEqualTo(new PolicyName("y"));
    }

    @Test
    void endsWhatNoPolicyAsksForAnyMore() {
        story.add("r1", "a");
        wish(vfs(4));
        story.input(Sample.defaultPool());
        assertThat(order().stage()).isEqualTo(PfOrder.Stage.ENDED);
    }

    @Test
    void ignoresAnswersToEarlierCommands() {
        wish(vfs(4));
        wish(vfs(5));
        configured(pf(4, 1500), 1);
        assertThat(order().stage()).isEqualTo(PfOrder.Stage.SENT);
        assertThat(order().version().value()).isEqualTo(2);
    }

    @Test
    void namesWhatIsNotAllowed() {
        assertThatThrownBy(() -> vfs(65_536)).hasMessageContaining("number of VFs 65536", "0 to 65535");
        assertThatThrownBy(() -> new Input.NodePoolsChanged(
                        List.of(),
                        List.of(
                                new PfPolicy(new PolicyName("a"), 1, PF_A, vfs(3)),
                                new PfPolicy(new PolicyName("a"), 2, PF_A, vfs(3)))))
                .hasMessageContaining("same name");
    }

    private void wish(PfSettings settings) {
        story.input(new Input.NodePoolsChanged(
                Sample.defaultPool().pools(), List.of(new PfPolicy(new PolicyName("wish"), 0, PF_A, settings))));
    }

    private void configured(PfInfo pf) {
        configured(pf, order().version().value());
    }

    private void configured(PfInfo pf, long version) {
        story.input(new Outcome.PfConfigured(story.stamp(), new Version(version), pf));
    }

    private void refused(FailureReason reason) {
        story.input(new Outcome.CommandFailed(
                story.stamp(),
                Optional.of(Sample.PF_A),
                new Fence(new Epoch(0), order().version()),
                Optional.empty(),
                reason,
                "carries 192.0.2.1",
                Optional.empty(),
                Optional.empty()));
    }

    private PfOrder order() {
        return story.state.pfPlan().orders().get(Sample.PF_A).orElseThrow();
    }

    private static PfSettings vfs(int count) {
        return settings(Optional.of(count), Optional.empty(), Optional.empty(), VfSettings.NONE);
    }

    private static PfSettings settings(
            Optional<Integer> numVfs, Optional<Integer> mtu, Optional<String> driver, VfSettings defaults) {
        return new PfSettings(numVfs, mtu, driver, Optional.empty(), defaults, false);
    }

    private static PfInfo pf(int vfs, int mtu) {
        PfInfo pf = Sample.pf(Sample.PF_A, true);
        PfInfo.Link link = new PfInfo.Link(
                pf.link().mac(), mtu, true, pf.link().operState(), pf.link().speedMbps());
        return new PfInfo(pf.pci(), pf.netdev(), pf.hardware(), pf.driver(), link, vfs, Optional.empty(), pf.eswitch());
    }
}
