package io.vfledger.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of an agent that got lost on the way are noticed by the next one in the same topic, and by that one only. */
class LostRecordsTest {
    private static final int ROUNDS = 40;

    private static AgentStamp stamp(long seq, long previous) {
        AgentStamp plain = Sample.stamp(1, seq);
        return new AgentStamp(
                plain.incarnation(),
                seq,
                previous < 0 ? OptionalLong.empty() : OptionalLong.of(previous),
                plain.occurredAtMs());
    }

    private static Input pf(long seq, long previous) {
        return new Input.PfChanged(stamp(seq, previous), Sample.pf(Sample.PF_A, true));
    }

    private static Optional<String> asked(Decision decision) {
        return decision.commands().stream()
                .filter(Command.ReportInventory.class::isInstance)
                .map(command -> ((Command.ReportInventory) command).cause())
                .findFirst();
    }

    @ParameterizedTest(name = "after {0} on the same topic comes {1}, which follows {2}: asks {3}")
    @CsvSource({
        // last seen, agent_seq, previous in topic (-1: not told), whether something was lost
        "101, 102, 101, false",
        "101, 140, 101, false",
        "101, 140, 120, true",
        "101, 140, 102, true",
        "101, 140, -1, false",
        "101, 101, 90, false",
        "101, 90, 80, false",
    })
    void asksForAWholeReportExactlyWhereTheRecordBeforeWasNotSeen(long last, long seq, long previous, boolean asks) {
        Story story = Story.withFreeVfs(1);
        story.input(pf(last, -1));
        story.input(pf(seq, previous));
        assertThat(asked(story.last).isPresent()).isEqualTo(asks);
        if (asks) {
            assertThat(asked(story.last).orElseThrow())
                    .contains("incarnation 1")
                    .contains("inventory")
                    .contains(Long.toString(last))
                    .contains(Long.toString(previous));
        }
    }

    @Test
    void theFirstOfATopicTellsWhetherOthersWereBeforeIt() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.AddRequested(stamp(300, 0), Sample.ask("r1", "a", story.nowMs + 1000)));
        assertThat(asked(story.last)).isEmpty();
        Story other = Story.withFreeVfs(1);
        other.input(new Input.AddRequested(stamp(300, 200), Sample.ask("r1", "a", other.nowMs + 1000)));
        assertThat(asked(other.last)).isPresent();
    }

    @Test
    void asksOnceForEachGap() {
        Story story = Story.withFreeVfs(1);
        story.input(pf(100, -1));
        story.input(pf(140, 120));
        assertThat(asked(story.last)).isPresent();
        story.input(pf(140, 120));
        assertThat(story.last.disposition()).isInstanceOf(Disposition.Duplicate.class);
        assertThat(asked(story.last)).isEmpty();
        story.input(pf(141, 140));
        assertThat(asked(story.last)).isEmpty();
    }

    @Test
    void asksNothingOfALifeThatHasEnded() {
        Story story = Story.withFreeVfs(1);
        story.input(new Input.AgentStarted(Sample.stamp(2, 1), false));
        Outcome lateOne = new Outcome.VfVerified(
                stamp(900, 850),
                Sample.vf(0),
                story.vf(0).fence(),
                true,
                Optional.empty(),
                List.of(),
                Sample.CLEAN,
                false);
        story.input(lateOne);
        assertThat(asked(story.last)).isEmpty();
    }

    @Test
    void whatWasLostIsSettledByTheReportThatIsAskedFor() {
        Story story = Story.withFreeVfs(1);
        story.add("r1", "a");
        story.attached(0);
        long told = story.seq;
        // VfReleased of its DEL, number 900, never arrives; the next outcome follows it.
        story.input(new Outcome.DeviceAllocated(
                stamp(told + 1000, told + 900), Sample.POOL, List.of(), Optional.of(Sample.pod("p"))));
        assertThat(asked(story.last)).isPresent();
        story.seq = told + 1000;
        VfInfo home = Sample.info(0);
        VfAttributes named = VfAttributes.builder()
                .vlan(Vlan.UNTAGGED)
                .netdev(new InterfaceName("ens1v0"))
                .build();
        VfInfo atHome = new VfInfo(home.traits(), named, true, Optional.empty(), Optional.empty(), Optional.empty());
        story.input(
                new Input.NodeInventoryReported(story.stamp(), List.of(Sample.pf(Sample.PF_A, true)), List.of(atHome)));
        assertThat(story.command(Command.ReleaseVf.class).cause()).isEqualTo(ReleaseCause.NAMESPACE_GONE);
        story.released(0, story.vf(0).fence(), ReleaseCause.NAMESPACE_GONE, true);
        assertThat(story.vf(0).phase()).isEqualTo(VfPhase.FREE);
    }

    /** What an agent sends, dense over three topics, in any interleaving that keeps the order of each topic. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyInterleavingOfTopicsIsLegal(long seed) {
        Random random = new Random(seed);
        List<List<Input>> topics = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        long[] last = new long[3];
        Story story = Story.withFreeVfs(2);
        long first = story.seq + 1;
        for (int i = 0; i < last.length; i++) {
            last[i] = i == 2 ? 0 : -1;
        }
        for (long seq = first; seq < first + ROUNDS; seq++) {
            int topic = random.nextInt(3);
            AgentStamp stamp = stamp(seq, last[topic]);
            topics.get(topic)
                    .add(
                            switch (topic) {
                                case 0 -> new Input.PfChanged(stamp, Sample.pf(Sample.PF_A, seq % 2 == 0));
                                case 1 ->
                                    new Outcome.DeviceAllocated(
                                            stamp, Sample.POOL, List.of(), Optional.of(Sample.pod("p")));
                                default ->
                                    new Input.AddRequested(stamp, Sample.ask("r" + seq, "c" + seq, story.nowMs + 1000));
                            });
            last[topic] = seq;
        }
        while (topics.stream().anyMatch(topic -> !topic.isEmpty())) {
            List<Input> topic = topics.get(random.nextInt(3));
            if (!topic.isEmpty()) {
                story.input(topic.removeFirst());
                assertThat(asked(story.last)).isEmpty();
            }
        }
    }
}
