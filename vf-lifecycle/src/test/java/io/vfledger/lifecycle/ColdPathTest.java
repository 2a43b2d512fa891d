package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.PoolSelectors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColdPathTest {
    @Test
    void givesAFreeVfAndTakesItBack() {
        Story story = Story.withFreeVfs(2);

        story.add("r1", "a");
        Command.AssignVf assign = story.command(Command.AssignVf.class);
        assertThat(assign.vf()).isEqualTo(Sample.vf(0));
        assertThat(assign.fence()).isEqualTo(story.vf(0).fence());
        assertThat(assign.fence().epoch().value()).isEqualTo(1);
        assertThat(assign.baseline()).isEqualTo(Sample.CLEAN);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
        assertThat(story.state.requests().size()).isEqualTo(1);
        assertThat(story.vf(0).pending()).contains(new CommandRef(6, 0));

        story.attached(0);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(0).timer()).isEmpty();
        assertThat(story.vf(0).pending()).isEmpty();
        assertThat(story.state.requests().isEmpty()).isTrue();

        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
        assertThat(story.vf(0).owner()).isEmpty();
    }

    @Test
    void raisesTheEpochAtEveryHandOver() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        Fence first = story.vf(0).fence();
        story.attached(0);
        story.released(0, first, ReleaseCause.CNI_DEL, true);
        story.add("r2", "b");
        assertThat(story.vf(0).fence().epoch()).isEqualTo(first.epoch().next());
        assertThat(story.vf(0).fence().version()).isEqualTo(first.version().next());

        story.released(0, first, ReleaseCause.CNI_DEL, true);
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Ignored.class);
        assertThat(story.last.disposition().reason()).contains("epoch 2").contains("epoch 1");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
    }

    @Test
    void refusesWhatIsPastItsDeadline() {
        Story story = Story.withFreeVfs(1);
        story.add(Sample.ask("r1", "a", story.nowMs));
        assertRefused(story, RefusalReason.DEADLINE_PASSED, 11);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void refusesAnUnknownPoolAndNamesThoseThatExist() {
        Story story = Story.withFreeVfs(1);
        story.add(Sample.inPool(Sample.ask("r1", "a", story.nowMs + 1), "fast"));
        Command.RequestRefused refused = assertRefused(story, RefusalReason.UNKNOWN_POOL, 7);
        assertThat(refused.refusal().message()).contains("'fast'").contains("worker-1");
        assertThat(refused.refusal().details()).contains("default");
    }

    @Test
    void asksToTryAgainWhileNoPoolsAreKnown() {
        Story story = new Story();
        story.input(new Input.AgentStarted(story.stamp(), false));
        story.add("r1", "a");
        assertRefused(story, RefusalReason.NODE_UNKNOWN, 11);
    }

    @Test
    void refusesToChooseWhereKubeletDoes() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.NodePoolsChanged(List.of(Sample.pool("default", Chooser.KUBELET, 0, PoolSelectors.ALL))));
        story.add("r1", "a");
        assertRefused(story, RefusalReason.INVALID_REQUEST, 7);
        story.add(Sample.naming(Sample.ask("r2", "a", story.nowMs + 1), Sample.vf(0)));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
    }

    @Test
    void saysWhoHoldsThemWhenNoVfIsFree() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.add("r2", "b");
        Command.RequestRefused refused = assertRefused(story, RefusalReason.NO_FREE_VF, 11);
        assertThat(refused.refusal().message()).contains("1 VFs: 1 attached").contains("pool 'default'");
        assertThat(refused.refusal().details())
                .contains("asked by pod prod/b")
                .contains(Sample.vf(0) + " by pod prod/a");
    }

    @Test
    void refusesADeviceThatDoesNotExist() {
        Story story = Story.withFreeVfs(2);
        story.add(Sample.naming(Sample.ask("r1", "a", story.nowMs + 1), Sample.vf(5)));
        Command.RequestRefused refused = assertRefused(story, RefusalReason.UNKNOWN_DEVICE, 7);
        assertThat(refused.refusal().details()).contains(Sample.vf(1).value());
    }

    @Test
    void refusesADeviceOfAnotherPool() {
        Story story = Story.withFreeVfs(2);
        story.input(new Input.NodePoolsChanged(List.of(
                Sample.pool("low", Chooser.ALLOCATOR, 1, selecting("ens1#0")),
                Sample.pool("rest", Chooser.ALLOCATOR, 2, PoolSelectors.ALL))));
        AddAsk ask = Sample.naming(Sample.ask("r1", "a", story.nowMs + 1), Sample.vf(0));
        story.add(Sample.inPool(ask, "rest"));
        assertThat(assertRefused(story, RefusalReason.DEVICE_NOT_IN_POOL, 7)
                        .refusal()
                        .details())
                .contains("'low'");
        story.add(Sample.inPool(Sample.naming(Sample.ask("r2", "a", story.nowMs + 1), Sample.vf(0)), "low"));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHING);
    }

    private static PoolSelectors selecting(String pf) {
        return new PoolSelectors(List.of(), List.of(), List.of(), List.of(PfNameSelector.parse(pf)), List.of());
    }

    @Test
    void choosesOutOfTheFirstPoolThatAVfFits() {
        Story story = Story.withFreeVfs(2);
        story.input(new Input.NodePoolsChanged(List.of(
                Sample.pool("rest", Chooser.ALLOCATOR, 2, PoolSelectors.ALL),
                Sample.pool("low", Chooser.ALLOCATOR, 1, selecting("ens1#0")))));
        assertThat(story.state.policySeq()).isEqualTo(story.state.pools().isEmpty() ? 0 : 6);
        story.add(Sample.inPool(Sample.ask("r1", "a", story.nowMs + 1), "rest"));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.ATTACHING);
        story.add(Sample.inPool(Sample.ask("r2", "b", story.nowMs + 1), "rest"));
        assertRefused(story, RefusalReason.NO_FREE_VF, 11);
    }

    @ParameterizedTest
    @EnumSource(
            value = VfPhase.class,
            names = {"DISCOVERED", "RESERVED", "QUARANTINED", "LOST"})
    void refusesADeviceThatIsNotUsable(VfPhase phase) {
        Story story = Story.withFreeVfs(1);
        story.state = Phases.put(story.state, 0, phase);
        story.add(Sample.naming(Sample.ask("r1", "a", story.nowMs + 1), Sample.vf(0)));
        assertRefused(story, RefusalReason.DEVICE_NOT_USABLE, 11);
    }

    @Test
    void decidesARequestOnce() {
        Story story = Story.withFreeVfs(2);
        story.add("r1", "a");
        story.add("r1", "a");
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Duplicate.class);
        story.attached(0);
        story.add("r1", "a");
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Duplicate.class);
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void undoesAFailedAddAndFreesTheVf() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.failed(0, FailureReason.KERNEL_REFUSED);
        Command.ReleaseVf release = story.command(Command.ReleaseVf.class);
        assertThat(release.cause()).isEqualTo(ReleaseCause.ADD_FAILED);
        assertThat(release.onlyIfNamespaceGone()).isFalse();
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        assertThat(story.state.requests().isEmpty()).isTrue();
        story.released(0, release.fence(), ReleaseCause.ADD_FAILED, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void quarantinesWhatIsNotCleanAndTriesAgainLaterAndLater() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.released(0, story.vf(0).fence(), ReleaseCause.CNI_DEL, false);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.QUARANTINED);
        assertThat(story.vf(0).reason()).contains("mac: expected");
        long wait = 1_000;
        for (int i = 0; i < 12; i++) {
            assertThat(story.vf(0).timer().orElseThrow().dueMs() - story.nowMs).isEqualTo(Math.min(wait, 300_000));
            story.timer(0);
            assertThat(story.command(Command.VerifyVf.class).repair()).isTrue();
            story.verified(0, false);
            wait *= 2;
        }
        story.verified(0, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
        assertThat(story.vf(0).timer()).isEmpty();
    }

    @Test
    void asksBackWhatWasNotAttachedInTimeButNotFromALivePod() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.timer(0);
        Command.ReleaseVf release = story.command(Command.ReleaseVf.class);
        assertThat(release.cause()).isEqualTo(ReleaseCause.DEADLINE);
        assertThat(release.onlyIfNamespaceGone()).isTrue();
        Fence assigned = new Fence(
                release.fence().epoch(),
                new io.vfledger.vf.Version(release.fence().version().value() - 1));

        story.input(new Outcome.VfAttached(
                story.stamp(),
                Sample.vf(0),
                assigned,
                story.vf(0).owner().flatMap(Ownership::request),
                Sample.attachment("a"),
                java.util.Optional.of(Sample.pod("a")),
                Sample.netns("a"),
                Sample.CLEAN,
                List.of(new io.vfledger.vf.IpAssignment("10.0.0.1/24", java.util.Optional.empty())),
                false));
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RELEASING);
        story.failed(0, FailureReason.IN_USE);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.vf(0).owner().orElseThrow().ips()).hasSize(1);
    }

    @Test
    void sendsReleaseAgainWithAGreaterVersionAndLongerWaits() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        story.input(new Input.DelRequested(story.stamp(), new io.vfledger.vf.RequestId("d1"), Sample.attachment("a")));
        Command.ReleaseVf first = story.command(Command.ReleaseVf.class);
        assertThat(first.cause()).isEqualTo(ReleaseCause.CNI_DEL);
        long wait = 10_000;
        for (int i = 0; i < 8; i++) {
            assertThat(story.vf(0).timer().orElseThrow().dueMs() - story.nowMs).isEqualTo(Math.min(wait, 300_000));
            story.timer(0);
            Command.ReleaseVf again = story.command(Command.ReleaseVf.class);
            assertThat(again.fence().version().value())
                    .isEqualTo(first.fence().version().value() + i + 1);
            assertThat(again.cause()).isEqualTo(ReleaseCause.CNI_DEL);
            wait *= 2;
        }
    }

    @Test
    void ignoresADelOfWhatIsNotAttached() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.DelRequested(
                story.stamp(), new io.vfledger.vf.RequestId("d1"), Attachment.of("blue", "nobody", "net1")));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Ignored.class);
        assertThat(story.last.commands()).isEmpty();
    }

    static Command.RequestRefused assertRefused(Story story, RefusalReason reason, int code) {
        assertThat(story.last.disposition())
                .isInstanceOfSatisfying(
                        Disposition.Refused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(reason));
        Command.RequestRefused refused = story.command(Command.RequestRefused.class);
        assertThat(refused.refusal().reason()).isEqualTo(reason);
        assertThat(refused.refusal().reason().cniCode()).isEqualTo(code);
        assertThat(refused.refusal().message()).isNotEmpty();
        return refused;
    }
}
