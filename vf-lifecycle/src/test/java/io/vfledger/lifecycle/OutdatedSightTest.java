package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Fence;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Topics overtake each other: what a node saw may be decided after what it did later. It is told once only, so whoever
 * gives nothing for it has to ask how it is now.
 */
class OutdatedSightTest {
    private static final String ADDRESS = "address 10.0.0.1/24";

    /** VF 0 is with somebody whom nobody knows, VF 1 is free. */
    private static Story adopted() {
        Story story = new Story();
        story.input(new Input.AgentStarted(story.stamp(), false));
        story.input(Sample.defaultPool());
        story.input(new Input.NodeInventoryReported(
                story.stamp(), List.of(), List.of(Sample.infoOf(0, Sample.kernelEvidence("a")), Sample.info(1))));
        story.verified(1, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.FREE);
        return story;
    }

    /** The stamp of something seen now, before an outcome that is decided first. */
    private static AgentStamp overtaken(Story story) {
        AgentStamp seen = story.stamp();
        VfState other = story.vf(1);
        story.input(new Outcome.VfVerified(
                story.stamp(), other.pci(), other.fence(), true, Optional.empty(), List.of(), Sample.CLEAN, false));
        return seen;
    }

    private static VfInfo home(int number) {
        VfInfo info = Sample.info(number);
        VfAttributes named = info.attributes().toBuilder()
                .netdev(new InterfaceName("vf" + number))
                .build();
        return new VfInfo(info.traits(), named, true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void asksOnce(Story story) {
        assertThat(story.last.commands().stream().filter(Command.ReportInventory.class::isInstance))
                .hasSize(1);
    }

    @Test
    void asksHowItIsNowBeforeAnAdoptedVfIsTakenForReturned() {
        Story story = adopted();
        AgentStamp seen = overtaken(story);
        story.input(new Input.VfChanged(seen, home(0)));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        asksOnce(story);
        story.input(new Input.NodeInventoryReported(story.stamp(), List.of(), List.of(home(0), home(1))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
    }

    @Test
    void readsAFreeVfThatTheHostMayHaveUsedSinceOrBefore() {
        Story story = adopted();
        AgentStamp seen = overtaken(story);
        story.input(new Input.VfChanged(seen, Sample.info(1, true, Optional.of(ADDRESS))));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.FREE);
        assertThat(story.command(Command.VerifyVf.class).repair()).isFalse();
    }

    @Test
    void asksWhenAReservedVfWasReadUnused() {
        Story story = adopted();
        Fence read = readByNobodyYet(story);
        story.input(new Input.VfChanged(story.stamp(), Sample.info(1, true, Optional.of(ADDRESS))));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.RESERVED);
        verified(story, 1, read);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.RESERVED);
        asksOnce(story);
        story.input(new Input.NodeInventoryReported(story.stamp(), List.of(), List.of(home(0), home(1))));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.DISCOVERED);
    }

    private static Fence readByNobodyYet(Story story) {
        story.input(new Input.VfChanged(story.stamp(), Sample.info(1, false, Optional.empty())));
        return story.command(Command.VerifyVf.class).fence();
    }

    private static void verified(Story story, int number, Fence fence) {
        story.input(new Outcome.VfVerified(
                story.stamp(), Sample.vf(number), fence, true, Optional.empty(), List.of(), Sample.CLEAN, false));
    }

    @Test
    void asksWhenAnAdoptedVfWasReadAtHome() {
        Story story = adopted();
        verified(story, 0, Fence.ZERO);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        asksOnce(story);
    }

    @Test
    void asksWhenWhatIsAdoptedMayHaveEndedBefore() {
        Story story = adopted();
        story.input(new Input.VfGone(story.stamp(), Sample.vf(0), "lowered"));
        AgentStamp seen = overtaken(story);
        story.input(new Input.VfChanged(seen, Sample.infoOf(0, Sample.evidence("a"))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        asksOnce(story);
    }

    @Test
    void isOvertakenByALaterLifeToo() {
        Story story = adopted();
        AgentStamp seen = story.stamp();
        story.counter++;
        overtaken(story);
        story.input(new Input.VfChanged(seen, home(0)));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        asksOnce(story);
    }

    @Test
    void asksWhenAQuarantinedVfMayBeWithSomebody() {
        Story story = adopted();
        story.input(new Input.VfChanged(story.stamp(), home(0)));
        story.failed(0, FailureReason.KERNEL_REFUSED);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        AgentStamp seen = overtaken(story);
        story.input(new Input.VfChanged(seen, Sample.infoOf(0, Sample.evidence("a"))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        asksOnce(story);
    }
}
