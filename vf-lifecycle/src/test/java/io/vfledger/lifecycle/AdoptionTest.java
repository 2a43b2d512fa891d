package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Baseline;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.HolderEvidence;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Installed on a node whose functions somebody else has given, or the host itself uses. */
class AdoptionTest {
    private static Story finding(VfInfo... vfs) {
        Story story = new Story();
        story.input(new Input.AgentStarted(story.stamp(), false));
        story.input(Sample.defaultPool());
        story.input(new Input.NodeInventoryReported(story.stamp(), List.<PfInfo>of(), List.of(vfs)));
        return story;
    }

    private static Decision released(Story story, Fence fence, String name) {
        return story.input(new Outcome.VfReleased(
                story.stamp(),
                Sample.vf(0),
                fence,
                Optional.of(Sample.attachment(name)),
                ReleaseCause.CNI_DEL,
                true,
                List.of(),
                Sample.KEPT,
                false));
    }

    @Test
    void whatAnotherPluginGaveIsAttachedAndLeftAlone() {
        Story story = finding(Sample.infoOf(0, Sample.evidence("a")), Sample.info(1));
        VfState vf = story.vf(0);
        assertThat(vf.phase()).isEqualTo(VfPhase.ATTACHED);
        Ownership owner = vf.owner().orElseThrow();
        assertThat(owner.adopted()).isTrue();
        assertThat(owner.isOf(Sample.attachment("a"))).isTrue();
        assertThat(owner.pod()).contains(Sample.pod("a"));
        assertThat(owner.netns()).contains(Sample.netns("a"));
        assertThat(vf.facts().baseline()).contains(new Baseline(Sample.KEPT));
        assertThat(vf.reason()).contains("adopted").contains("prod/a").contains("sriov-cni");
        assertThat(story.last.commands())
                .allMatch(command -> command instanceof Command.VerifyVf verify
                        && verify.vf().equals(Sample.vf(1)));
    }

    @Test
    void itsLaterDelFreesItThoughItsNodeNeverHeardOfTheTerm() {
        Story story = finding(Sample.infoOf(0, Sample.evidence("a")));
        released(story, Fence.ZERO, "b");
        assertThat(story.vf(0).phase()).as("somebody else's DEL").isEqualTo(VfPhase.ATTACHED);
        released(story, Fence.ZERO, "a");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
        released(story, Fence.ZERO, "a");
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Ignored.class);
    }

    @Test
    void aDelOfATermLongPastDoesNotFreeWhatWasGivenSince() {
        Story story = finding(Sample.infoOf(0, Sample.evidence("a")));
        released(story, Fence.ZERO, "a");
        story.add("r1", "a");
        story.attached(0);
        released(story, Fence.ZERO, "a");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
    }

    @Test
    void aDelThatTheAgentCannotPlaceAsksForIt() {
        Story story = finding(Sample.infoOf(0, Sample.kernelEvidence("a")));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(0).owner().orElseThrow().attachment()).isEmpty();
        story.input(new Input.VfObserved(story.stamp(), Sample.info(0), "attached"));
        Command.ReleaseVf release = story.command(Command.ReleaseVf.class);
        assertThat(release.onlyIfNamespaceGone()).isTrue();
        assertThat(release.releaseMode()).as("nobody kept its baseline").contains(ReleaseMode.REBIND);
    }

    @Test
    void whatTheHostUsesIsReservedWithoutAnyCommand() {
        Story story = finding(Sample.info(0, true, Optional.of("address 10.0.0.1/24")));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
        assertThat(story.last.commands()).isEmpty();
    }

    @Test
    void whatComesBackByItselfIsAskedBack() {
        Story story = finding(Sample.infoOf(0, Sample.kernelEvidence("a")));
        VfInfo away = Sample.info(0);
        VfInfo home = new VfInfo(
                away.traits(),
                away.attributes().toBuilder().netdev(new InterfaceName("vf0")).build(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        story.input(new Input.VfChanged(story.stamp(), home));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.command(Command.ReleaseVf.class).onlyIfNamespaceGone()).isTrue();
    }

    @Test
    void evidenceIsOfNoAccountWhileTheInterfaceIsWithTheHost() {
        VfInfo info = Sample.infoOf(0, Sample.evidence("a"));
        VfInfo atHome = new VfInfo(
                info.traits(),
                io.vfledger.vf.VfAttributes.builder()
                        .netdev(new io.vfledger.vf.InterfaceName("ens1v0"))
                        .build(),
                true,
                Optional.empty(),
                Optional.empty(),
                info.evidence());
        Story story = finding(atHome);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.DISCOVERED);
        assertThat(story.command(Command.VerifyVf.class).repair()).isFalse();
    }

    @Test
    void anInterfaceIsNeverTwoFunctions() {
        Story story = finding(Sample.infoOf(0, Sample.evidence("a")), Sample.infoOf(1, Sample.evidence("a")));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.DISCOVERED);
    }

    @Test
    void aFreeVfThatAnotherPluginTookIsAdoptedToo() {
        Story story = Story.withFreeVfs(1);
        Epoch before = story.vf(0).fence().epoch();
        story.input(new Input.VfObserved(story.stamp(), Sample.infoOf(0, Sample.evidence("a")), "free"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(0).fence().epoch()).isGreaterThan(before);
        assertThat(story.last.commands()).isEmpty();
    }

    @Test
    void whatWasSeenBeforeTheLastOutcomeAdoptsNothing() {
        Story story = Story.withFreeVfs(1);
        long seenAt = ++story.seq;
        story.add("r1", "a");
        story.attached(0);
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        story.input(new Input.VfObserved(Sample.stamp(1, seenAt), Sample.infoOf(0, Sample.evidence("a")), "free"));
        assertThat(story.vf(0).phase()).isNotEqualTo(VfPhase.ATTACHED);
    }

    @Test
    void theNodesOwnWordAdoptsAndCompletesAnAdoption() {
        Story story = finding(Sample.infoOf(0, Sample.kernelEvidence("a")), Sample.info(1));
        story.input(adopted(story, 0, "a"));
        assertThat(story.vf(0).owner().orElseThrow().isOf(Sample.attachment("a")))
                .isTrue();
        story.verified(1, true);
        story.input(adopted(story, 1, "b"));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.last.commands()).isEmpty();
        story.input(adopted(story, 1, "a"));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Ignored.class);
    }

    private static Outcome.VfAttached adopted(Story story, int number, String name) {
        return new Outcome.VfAttached(
                story.stamp(),
                Sample.vf(number),
                new Fence(Epoch.ZERO, new Version(0)),
                Optional.empty(),
                Sample.attachment(name),
                Optional.of(Sample.pod(name)),
                Sample.netns(name),
                Sample.CLEAN,
                List.of(),
                true);
    }

    @Test
    void evidenceThatNamesNobodyAdoptsNothing() {
        HolderEvidence nobody =
                new HolderEvidence("kernel", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Story story = finding(Sample.infoOf(0, nobody));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.DISCOVERED);
    }
}
