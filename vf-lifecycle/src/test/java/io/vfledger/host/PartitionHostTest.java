package io.vfledger.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Sample;
import io.vfledger.lifecycle.Source;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.NodeName;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionHostTest {
    @Test
    void writesOneDenselyNumberedEntryForEachInput() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        Prepared prepared = host.prepare(feed.start(2), 1000);
        host.commit(prepared);
        assertThat(prepared.entries()).hasSize(3);
        Bytes previous = Bytes.ZERO_HASH;
        for (int i = 0; i < prepared.entries().size(); i++) {
            LedgerEntry entry = prepared.entries().get(i);
            assertThat(entry.nodeSeq()).isEqualTo(i + 1);
            assertThat(entry.partitionSeq()).isEqualTo(i);
            assertThat(entry.prevHash()).isEqualTo(previous);
            assertThat(entry.stateHash().size()).isEqualTo(32);
            previous = Feed.HASH.of(entry);
        }
        assertThat(host.partitionSeq()).isEqualTo(2);
        assertThat(host.head(Sample.NODE).entryHash()).isEqualTo(previous);
        assertThat(prepared.commands()).extracting(CommandRecord::id).containsExactly("worker-1/3/0", "worker-1/3/1");
        assertThat(prepared.vfs()).hasSize(2);
        assertThat(prepared.nodes()).hasSize(1);
    }

    @Test
    void countsNodesApartAndThePartitionThrough() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        NodeName other = new NodeName("worker-2");
        Prepared prepared = host.prepare(
                List.of(
                        feed.record(Sample.NODE, Sample.defaultPool()),
                        feed.record(other, Sample.defaultPool()),
                        feed.record(Sample.NODE, Sample.defaultPool())),
                1000);
        assertThat(prepared.entries()).extracting(LedgerEntry::nodeSeq).containsExactly(1L, 1L, 2L);
        assertThat(prepared.entries()).extracting(LedgerEntry::partitionSeq).containsExactly(0L, 1L, 2L);
        assertThat(prepared.entries()).extracting(LedgerEntry::policySeq).containsExactly(1L, 1L, 2L);
        host.commit(prepared);
        assertThat(host.nodes()).containsExactly(Sample.NODE, other);
    }

    @Test
    void anAbortedBatchLeavesNoTrace() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        host.commit(host.prepare(feed.start(2), 1000));
        NodeState before = host.state(Sample.NODE);
        NodeHead head = host.head(Sample.NODE);
        OptionalLong due = host.nextTimerDueMs();

        List<InputRecord> batch = List.of(feed.verified(host, 0), feed.verified(host, 1));
        Prepared first = host.prepare(batch, 2000);
        host.abort(first);
        assertThat(host.state(Sample.NODE)).isSameAs(before);
        assertThat(host.head(Sample.NODE)).isEqualTo(head);
        assertThat(host.nextTimerDueMs()).isEqualTo(due);
        assertThat(host.partitionSeq()).isEqualTo(2);

        Prepared second = host.prepare(batch, 2000);
        assertThat(second.entries()).isEqualTo(first.entries());
        assertThat(second.commands()).isEqualTo(first.commands());
        assertThat(second.vfs()).isEqualTo(first.vfs());
        assertThat(second.nodes()).isEqualTo(first.nodes());
    }

    @Test
    void theSameInputsAndTimesGiveTheSameOutputsHoweverTheyAreBatched() {
        Feed feed = new Feed();
        List<InputRecord> records = feed.start(3);
        PartitionHost whole = feed.host();
        Prepared all = whole.prepare(records, 1000);
        whole.commit(all);
        PartitionHost single = feed.host();
        for (int i = 0; i < records.size(); i++) {
            Prepared one = single.prepare(List.of(records.get(i)), 1000);
            assertThat(one.entries()).containsExactly(all.entries().get(i));
            single.commit(one);
        }
        assertThat(single.state(Sample.NODE)).isEqualTo(whole.state(Sample.NODE));
        assertThat(single.head(Sample.NODE)).isEqualTo(whole.head(Sample.NODE));
    }

    @Test
    void neverDecidesARecordTwice() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        List<InputRecord> records = feed.start(1);
        host.commit(host.prepare(records, 1000));
        Prepared again = host.prepare(records, 1100);
        assertThat(again.isEmpty()).isTrue();
        assertThat(again.nodes()).isEmpty();
        assertThat(again.skipped()).hasSize(3);
        assertThat(again.skipped().getFirst().lastOffset())
                .isEqualTo(records.getLast().origin().offset());
        assertThat(host.skippedTotal()).isEqualTo(3);
        assertThat(host.lastOffset(Source.INVENTORY.topic()))
                .hasValue(records.getLast().origin().offset());
    }

    @Test
    void decisionTimesNeverFall() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        host.commit(host.prepare(feed.start(1), 5000));
        Prepared earlier = host.prepare(List.of(feed.record(Sample.NODE, Sample.defaultPool())), 1000);
        assertThat(earlier.entries().getFirst().decidedAtMs()).isEqualTo(5000);
    }

    @Test
    void firesWhatIsDueAfterTheInputs() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        host.commit(host.prepare(feed.start(2), 1000));
        long due = host.nextTimerDueMs().orElseThrow();
        assertThat(host.prepare(List.of(), due - 1).entries()).isEmpty();
    }

    @Test
    void aTimerIsFiredUnlessAnInputOfTheBatchDisarmedIt() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        host.commit(host.prepare(feed.start(2), 1000));
        long due = host.nextTimerDueMs().orElseThrow();
        Prepared prepared = host.prepare(List.of(feed.verified(host, 0)), due);
        assertThat(prepared.entries()).hasSize(2);
        assertThat(prepared.entries().getLast().cause()).isInstanceOf(Cause.Fired.class);
        assertThat(prepared.commands()).hasSize(1);
        assertThat(prepared.commands().getFirst().command())
                .isInstanceOfSatisfying(
                        Command.VerifyVf.class,
                        verify -> assertThat(verify.vf()).isEqualTo(Sample.vf(1)));
        host.commit(prepared);
        assertThat(host.nextTimerDueMs().orElseThrow()).isGreaterThan(due);
        assertThat(host.state(Sample.NODE).vfs().get(Sample.vf(0)).orElseThrow().phase())
                .isEqualTo(VfPhase.FREE);
    }

    @Test
    void aPoolChangeWritesTheFunctionsThatMoveBetweenPools() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        host.commit(host.prepare(feed.start(2), 1000));
        Prepared none = host.prepare(List.of(feed.record(Sample.NODE, new Input.NodePoolsChanged(List.of()))), 1100);
        assertThat(none.vfs()).hasSize(2).allMatch(vf -> vf.pool().isEmpty());
        host.commit(none);
        Prepared same = host.prepare(List.of(feed.record(Sample.NODE, new Input.NodePoolsChanged(List.of()))), 1200);
        assertThat(same.vfs()).isEmpty();
        assertThat(same.entries().getFirst().policySeq()).isEqualTo(5);
    }

    @Test
    void refusalsDuplicatesAndLateComersHaveEntriesToo() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        host.commit(host.prepare(feed.start(1), 1000));
        Input add = new Input.AddRequested(Sample.stamp(1, 900), Sample.ask("r1", "a", 5000));
        Prepared prepared = host.prepare(
                List.of(feed.record(Sample.NODE, add), feed.record(Sample.NODE, add), feed.verified(host, 5)), 1001);
        assertThat(prepared.entries())
                .extracting(entry -> entry.disposition().getClass().getSimpleName())
                .containsExactly("Refused", "Duplicate", "Ignored");
    }

    @Test
    void onlyTheLastBatchMayBeSettledAndOnlyOnce() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        Prepared first = host.prepare(feed.start(1), 1000);
        assertThatThrownBy(() -> host.prepare(List.of(), 1000)).isInstanceOf(IllegalStateException.class);
        host.commit(first);
        assertThatThrownBy(() -> host.commit(first)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> host.abort(first)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void entriesFoldToTheState() {
        Feed feed = new Feed();
        PartitionHost host = feed.host();
        Prepared prepared = host.prepare(feed.start(3), 1000);
        host.commit(prepared);
        NodeState folded = NodeState.unknown(Sample.NODE);
        for (LedgerEntry entry : prepared.entries()) {
            for (var transition : entry.transitions()) {
                folded = VfLifecycle.evolve(folded, transition);
            }
            assertThat(StateHashes.of(folded).whole()).isEqualTo(entry.stateHash());
        }
        assertThat(folded).isEqualTo(host.state(Sample.NODE));
    }
}
