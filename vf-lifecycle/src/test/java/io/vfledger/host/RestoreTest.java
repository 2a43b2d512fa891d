package io.vfledger.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Sample;
import io.vfledger.lifecycle.VfFacts;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import io.vfledger.vf.VfTraits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoreTest {
    private final Feed feed = new Feed();
    private final PartitionHost original = feed.host();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final Map<VfKey, VfRecord> vfs = new HashMap<>();
    private Optional<NodeRecord> node = Optional.empty();

    private void run(List<InputRecord> batch, long nowMs) {
        Prepared prepared = original.prepare(batch, nowMs);
        ledger.addAll(prepared.entries());
        prepared.vfs().forEach(vf -> vfs.put(vf.key(), vf));
        prepared.nodes().forEach(record -> node = Optional.of(record));
        original.commit(prepared);
    }

    private Restore states() {
        Restore restore = new Restore(Feed.HASH, "test").node(node.orElseThrow());
        vfs.values().forEach(restore::vf);
        return restore;
    }

    private void assertSame(RestoreResult result) {
        assertThat(result).isInstanceOf(RestoreResult.Restored.class);
        PartitionHost host = ((RestoreResult.Restored) result).host();
        assertThat(host.state(Sample.NODE)).isEqualTo(original.state(Sample.NODE));
        assertThat(host.head(Sample.NODE)).isEqualTo(original.head(Sample.NODE));
        assertThat(host.partitionSeq()).isEqualTo(original.partitionSeq());
        assertThat(host.nextTimerDueMs()).isEqualTo(original.nextTimerDueMs());
        List<InputRecord> next = List.of(feed.record(Sample.NODE, Sample.defaultPool()));
        assertThat(host.prepare(next, 9000).entries())
                .isEqualTo(original.prepare(next, 9000).entries());
    }

    @Test
    void restoresFromStatesAlone() {
        run(feed.start(2), 1000);
        run(List.of(feed.verified(original, 0)), 1100);
        assertSame(states().finish());
    }

    @Test
    void restoresFromTheLedgerAlone() {
        run(feed.start(2), 1000);
        run(List.of(feed.verified(original, 0)), 1100);
        Restore restore = new Restore(Feed.HASH, "test");
        ledger.forEach(restore::entry);
        assertSame(restore.finish());
    }

    @Test
    void foldsTheTailThatTheStatesDoNotHold() {
        run(feed.start(2), 1000);
        Restore restore = states();
        run(List.of(feed.verified(original, 0), feed.verified(original, 1)), 1100);
        ledger.forEach(restore::entry);
        assertSame(restore.finish());
    }

    @Test
    void restoresAnEmptyPartition() {
        assertThat(new Restore(Feed.HASH, "test").finish()).isInstanceOf(RestoreResult.Restored.class);
    }

    @Test
    void noticesAStateThatWasChanged() {
        run(feed.start(2), 1000);
        VfRecord record = vfs.values().iterator().next();
        VfState was = record.state();
        VfState forged = new VfState(
                was.pci(),
                was.phase(),
                was.fence().nextEpoch(),
                was.pending(),
                was.owner(),
                was.cause(),
                was.timer(),
                was.attempts(),
                was.prepared(),
                was.reason(),
                was.sinceMs(),
                was.facts());
        vfs.put(record.key(), new VfRecord(record.key(), forged, record.pool(), record.nodeSeq(), record.entryHash()));
        assertMismatch(states().finish(), "state hash");
    }

    @Test
    void noticesAStateOfALaterEntryThanTheNodes() {
        run(feed.start(1), 1000);
        NodeRecord old = node.orElseThrow();
        run(List.of(feed.verified(original, 0)), 1100);
        node = Optional.of(old);
        assertMismatch(states().finish(), "after the node's head");
    }

    @Test
    void noticesFunctionsWithoutANode() {
        run(feed.start(1), 1000);
        Restore restore = new Restore(Feed.HASH, "test");
        vfs.values().forEach(restore::vf);
        assertMismatch(restore.finish(), "no node-state");
    }

    @Test
    void noticesAGapInTheLedger() {
        run(feed.start(1), 1000);
        Restore restore = new Restore(Feed.HASH, "test");
        restore.entry(ledger.get(0)).entry(ledger.get(2));
        assertMismatch(restore.finish(), "missing");
    }

    @Test
    void noticesAHeadThatIsNotTheLedgers() {
        run(feed.start(1), 1000);
        LedgerEntry head = ledger.getLast();
        LedgerEntry forged = new LedgerEntry(
                head.node(),
                head.nodeSeq(),
                head.partitionSeq(),
                head.prevHash(),
                head.cause(),
                head.decidedAtMs() + 1,
                head.policySeq(),
                head.build(),
                head.disposition(),
                head.transitions(),
                head.commands(),
                head.stateHash());
        assertMismatch(states().entry(forged).finish(), "hash of the head entry");
    }

    @Test
    void noticesAnEntryWhoseTransitionsDoNotFoldToItsState() {
        run(feed.start(1), 1000);
        LedgerEntry second = ledger.get(1);
        LedgerEntry forged = new LedgerEntry(
                second.node(),
                second.nodeSeq(),
                second.partitionSeq(),
                second.prevHash(),
                second.cause(),
                second.decidedAtMs(),
                second.policySeq(),
                second.build(),
                second.disposition(),
                List.of(),
                second.commands(),
                second.stateHash());
        Restore restore = new Restore(Feed.HASH, "test");
        assertMismatch(restore.entry(ledger.getFirst()).entry(forged).finish(), "state hash");
    }

    @Test
    void statesComeBeforeTheLedger() {
        run(feed.start(1), 1000);
        Restore restore = states().entry(ledger.getFirst());
        assertThatThrownBy(() -> restore.node(node.orElseThrow())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsTheOffsetsOfEveryTopic() {
        run(feed.start(1), 1000);
        run(List.of(feed.record(Sample.NODE, new Input.PodDeleted(Sample.pod("a")))), 1001);
        PartitionHost host = ((RestoreResult.Restored) states().finish()).host();
        assertThat(host.lastOffset("scheduling")).hasValue(2);
        assertThat(host.lastOffset("inventory")).hasValue(2);
        assertThat(host.lastOffset("outcomes")).isEmpty();
    }

    private static void assertMismatch(RestoreResult result, String what) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        RestoreResult.Mismatch.class,
                        mismatch -> assertThat(mismatch.what()).contains(what));
    }

    /** As it comes from a record: equal to that of others, and another object. */
    private static VfRecord asRead(VfRecord record) {
        VfState vf = record.state();
        VfFacts facts = vf.facts();
        VfTraits traits = facts.traits();
        VfTraits copy = new VfTraits(
                traits.pci(),
                new PciAddress(traits.pf().value()),
                traits.pfName(),
                traits.index(),
                traits.vendor(),
                traits.device(),
                traits.driver());
        VfState read = new VfState(
                vf.pci(),
                vf.phase(),
                vf.fence(),
                vf.pending(),
                vf.owner(),
                vf.cause(),
                vf.timer(),
                vf.attempts(),
                vf.prepared(),
                vf.reason(),
                vf.sinceMs(),
                new VfFacts(copy, facts.baseline(), facts.attributes(), facts.healthy(), facts.faultMs()));
        return new VfRecord(record.key(), read, record.pool(), record.nodeSeq(), record.entryHash());
    }

    @Test
    void keepsEqualValuesOnce() {
        run(feed.start(2), 1000);
        vfs.replaceAll((key, vf) -> asRead(vf));
        RestoreResult result = states().finish();
        assertSame(result);
        List<PciAddress> pfs = ((RestoreResult.Restored) result)
                .host().state(Sample.NODE).vfs().values().stream()
                        .map(vf -> vf.facts().traits().pf())
                        .toList();
        assertThat(pfs).hasSize(2);
        assertThat(pfs.getFirst()).isSameAs(pfs.getLast());
    }
}
