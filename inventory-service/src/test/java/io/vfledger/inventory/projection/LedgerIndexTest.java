package io.vfledger.inventory.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.lifecycle.VfPhase;
import org.junit.jupiter.api.Test;

class LedgerIndexTest {
    @Test
    void givesTheNewestFirstAndPagesByEntry() {
        MemoryStore store = Ledger.life().store();

        assertThat(store.steps(Ledger.VF, Long.MAX_VALUE, 3))
                .extracting(Step::nodeSeq)
                .containsExactly(10L, 9L, 8L);
        assertThat(store.steps(Ledger.VF, 8, 2)).extracting(Step::nodeSeq).containsExactly(7L, 6L);
        assertThat(store.steps(Ledger.VF, 1, 2)).isEmpty();
    }

    @Test
    void givesUpTheOlderHalfAtItsBoundAndSaysSo() {
        LedgerIndex index = new LedgerIndex(1_000);
        Ledger ledger = new Ledger();
        for (int i = 0; i < 1_001; i++) {
            ledger.step(i, i % 2 == 0 ? VfPhase.FREE : VfPhase.HELD, i, "VfVerified");
        }
        ledger.entries().forEach(index::add);

        assertThat(index.size()).isEqualTo(501);
        assertThat(index.completeSince(Ledger.VF)).contains(Ledger.at(500));
        assertThat(index.at(Ledger.VF, Ledger.at(499))).isEqualTo(new Found.NotKept(Ledger.at(500)));
        assertThat(index.at(Ledger.VF, Ledger.at(500))).isInstanceOf(Found.InForce.class);
        assertThat(index.newest(Ledger.VF, Long.MAX_VALUE, 1))
                .extracting(Step::nodeSeq)
                .containsExactly(1_001L);
    }

    @Test
    void refusesABoundOutOfRange() {
        assertThatThrownBy(() -> new LedgerIndex(999))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("999")
                .hasMessageContaining("1000 to 100000000");
    }
}
