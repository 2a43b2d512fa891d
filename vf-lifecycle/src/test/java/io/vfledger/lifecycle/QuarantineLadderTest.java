package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Baseline;
import io.vfledger.vf.ReleaseMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuarantineLadderTest {
    /** A function that was just found not clean. */
    private static Story quarantined() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, false);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        return story;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 1, -",
                "-, 3, -",
                "-, 4, REBIND",
                "-, 5, REBIND",
                "-, 6, FLR",
                "-, 99, FLR",
                "COMPARE, 1, COMPARE",
                "COMPARE, 4, REBIND",
                "COMPARE, 6, FLR",
                "REBIND, 1, REBIND",
                "REBIND, 6, FLR",
                "FLR, 1, FLR",
                "FLR, 4, FLR"
            })
    void climbsFromThePoolsWayToAReset(ReleaseMode ofPool, int tries, ReleaseMode expected) {
        assertThat(QuarantineLadder.mode(Optional.ofNullable(ofPool), tries)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void triesByItselfWaitsLongerEachTimeAndThenAsksForAPerson() {
        Story story = quarantined();
        long began = story.nowMs;
        List<Long> waits = new ArrayList<>();
        List<Optional<ReleaseMode>> modes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long before = story.nowMs;
            story.timer(0);
            waits.add(story.nowMs - before);
            Command.VerifyVf verify = story.command(Command.VerifyVf.class);
            assertThat(verify.repair()).isTrue();
            modes.add(verify.releaseMode());
            boolean alarm = i + 1 >= QuarantineLadder.ALARM_FROM;
            assertThat(story.vf(0).facts().healthy()).isEqualTo(!alarm);
            story.verified(0, false);
            assertThat(story.vf(0).reason().startsWith("ALARM")).isEqualTo(alarm);
            assertThat(story.vf(0).reason()).contains("vlan: expected 0, found 7");
        }
        assertThat(waits)
                .containsExactly(
                        1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L, 128_000L, 256_000L, 300_000L);
        Optional<ReleaseMode> rebind = Optional.of(ReleaseMode.REBIND);
        Optional<ReleaseMode> flr = Optional.of(ReleaseMode.FLR);
        assertThat(modes.subList(0, 7))
                .containsExactly(Optional.empty(), Optional.empty(), Optional.empty(), rebind, rebind, flr, flr);
        assertThat(story.nowMs - began).isGreaterThan(240_000);
    }

    @Test
    void leavesTheAlarmOnceItIsClean() {
        Story story = quarantined();
        for (int i = 0; i < QuarantineLadder.ALARM_FROM; i++) {
            story.timer(0);
        }
        assertThat(story.vf(0).facts().healthy()).isFalse();
        story.input(new Outcome.VfVerified(
                story.stamp(),
                Sample.vf(0),
                story.vf(0).fence(),
                true,
                Optional.empty(),
                List.of(),
                Sample.KEPT,
                true));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
        assertThat(story.vf(0).facts().healthy()).isTrue();
        assertThat(story.vf(0).facts().baseline()).contains(new Baseline(Sample.KEPT));
        assertThat(story.vf(0).reason()).contains("baseline is renewed");
    }

    @Test
    void anEventBringsTheNextTryNearerButNotInABurst() {
        Story story = quarantined();
        for (int i = 0; i < 6; i++) {
            story.timer(0);
            story.verified(0, false);
        }
        story.input(new Input.VfChanged(story.stamp(), Sample.info(0)));
        assertThat(story.last.commands()).as("the last try was only just made").isEmpty();
        story.nowMs += LifecycleTimes.EVENT_PAUSE_MS;
        story.input(new Input.VfChanged(story.stamp(), Sample.info(0)));
        assertThat(story.command(Command.VerifyVf.class).releaseMode()).contains(ReleaseMode.FLR);
        story.nowMs += LifecycleTimes.EVENT_PAUSE_MS;
        story.input(new Input.VfChanged(story.stamp(), Sample.info(0)));
        assertThat(story.last.commands()).as("an answer is awaited").isEmpty();
    }

    @Test
    void whatCannotBeDoneYetLeadsNoRungUp() {
        Story story = quarantined();
        for (int i = 0; i < 12; i++) {
            story.timer(0);
            story.failed(0, FailureReason.PENDING);
        }
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        assertThat(story.vf(0).attempts()).isZero();
        assertThat(story.vf(0).facts().healthy()).isTrue();
    }

    @Test
    void writesNothingToWhatWasNeverVerified() {
        Story story = new Story();
        story.input(Sample.defaultPool(ReleaseMode.FLR));
        story.inventory(1);
        story.verified(0, false);
        for (int i = 0; i < 8; i++) {
            story.timer(0);
            assertThat(story.command(Command.VerifyVf.class).repair()).isFalse();
        }
    }

    /** After a boot, or of a VF that was adopted: what its last owner left would be taken for its baseline. */
    @Test
    void makesAnewWhatSomebodyHadAndNobodyHasTheBaselineOf() {
        Story story = new Story();
        story.input(Sample.defaultPool());
        story.input(new Input.NodeInventoryReported(
                story.stamp(),
                List.of(Sample.pf(Sample.PF_A, true)),
                List.of(Sample.infoOf(0, Sample.kernelEvidence("a")))));
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, false);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        assertThat(story.vf(0).facts().baseline()).isEmpty();
        story.timer(0);
        Command.VerifyVf verify = story.command(Command.VerifyVf.class);
        assertThat(verify.repair()).isTrue();
        assertThat(verify.baseline()).isEmpty();
        assertThat(verify.releaseMode()).contains(ReleaseMode.REBIND);
    }

    @Test
    void aFreeVfThatOnlyCannotBeReadYetStaysFree() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.VfChanged(story.stamp(), Sample.info(0, false, Optional.empty())));
        story.command(Command.VerifyVf.class);
        story.failed(0, FailureReason.PENDING);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void anAddThatCannotBeDoneYetLeavesTheVfFree() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.failed(0, FailureReason.PENDING);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        story.failed(0, FailureReason.PENDING);
        assertThat(story.vf(0).phase()).as("asked back again later").isEqualTo(VfPhase.RELEASING);
        story.timer(0);
        story.released(0, story.vf(0).fence(), ReleaseCause.ADD_FAILED, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @ParameterizedTest
    @EnumSource(ReleaseMode.class)
    void everyCommandCarriesThePoolsWay(ReleaseMode mode) {
        Story story = Story.withFreeVfs(1);
        story.input(Sample.defaultPool(mode));
        Optional<ReleaseMode> expected = Optional.of(mode);
        story.add("r1", "a");
        assertThat(story.command(Command.AssignVf.class).releaseMode()).isEqualTo(expected);
        story.failed(0, FailureReason.KERNEL_REFUSED);
        assertThat(story.command(Command.ReleaseVf.class).releaseMode()).isEqualTo(expected);
        story.input(new Outcome.VfReleased(
                story.stamp(),
                Sample.vf(0),
                story.vf(0).fence(),
                Optional.empty(),
                ReleaseCause.ADD_FAILED,
                true,
                List.of(),
                Sample.KEPT,
                true));
        assertThat(story.vf(0).facts().baseline()).contains(new Baseline(Sample.KEPT));
        story.input(new Input.VfChanged(story.stamp(), Sample.info(0, false, Optional.empty())));
        assertThat(story.command(Command.VerifyVf.class).releaseMode()).isEqualTo(expected);
        story.input(new Input.VfObserved(story.stamp(), Sample.info(0, false, Optional.empty()), "free"));
        assertThat(story.command(Command.RecoverVf.class).releaseMode()).isEqualTo(expected);
        story.input(
                new Outcome.VfRecovered(story.stamp(), Sample.vf(0), story.vf(0).fence(), Sample.CLEAN, true));
        assertThat(story.vf(0).facts().baseline()).contains(new Baseline(Sample.CLEAN));
    }
}
