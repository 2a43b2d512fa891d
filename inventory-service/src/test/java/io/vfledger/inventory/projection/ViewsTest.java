package io.vfledger.inventory.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.inventory.projection.InventoryReport.Says;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.Vlan;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewsTest {
    private static Pf pf(String pci, int vfs) {
        return new Pf(
                new PciAddress(pci),
                "ens1",
                new Pf.Model("igb", "", "8086", "10c9", "", ""),
                0,
                7,
                vfs,
                new Pf.Link("02:00:00:00:00:10", 1_500, true, "up", Optional.empty()),
                Optional.empty(),
                Optional.empty());
    }

    private static InventoryReport report(long incarnation, Says says) {
        return new InventoryReport(Ledger.NODE, incarnation, "b" + incarnation, Ledger.at(incarnation), says);
    }

    @Test
    void aPfThatChangedTakesThePlaceOfItself() {
        MemoryStore store = new MemoryStore(new LedgerIndex(new MemoryKeys()));
        store.report(report(1, new Says.Started("6.12", true)));
        store.report(report(1, new Says.Whole(List.of(pf("0000:01:00.0", 0), pf("0000:02:00.0", 0)), 0)));
        store.report(report(1, new Says.PfNow(pf("0000:01:00.0", 7))));

        NodeReported node = store.reported(Ledger.NODE).orElseThrow();

        assertThat(node.pfs()).extracting(Pf::configuredVfs).containsExactly(7, 0);
        assertThat(node.kernelRelease()).isEqualTo("6.12");
        assertThat(node.simulated()).isTrue();
    }

    @Test
    void anEarlierLifeOfTheAgentChangesNothing() {
        MemoryStore store = new MemoryStore(new LedgerIndex(new MemoryKeys()));
        store.report(report(2, new Says.Started("6.13", false)));
        store.report(report(1, new Says.Started("6.12", true)));

        assertThat(store.reported(Ledger.NODE).orElseThrow().kernelRelease()).isEqualTo("6.13");
        assertThat(store.nodes()).containsExactly(Ledger.NODE);
    }

    @ParameterizedTest
    @EnumSource(VfPhase.class)
    void whatWasAskedCountsUntilItWasSet(VfPhase phase) {
        VfAttributes before = VfAttributes.builder()
                .ownMac(MacAddress.parse("02:00:00:00:00:99"))
                .vlan(new Vlan(0))
                .build();
        Tuning tuning = new Tuning(Ledger.tuning("02:00:00:00:00:01", 100).asked(), Optional.of(before));
        boolean asked = phase == VfPhase.HELD || phase == VfPhase.ATTACHING;

        assertThat(tuning.mac(phase).orElseThrow()).hasToString(asked ? "02:00:00:00:00:01" : "02:00:00:00:00:99");
        assertThat(tuning.vlan(phase).orElseThrow().id()).isEqualTo(asked ? 100 : 0);
    }

    @Test
    void recentEntriesAreBoundedByTheirChanges() {
        RecentEntries recent = new RecentEntries();
        Ledger ledger = new Ledger();
        for (int i = 0; i < 30; i++) {
            ledger.entry(i, "NodeInventory", "applied", "", Collections.nCopies(2_000, new Change.Closed("x")));
        }
        ledger.entries().forEach(recent::add);

        assertThat(recent.after(0)).hasSize(RecentEntries.CHANGES_KEPT / 2_000);
        assertThat(recent.after(28)).extracting(RecentEntries.Arrived::arrival).containsExactly(29L, 30L);
        assertThat(recent.after(30)).isEmpty();
    }

    @Test
    void deadLettersAreCountedByTopicAndReason() {
        DeadLetters letters = new DeadLetters();
        for (int i = 0; i < DeadLetters.KEPT + 5; i++) {
            letters.add(new DeadLetters.Letter("inventory", 0, i, "undecodable", "bad", "allocator", Ledger.at(i)));
        }

        assertThat(letters.summary().total()).isEqualTo(105);
        assertThat(letters.summary().counts()).containsEntry("inventory: undecodable", 105L);
        assertThat(letters.summary().newest())
                .hasSize(100)
                .first()
                .extracting(DeadLetters.Letter::offset)
                .isEqualTo(104L);
    }
}
