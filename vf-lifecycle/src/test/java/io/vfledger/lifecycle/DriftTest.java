package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Baseline;
import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftTest {
    private static final String DRIFT = "vlan is 7, expected 100";
    private static final VfAttributes TAGGED =
            Sample.CLEAN.toBuilder().vlan(new Vlan(100)).build();

    /** A pod has the VF. */
    private static Story attached(DriftPolicy policy) {
        Story story = Story.withFreeVfs(1);
        story.input(Sample.defaultPool(policy));
        story.add("r1", "a");
        story.attached(0);
        return story;
    }

    private static Decision seen(Story story, String... drift) {
        VfInfo info = Sample.infoIn(0, Sample.netns("a"));
        return story.input(new Input.VfChanged(
                story.stamp(),
                new VfInfo(
                        info.traits(),
                        info.attributes(),
                        false,
                        Optional.empty(),
                        info.holderNetns(),
                        Optional.empty(),
                        List.of(drift))));
    }

    private static Decision written(Story story, boolean clean) {
        return story.input(new Outcome.VfVerified(
                story.stamp(),
                Sample.vf(0),
                story.vf(0).fence(),
                clean,
                Optional.empty(),
                clean ? List.of() : List.of("vlan: expected 100, found 7"),
                TAGGED,
                false));
    }

    @Test
    void recordsOnlyWhereThePoolSaysNothingElse() {
        Story story = attached(DriftPolicy.RECORD);
        assertThat(seen(story, DRIFT).commands()).isEmpty();
        assertThat(story.vf(0).timer()).isEmpty();
        assertThat(DriftRules.isAlarm(story.vf(0))).isFalse();
    }

    @Test
    void writesAgainWhatTheOwnerWasPromisedAndTellsBothInTheLedger() {
        Story story = attached(DriftPolicy.REWRITE);
        VfState before = story.vf(0);
        seen(story, DRIFT);
        Command.VerifyVf command = story.command(Command.VerifyVf.class);
        assertThat(command.rewrite()).contains(before.owner().orElseThrow().settings());
        assertThat(command.baseline()).contains(new Baseline(Sample.CLEAN));
        assertThat(command.repair()).isFalse();
        assertThat(command.fence()).isEqualTo(before.fence().nextVersion());
        assertThat(story.vf(0).reason()).contains("by hand", DRIFT, "time 1 of 5");
        written(story, true);
        VfState after = story.vf(0);
        assertThat(after.phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(after.owner()).isEqualTo(before.owner());
        assertThat(after.facts().attributes()).isEqualTo(TAGGED);
        assertThat(after.reason()).contains("written again and read back");
        assertThat(after.pending()).isEmpty();
    }

    @Test
    void asksForAWholeReportWhenAPoolBeginsToRewrite() {
        Story story = attached(DriftPolicy.RECORD);
        story.input(Sample.defaultPool(DriftPolicy.REWRITE));
        story.command(Command.ReportInventory.class);
        story.input(Sample.defaultPool(DriftPolicy.REWRITE));
        assertThat(story.last.commands()).isEmpty();
    }

    /** What another program sets again each time. */
    @Test
    void givesUpWhatComesBackEachTimeAndSaysSo() {
        Story story = attached(DriftPolicy.REWRITE);
        long began = story.nowMs;
        List<Long> waits = new ArrayList<>();
        seen(story, DRIFT);
        written(story, true);
        for (int i = 1; i < DriftRules.MOST_REWRITES; i++) {
            assertThat(seen(story, DRIFT).commands()).as("not at once").isEmpty();
            long before = story.nowMs;
            story.timer(0);
            waits.add(story.nowMs - before);
            story.command(Command.VerifyVf.class);
            written(story, true);
        }
        assertThat(waits).containsExactly(2_000L, 4_000L, 8_000L, 16_000L);
        assertThat(seen(story, DRIFT).commands()).isEmpty();
        assertThat(story.vf(0).reason()).startsWith("ALARM").contains(DRIFT);
        assertThat(DriftRules.isAlarm(story.vf(0))).isTrue();
        assertThat(story.vf(0).timer()).isEmpty();
        assertThat(seen(story, DRIFT, "trust is true, expected false").commands())
                .isEmpty();
        assertThat(story.nowMs - began).isLessThan(60_000);
    }

    @Test
    void beginsAnewAfterTheAlarmOnceItWasAsGivenForLong() {
        Story story = attached(DriftPolicy.REWRITE);
        seen(story, DRIFT);
        for (int i = 0; i < DriftRules.MOST_REWRITES - 1; i++) {
            written(story, false);
            story.timer(0);
        }
        written(story, false);
        assertThat(DriftRules.isAlarm(story.vf(0))).isTrue();
        seen(story);
        assertThat(DriftRules.isAlarm(story.vf(0))).isFalse();
        long began = story.nowMs;
        assertThat(seen(story, DRIFT).commands()).as("not for a moment's calm").isEmpty();
        assertThat(DriftRules.isAlarm(story.vf(0))).isTrue();
        seen(story);
        for (int i = 0; i < DriftRules.MOST_REWRITES; i++) {
            story.timer(0);
        }
        assertThat(story.nowMs - began).isEqualTo(DriftRules.MOST_REWRITES * LifecycleTimes.REWRITE_QUIET_MS);
        assertThat(story.vf(0).attempts()).isZero();
        assertThat(story.vf(0).timer()).isEmpty();
        seen(story, DRIFT);
        story.command(Command.VerifyVf.class);
    }

    @Test
    void triesAgainWhatTheNodeCouldNotWrite() {
        Story story = attached(DriftPolicy.REWRITE);
        seen(story, DRIFT);
        story.failed(0, FailureReason.KERNEL_REFUSED);
        assertThat(story.vf(0).reason()).contains("could not be written", "KERNEL_REFUSED");
        story.timer(0);
        assertThat(story.command(Command.VerifyVf.class).rewrite()).isPresent();
        assertThat(story.vf(0).attempts()).isEqualTo(2);
    }

    @Test
    void aNodeThatSaysNothingHasNotFailed() {
        Story story = attached(DriftPolicy.REWRITE);
        seen(story, DRIFT);
        for (int i = 0; i < 9; i++) {
            assertThat(seen(story, DRIFT).commands())
                    .as("its outcome is awaited")
                    .isEmpty();
            story.timer(0);
            story.command(Command.VerifyVf.class);
        }
        assertThat(story.vf(0).attempts()).isOne();
    }

    @Test
    void leavesOffWhereTheDriftHasGoneByItself() {
        Story story = attached(DriftPolicy.REWRITE);
        seen(story, DRIFT);
        written(story, false);
        seen(story);
        story.timer(0);
        assertThat(story.last.commands()).isEmpty();
        assertThat(story.vf(0).attempts()).isZero();
    }

    @Test
    void leavesOffWhereThePoolDoesNotAskForItAnyMore() {
        Story story = attached(DriftPolicy.REWRITE);
        seen(story, DRIFT);
        written(story, false);
        story.input(Sample.defaultPool(DriftPolicy.RECORD));
        story.timer(0);
        assertThat(story.last.commands()).isEmpty();
        assertThat(story.vf(0).timer()).isEmpty();
    }

    @Test
    void aPodThatIsSaidToBeGoneLosesItsVfAsEver() {
        Story story = attached(DriftPolicy.REWRITE);
        seen(story, DRIFT);
        written(story, true);
        story.input(new Input.PodDeleted(Sample.pod("a")));
        assertThat(seen(story, DRIFT).commands()).isEmpty();
        story.timer(0);
        assertThat(story.command(Command.ReleaseVf.class).onlyIfNamespaceGone()).isTrue();
    }

    @Test
    void aDelGoesBeforeWhatIsToBeWritten() {
        Story story = attached(DriftPolicy.REWRITE);
        seen(story, DRIFT);
        Command.VerifyVf command = story.command(Command.VerifyVf.class);
        story.released(0, command.fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @ParameterizedTest
    @EnumSource(DriftPolicy.class)
    void whatIsNotAskedForChangesNothing(DriftPolicy policy) {
        Story story = attached(policy);
        VfState before = story.vf(0);
        written(story, true);
        story.failed(0, FailureReason.INTERNAL);
        assertThat(story.vf(0)).isEqualTo(before);
    }

    @Test
    void writesNothingToWhatSomebodyElseGave() {
        Story story = new Story();
        story.input(Sample.defaultPool(DriftPolicy.REWRITE));
        story.input(new Input.NodeInventoryReported(
                story.stamp(), List.of(Sample.pf(Sample.PF_A, true)), List.of(Sample.infoOf(0, Sample.evidence("a")))));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(seen(story, DRIFT).commands()).isEmpty();
    }
}
