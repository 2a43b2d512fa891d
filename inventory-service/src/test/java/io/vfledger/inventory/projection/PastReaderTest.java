package io.vfledger.inventory.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PastReaderTest {
    private static final PciAddress OTHER = new PciAddress("0000:01:10.1");

    private static Change moved(PciAddress pci, VfPhase to, long epoch, Owner owner) {
        return new Change.Moved(
                pci,
                Optional.empty(),
                to,
                new Fence(new Epoch(epoch), new Version(epoch)),
                owner,
                Tuning.NONE,
                Optional.empty(),
                true,
                "",
                Optional.of(Ledger.PF));
    }

    /** Pod a has the first function from 10 to 30, b the second from 20 to 40, then a the second from 50 on. */
    private static Ledger twoFunctions() {
        return new Ledger()
                .entry(
                        10,
                        "AddRequested",
                        "applied",
                        "",
                        List.of(moved(Ledger.PCI, VfPhase.ATTACHED, 1, Ledger.owner("a"))))
                .entry(20, "AddRequested", "applied", "", List.of(moved(OTHER, VfPhase.ATTACHED, 1, Ledger.owner("b"))))
                .entry(30, "VfReleased", "applied", "", List.of(moved(Ledger.PCI, VfPhase.FREE, 1, Owner.NOBODY)))
                .entry(40, "VfReleased", "applied", "", List.of(moved(OTHER, VfPhase.FREE, 1, Owner.NOBODY)))
                .entry(
                        50,
                        "AddRequested",
                        "applied",
                        "",
                        List.of(moved(OTHER, VfPhase.ATTACHED, 2, Ledger.owner("a"))));
    }

    private static Sharing sharing(Ledger ledger, Instant from, Instant to) {
        LedgerIndex index = ledger.index();
        List<Stay> stays = new PastReader(index, ledger)
                .stays(index.vfsOfPf(Ledger.NODE, "ens1"), from, to)
                .orElseThrow();
        return Sharing.of(stays, from, to);
    }

    @Test
    void podsThatHadFunctionsOfAPfAtTheSameTimeSharedIt() {
        Sharing sharing = sharing(twoFunctions(), Ledger.at(0), Ledger.at(100));

        assertThat(sharing.stays()).hasSize(3);
        assertThat(sharing.pairs()).singleElement().satisfies(pair -> {
            assertThat(pair.first()).contains("default/a");
            assertThat(pair.second()).contains("default/b");
            assertThat(pair.from()).isEqualTo(Ledger.at(20));
            assertThat(pair.until()).isEqualTo(Ledger.at(30));
        });
    }

    @Test
    void anOverlapIsCutToTheIntervalAskedFor() {
        Sharing within = sharing(twoFunctions(), Ledger.at(25), Ledger.at(28));

        assertThat(within.pairs()).singleElement().satisfies(pair -> {
            assertThat(pair.from()).isEqualTo(Ledger.at(25));
            assertThat(pair.until()).isEqualTo(Ledger.at(28));
        });
        assertThat(sharing(twoFunctions(), Ledger.at(31), Ledger.at(100)).pairs())
                .isEmpty();
        assertThat(sharing(twoFunctions(), Ledger.at(60), Ledger.at(100)).stays())
                .hasSize(1);
    }

    @Test
    void aPodWithTwoFunctionsDoesNotShareWithItself() {
        Ledger alone = new Ledger()
                .entry(1, "AddRequested", "applied", "", List.of(moved(Ledger.PCI, VfPhase.HELD, 1, Ledger.owner("a"))))
                .entry(2, "AddRequested", "applied", "", List.of(moved(OTHER, VfPhase.HELD, 1, Ledger.owner("a"))));

        assertThat(sharing(alone, Ledger.at(0), Ledger.at(9)).stays()).hasSize(2);
        assertThat(sharing(alone, Ledger.at(0), Ledger.at(9)).pairs()).isEmpty();
    }

    @Test
    void tellsNothingOfMoreOwnersThanItMayRead() {
        Ledger busy = new Ledger();
        for (int i = 0; i <= PastReader.MOST_STAYS; i++) {
            busy.step(2L * i, VfPhase.ATTACHED, i + 1, "VfAttached", Ledger.owner("p" + i), Tuning.NONE)
                    .step(2L * i + 1, VfPhase.FREE, i + 1, "VfReleased");
        }
        PastReader past = new PastReader(busy.index(), busy);

        assertThat(past.stays(List.of(Ledger.VF), Ledger.at(0), Ledger.at(9_999)))
                .isEmpty();
        assertThat(past.stays(List.of(Ledger.VF), Ledger.at(2), Ledger.at(9_999)))
                .isPresent();
    }

    @Test
    void timesInPhasesAddUpToTheInterval() {
        Ledger ledger = Ledger.life();
        LedgerIndex index = ledger.index();
        PhaseTimes times = new PhaseTimes(Ledger.at(2_000), Ledger.at(60_000));

        times.add(index.during(Ledger.VF, Ledger.at(2_000), Ledger.at(60_000), 100));

        assertThat(times.phases().stream().mapToLong(PhaseTimes.OfPhase::ms).sum())
                .isEqualTo(58_000);
        assertThat(times.phases())
                .contains(
                        new PhaseTimes.OfPhase(VfPhase.FREE, 18_000, 2, 10_000),
                        new PhaseTimes.OfPhase(VfPhase.GONE, 10_000, 1, 10_000));
    }

    @Test
    void whatChangedAndIsAgainAsItWasIsNoDifference() {
        Ledger ledger = twoFunctions();
        PastReader past = new PastReader(ledger.index(), ledger);
        List<String> changed =
                new ArrayList<>(past.difference(new VfKey(Ledger.NODE, OTHER), Ledger.at(45), Ledger.at(55))
                        .orElseThrow()
                        .changed());

        assertThat(changed).contains("phase", "owner");
        assertThat(past.difference(Ledger.VF, Ledger.at(31), Ledger.at(99))).isEmpty();
        assertThat(past.difference(Ledger.VF, Ledger.at(0), Ledger.at(99))
                        .orElseThrow()
                        .before())
                .isEmpty();
    }
}
