package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.EswitchMode;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** VFs of a PF in switchdev mode are reported, but nobody gets them. */
class SwitchdevTest {
    private static final String WHY = "PF ens1 is in switchdev mode, in which a PF does not set its VFs";

    @Test
    void reservesUnreadWhatAppearsInSwitchdevMode() {
        Story story = new Story();
        story.input(new Input.AgentStarted(story.stamp(), false));
        story.input(Sample.defaultPool());
        story.input(new Input.NodeInventoryReported(
                story.stamp(), List.of(pf(Optional.of(EswitchMode.SWITCHDEV))), List.of(Sample.info(0))));
        assertThat(story.last.commands()).isEmpty();
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
        assertThat(story.vf(0).reason()).isEqualTo(WHY);
        seenAgain(story, Sample.info(0));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
    }

    @Test
    void refusesRequestsWithTheReason() {
        Story story = switchedOver(2);
        story.add("r1", "a");
        Refusal any = story.command(Command.RequestRefused.class).refusal();
        assertThat(any.reason()).isEqualTo(RefusalReason.NO_FREE_VF);
        assertThat(any.message()).contains("2 reserved");
        assertThat(any.details()).contains("not offered: " + WHY);
        story.add(Sample.naming(Sample.ask("r2", "b", story.nowMs + 20_000), Sample.vf(1)));
        Refusal named = story.command(Command.RequestRefused.class).refusal();
        assertThat(named.reason()).isEqualTo(RefusalReason.DEVICE_NOT_USABLE);
        assertThat(named.message()).contains("is reserved: " + WHY);
    }

    @Test
    void setsAsideWhatAPodGivesBackInSwitchdevMode() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.input(new Input.PfChanged(story.stamp(), pf(Optional.of(EswitchMode.SWITCHDEV))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
        assertThat(story.vf(0).reason()).isEqualTo(WHY);
    }

    @Test
    void offersThemAgainOnceReadInLegacyMode() {
        Story story = switchedOver(2);
        story.input(new Input.PfChanged(story.stamp(), pf(Optional.of(EswitchMode.LEGACY))));
        assertThat(story.last.commands()).hasSize(2).allMatch(Command.VerifyVf.class::isInstance);
        story.verified(1, true);
        story.add("r1", "a");
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(1));
    }

    @Test
    void takesAModeThatItDoesNotKnowForSwitchdev() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.PfChanged(story.stamp(), pf(Optional.of(new EswitchMode("switchdev_inactive")))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
    }

    private static Story switchedOver(int vfs) {
        Story story = Story.withFreeVfs(vfs);
        story.input(new Input.PfChanged(story.stamp(), pf(Optional.of(EswitchMode.SWITCHDEV))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
        return story;
    }

    private static void seenAgain(Story story, VfInfo vf) {
        story.input(new Input.VfChanged(story.stamp(), vf));
    }

    private static PfInfo pf(Optional<EswitchMode> mode) {
        PfInfo legacy = Sample.pf(Sample.PF_A, true);
        return new PfInfo(
                legacy.pci(),
                legacy.netdev(),
                legacy.hardware(),
                legacy.driver(),
                legacy.link(),
                legacy.configuredVfs(),
                legacy.hostUse(),
                mode);
    }
}
