package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import org.junit.jupiter.api.Test;

/** An address is given once on a PF and VLAN, and a request may name the PF. */
class MacAndPfTest {
    private static final String MAC = "02:00:00:00:00:aa";

    private static AddAsk ask(Story story, String name, String mac, int vlan) {
        AddAsk plain = Sample.ask("r-" + name, name, story.nowMs + 20_000);
        return Sample.ofPf(
                Sample.withSettings(
                        plain,
                        VfSettings.builder()
                                .mac(MacAddress.parse(mac))
                                .vlan(new Vlan(vlan))
                                .build()),
                "ens1",
                false);
    }

    private static Refusal refusal(Story story) {
        return story.command(Command.RequestRefused.class).refusal();
    }

    /** VF 0 has the address, on VLAN 100 of ens1. */
    private static Story withHolder() {
        Story story = Story.withFreeVfs(3);
        story.add(ask(story, "a", MAC, 100));
        story.attached(0);
        return story;
    }

    @Test
    void refusesTheSameAddressOnTheSamePfAndVlanWhileItsHolderLives() {
        Story story = withHolder();
        story.add(ask(story, "b", MAC, 100));
        assertThat(story.command(Command.ReleaseVf.class).onlyIfNamespaceGone()).isTrue();
        story.failed(0, FailureReason.IN_USE);
        Refusal refusal = refusal(story);
        assertThat(refusal.reason()).isEqualTo(RefusalReason.DUPLICATE_MAC);
        assertThat(refusal.message())
                .contains(MAC)
                .contains("VLAN 100")
                .contains("ens1")
                .contains("prod/a")
                .contains(Sample.vf(0).value());
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.ATTACHED);
    }

    @Test
    void givesItOnceTheNamespaceOfItsHolderIsGone() {
        Story story = withHolder();
        story.add(ask(story, "b", MAC, 100));
        story.released(0, story.vf(0).fence(), ReleaseCause.RECLAIMED_BY_ADD, true);
        assertThat(story.command(Command.AssignVf.class).attachment()).isEqualTo(Sample.attachment("b"));
    }

    @Test
    void refusesAtOnceWhileTheHolderIsBeingAttached() {
        Story story = Story.withFreeVfs(2);
        story.add(ask(story, "a", MAC, 100));
        story.add(ask(story, "b", MAC, 100));
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.DUPLICATE_MAC);
    }

    @Test
    void anotherVlanOrAddressIsNoDuplicate() {
        Story story = withHolder();
        story.add(ask(story, "b", MAC, 101));
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(1));
        story.add(ask(story, "c", "02:00:00:00:00:ab", 100));
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(2));
    }

    @Test
    void anotherPfIsTakenWhereThatIsAllowed() {
        Story story = Story.withFreeVfs(10);
        AddAsk first = ask(story, "a", MAC, 100);
        story.add(first);
        AddAsk anywhere = Sample.withSettings(Sample.ask("r-b", "b", story.nowMs + 20_000), first.settings());
        story.add(anywhere);
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(8));
    }

    @Test
    void anOwnRetryIsNoDuplicate() {
        Story story = withHolder();
        AddAsk again = ask(story, "a", MAC, 100);
        story.add(again);
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Duplicate.class);
    }

    @Test
    void aNamedDeviceIsNoWayRoundIt() {
        Story story = withHolder();
        story.add(Sample.naming(ask(story, "b", MAC, 100), Sample.vf(2)));
        story.failed(0, FailureReason.IN_USE);
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.DUPLICATE_MAC);
    }

    @Test
    void thePfsOwnAddressIsTakenOnItsUntaggedLan() {
        Story story = Story.withFreeVfs(1);
        story.add(ask(story, "a", "52:54:00:00:00:01", 0));
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.DUPLICATE_MAC);
        assertThat(refusal(story).message()).contains("the PF itself");
    }

    @Test
    void takesAVfOfTheNamedPfOnly() {
        Story story = Story.withFreeVfs(10);
        story.add(Sample.ofPf(Sample.ask("r1", "a", story.nowMs + 1000), "ens2", false));
        assertThat(story.command(Command.AssignVf.class).vf()).isEqualTo(Sample.vf(8));
    }

    @Test
    void namesThePfsThatThereAre() {
        Story story = Story.withFreeVfs(2);
        story.add(Sample.ofPf(Sample.ask("r1", "a", story.nowMs + 1000), "ens9", false));
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.UNKNOWN_PF);
        assertThat(refusal(story).details()).contains("ens1, ens2");
    }

    @Test
    void saysWhatIsTakenOnTheNamedPf() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.add(Sample.ofPf(Sample.ask("r2", "b", story.nowMs + 1000), "ens1", false));
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.NO_FREE_VF);
        assertThat(refusal(story).message()).contains("PF ens1").contains("1 attaching");
        assertThat(refusal(story).details()).contains("prod/b").contains("by pod prod/a");
    }

    @Test
    void aNamedDeviceHasToBeOfTheNamedPf() {
        Story story = Story.withFreeVfs(1);
        story.add(Sample.naming(Sample.ofPf(Sample.ask("r1", "a", story.nowMs + 1000), "ens2", false), Sample.vf(0)));
        assertThat(refusal(story).reason()).isEqualTo(RefusalReason.INVALID_REQUEST);
        assertThat(refusal(story).message()).contains("not of PF ens2");
    }
}
