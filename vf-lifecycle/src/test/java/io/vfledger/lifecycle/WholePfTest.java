package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A PF that a pod gets as a whole is a function like every other one, and its VFs are nobody's meanwhile. */
class WholePfTest {
    private static final PciAddress PF = Sample.PF_A;

    @Test
    void readsThePfBeforeItIsGiven() {
        Story story = Story.withFreeVfs(2);
        story.add(ask(story, "r1", "a"));
        Command.VerifyVf read = story.command(Command.VerifyVf.class);
        assertThat(read.vf()).isEqualTo(PF);
        assertThat(read.fence().epoch().value())
                .as("what configures a PF has no term")
                .isEqualTo(1);
        assertThat(read.baseline()).isEmpty();
        assertThat(read.repair()).isFalse();
        assertThat(pf(story).phase()).isEqualTo(VfPhase.DISCOVERED);
        verified(story, Optional.empty());
        Command.AssignVf assign = story.command(Command.AssignVf.class);
        assertThat(assign.vf()).isEqualTo(PF);
        assertThat(assign.releaseMode()).contains(ReleaseMode.COMPARE);
        assertThat(assign.baseline()).isEqualTo(Sample.CLEAN);
        attached(story);
        assertThat(pf(story).phase()).isEqualTo(VfPhase.ATTACHED);
        assertThat(story.state.requests().values()).isEmpty();
    }

    @Test
    void isFoundByItsAddressToo() {
        Story story = Story.withFreeVfs(1);
        AddAsk named = Sample.naming(ask(story, "r1", "a"), PF);
        story.add(named);
        assertThat(story.command(Command.VerifyVf.class).vf()).isEqualTo(PF);
    }

    @Test
    void setsItsVfsAsideAndOffersThemAgainOnceRead() {
        Story story = given(10);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
        assertThat(story.vf(0).reason()).contains("PF " + PF + " is given as a whole");
        assertThat(story.vf(8).phase()).isEqualTo(VfPhase.FREE);
        story.add(Sample.naming(Sample.ask("r2", "b", story.nowMs + 20_000), Sample.vf(0)));
        assertThat(refusal(story).message()).contains("PF " + PF + " is given as a whole, to pod prod/a");
        released(story, true);
        assertThat(pf(story).phase()).isEqualTo(VfPhase.RESERVED);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.DISCOVERED);
        assertThat(story.last.commands()).hasSize(8).allMatch(Command.VerifyVf.class::isInstance);
        story.verified(0, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    @Test
    void refusesWhileAVfOfItIsHeldOrGiven() {
        Story story = Story.withFreeVfs(2);
        story.add("r1", "b");
        story.add(ask(story, "r2", "a"));
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.PF_IN_USE);
        assertThat(refusal(story).message()).contains(Sample.vf(0) + " is attaching by pod prod/b");
        story.input(new Input.PodScheduled(Sample.pod("c"), List.of(Sample.network("net1"))));
        assertThat(story.vf(1).phase()).isEqualTo(VfPhase.HELD);
        story.add(ask(story, "r3", "d"));
        assertThat(refusal(story).message())
                .contains("2 of its VFs are not free")
                .contains(Sample.vf(1) + " is held by pod prod/c");
        assertThat(story.state.vfs().get(PF)).isEmpty();
    }

    @Test
    void refusesWhenAVfWasGivenWhileThePfWasRead() {
        Story story = Story.withFreeVfs(1);
        story.add(ask(story, "r1", "a"));
        story.add("r2", "b");
        verified(story, Optional.empty());
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.PF_IN_USE);
        assertThat(pf(story).phase()).isEqualTo(VfPhase.RESERVED);
    }

    @Test
    void refusesWhatTheHostUses() {
        Story story = Story.withFreeVfs(1);
        PfInfo used = with(Sample.pf(PF, true), Optional.of("address 10.0.0.1/24"));
        story.input(new Input.PfChanged(story.stamp(), used));
        story.add(ask(story, "r1", "a"));
        assertThat(refusal(story).message()).contains("the host itself uses it: address 10.0.0.1/24");
        story.input(new Input.PfChanged(story.stamp(), Sample.pf(PF, true)));
        story.add(ask(story, "r2", "a"));
        verified(story, Optional.of("a route"));
        assertThat(refusal(story).message()).contains("in the host's own use: a route");
        assertThat(pf(story).phase()).isEqualTo(VfPhase.RESERVED);
    }

    @Test
    void waitsForWhoHadItIfThatOneIsGone() {
        Story story = given(2);
        story.add(ask(story, "r2", "b"));
        assertThat(story.command(Command.ReleaseVf.class).onlyIfNamespaceGone()).isTrue();
        released(story, true);
        Command.AssignVf assign = story.command(Command.AssignVf.class);
        assertThat(assign.request().value()).isEqualTo("r2");
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
    }

    @Test
    void namesWhoHasItWhenThatOneLives() {
        Story story = given(2);
        story.add(ask(story, "r2", "b"));
        story.input(new Outcome.CommandFailed(
                story.stamp(),
                Optional.of(PF),
                pf(story).fence(),
                Optional.empty(),
                FailureReason.IN_USE,
                "lives",
                Optional.empty(),
                Optional.empty()));
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.DEVICE_IN_USE);
        assertThat(refusal(story).message()).contains("PF " + PF).contains("by pod prod/a");
        assertThat(pf(story).phase()).isEqualTo(VfPhase.ATTACHED);
    }

    @Test
    void keepsItsVfsBackWhileItIsNotAsItWas() {
        Story story = given(1);
        released(story, false);
        assertThat(pf(story).phase()).isEqualTo(VfPhase.QUARANTINED);
        story.add("r2", "b");
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.NO_FREE_VF);
        for (int tries = 0; tries < 8; tries++) {
            Timer timer = pf(story).timer().orElseThrow();
            story.nowMs = Math.max(story.nowMs, timer.dueMs());
            story.input(new Input.TimerFired(new TimerSubject.OfVf(PF), timer));
            assertThat(story.command(Command.VerifyVf.class).releaseMode()).contains(ReleaseMode.COMPARE);
        }
        verified(story, Optional.empty());
        assertThat(pf(story).phase()).isEqualTo(VfPhase.RESERVED);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.DISCOVERED);
    }

    @Test
    void isTheHostsAgainWhenThatTakesItOutOfQuarantine() {
        Story story = given(1);
        released(story, false);
        Timer timer = pf(story).timer().orElseThrow();
        story.nowMs = timer.dueMs();
        story.input(new Input.TimerFired(new TimerSubject.OfVf(PF), timer));
        verified(story, Optional.of("address 10.0.0.1/24"));
        assertThat(pf(story).phase()).isEqualTo(VfPhase.RESERVED);
    }

    @Test
    void comesBackWhenItsNamespaceIsGone() {
        Story story = given(1);
        VfInfo home = info(true, Optional.empty());
        story.input(new Input.VfObserved(story.stamp(), home, "in the pod"));
        assertThat(story.command(Command.ReleaseVf.class).cause()).isEqualTo(ReleaseCause.NAMESPACE_GONE);
    }

    @Test
    void isLookedForWhenItIsNowhere() {
        Story story = given(1);
        story.input(new Input.VfObserved(story.stamp(), info(false, Optional.empty()), "in the pod"));
        assertThat(pf(story).phase()).isEqualTo(VfPhase.LOST);
        assertThat(story.command(Command.RecoverVf.class).releaseMode()).contains(ReleaseMode.COMPARE);
    }

    @Test
    void staysKnownByItsNameWhileItIsAway() {
        Story story = given(1);
        PfInfo away = away(Sample.pf(PF, false));
        VfInfo there = info(false, pf(story).owner().flatMap(Ownership::netns));
        story.input(new Input.NodeInventoryReported(
                story.stamp(), List.of(away, Sample.pf(Sample.PF_B, true)), List.of(Sample.info(0), there)));
        assertThat(pf(story).phase()).isEqualTo(VfPhase.ATTACHED);
        story.add(ask(story, "r2", "b"));
        assertThat(story.command(Command.ReleaseVf.class).vf()).isEqualTo(PF);
    }

    @Test
    void isNotGoneForBeingNoVfOfTheInventory() {
        Story story = given(1);
        story.inventory(1);
        assertThat(pf(story).phase()).isEqualTo(VfPhase.ATTACHED);
        story.input(new Input.NodeInventoryReported(story.stamp(), List.of(Sample.pf(Sample.PF_B, true)), List.of()));
        assertThat(pf(story).phase()).isEqualTo(VfPhase.GONE);
    }

    @Test
    void isAskedBackAfterABoot() {
        Story story = given(1);
        story.boot = "boot-2";
        story.counter = 2;
        story.input(new Input.AgentStarted(story.stamp(), false));
        assertThat(story.command(Command.ReleaseVf.class).cause()).isEqualTo(ReleaseCause.REBOOT);
        assertThat(story.command(Command.ReleaseVf.class).releaseMode()).contains(ReleaseMode.COMPARE);
        story.inventory(1);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.RESERVED);
        released(story, true);
        assertThat(pf(story).phase()).isEqualTo(VfPhase.RESERVED);
        assertThat(story.command(Command.VerifyVf.class).vf()).isEqualTo(Sample.vf(0));
    }

    @Test
    void isInNoPool() {
        Story story = given(1);
        assertThat(story.state.poolOf(PF)).isEmpty();
        story.input(Sample.defaultPool());
        assertThat(story.state.poolOf(PF)).isEmpty();
    }

    @Test
    void refusesAVfForAPfAndAPfForAVf() {
        Story story = Story.withFreeVfs(1);
        AddAsk whole = ask(story, "r1", "a");
        story.add(Sample.naming(whole, Sample.vf(0)));
        assertThat(refusal(story).message()).contains("is a VF of PF ens1");
        story.add(Sample.naming(Sample.ask("r2", "b", story.nowMs + 1000), PF));
        assertThat(refusal(story).message()).contains("is a PF, and a VF is asked for");
        story.add(Sample.ofPf(Sample.ask("r3", "c", story.nowMs + 1000), "ens9", true));
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.UNKNOWN_PF);
    }

    @ParameterizedTest
    @EnumSource(VfPhase.class)
    void isGivenOnlyBesideVfsThatAreFreeOrGone(VfPhase phase) {
        Story story = Story.withFreeVfs(2);
        story.state = Phases.put(story.state, 0, phase);
        story.add(ask(story, "whole", "whole"));
        boolean reads = phase == VfPhase.FREE || phase == VfPhase.GONE;
        assertThat(story.state.vfs().get(PF).isPresent()).isEqualTo(reads);
    }

    @Test
    void keepsEveryVfFromWhoWantsOneInAnyPhaseOfThePf() {
        for (VfPhase phase : List.of(VfPhase.ATTACHING, VfPhase.ATTACHED, VfPhase.RELEASING)) {
            Story story = asked(2);
            verified(story, Optional.empty());
            if (phase != VfPhase.ATTACHING) {
                attached(story);
            }
            if (phase == VfPhase.RELEASING) {
                story.input(new Input.DelRequested(story.stamp(), new RequestId("d1"), Sample.attachment("a")));
            }
            assertThat(pf(story).phase()).isEqualTo(phase);
            story.add("r2", "b");
            assertThat(refusal(story).reason()).isEqualTo(RefusalReason.NO_FREE_VF);
        }
    }

    private static Story asked(int vfs) {
        Story story = Story.withFreeVfs(vfs);
        story.add(ask(story, "r1", "a"));
        return story;
    }

    private static Story given(int vfs) {
        Story story = asked(vfs);
        verified(story, Optional.empty());
        attached(story);
        return story;
    }

    private static AddAsk ask(Story story, String request, String name) {
        AddAsk ask = Sample.ofPf(Sample.ask(request, name, story.nowMs + 20_000), "ens1", true);
        return Sample.withSettings(ask, VfSettings.NONE);
    }

    private static VfState pf(Story story) {
        return story.state.vfs().get(PF).orElseThrow();
    }

    private static void verified(Story story, Optional<String> hostUse) {
        story.input(new Outcome.VfVerified(
                story.stamp(), PF, pf(story).fence(), hostUse.isEmpty(), hostUse, List.of(), Sample.CLEAN, false));
    }

    private static void attached(Story story) {
        Ownership owner = pf(story).owner().orElseThrow();
        story.input(new Outcome.VfAttached(
                story.stamp(),
                PF,
                pf(story).fence(),
                owner.request(),
                owner.attachment().orElseThrow(),
                owner.pod(),
                owner.netns().orElseThrow(),
                Sample.CLEAN,
                List.of(),
                false));
    }

    private static void released(Story story, boolean clean) {
        story.input(new Outcome.VfReleased(
                story.stamp(),
                PF,
                pf(story).fence(),
                pf(story).owner().flatMap(Ownership::attachment),
                ReleaseCause.CNI_DEL,
                clean,
                clean ? List.of() : List.of("mtu: expected 1500, found 9000"),
                Sample.CLEAN,
                false));
    }

    private static VfInfo info(boolean inHost, Optional<NetworkNamespace> netns) {
        PfInfo seen = inHost ? Sample.pf(PF, true) : away(Sample.pf(PF, true));
        return new VfInfo(
                VfTraits.ofPf(seen),
                inHost
                        ? Sample.CLEAN.toBuilder()
                                .netdev(new InterfaceName("ens1"))
                                .build()
                        : Sample.CLEAN,
                inHost,
                Optional.empty(),
                netns,
                Optional.empty());
    }

    private static PfInfo away(PfInfo pf) {
        return new PfInfo(
                pf.pci(),
                Optional.empty(),
                pf.hardware(),
                pf.driver(),
                pf.link(),
                pf.configuredVfs(),
                pf.hostUse(),
                pf.eswitch());
    }

    private static PfInfo with(PfInfo pf, Optional<String> hostUse) {
        return new PfInfo(
                pf.pci(),
                pf.netdev(),
                pf.hardware(),
                pf.driver(),
                pf.link(),
                pf.configuredVfs(),
                hostUse,
                pf.eswitch());
    }

    private static Refusal refusal(Story story) {
        return story.command(Command.RequestRefused.class).refusal();
    }
}
