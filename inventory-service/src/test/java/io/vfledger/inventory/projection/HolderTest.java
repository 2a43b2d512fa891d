package io.vfledger.inventory.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.inventory.projection.Holder.Answer;
import io.vfledger.inventory.projection.Holder.Holding;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolderTest {
    private static Holder holder(Ledger ledger, Instant at) {
        return new PastReader(ledger.index(), ledger).holder(Ledger.VF, at).orElseThrow();
    }

    private static Holding holding(Ledger ledger, long ms) {
        return holder(ledger, Ledger.at(ms)).holding().orElseThrow();
    }

    @ParameterizedTest(name = "at {0} ms: {1} {3}")
    @CsvSource({
        "0,      NOT_KNOWN_YET,       -,           -",
        "999,    NOT_KNOWN_YET,       -,           -",
        "1000,   NOBODY,              DISCOVERED,  -",
        "2000,   NOBODY,              FREE,        -",
        "9999,   NOBODY,              FREE,        -",
        "10000,  BEING_GIVEN,         ATTACHING,   default/web-0",
        "10019,  BEING_GIVEN,         ATTACHING,   default/web-0",
        "10020,  IN_USE,              ATTACHED,    default/web-0",
        "19999,  IN_USE,              ATTACHED,    default/web-0",
        "20000,  NOBODY,              FREE,        -",
        "30000,  BEING_GIVEN,         ATTACHING,   default/db-0",
        "39999,  IN_USE,              ATTACHED,    default/db-0",
        "40000,  BEING_TAKEN_BACK,    RELEASING,   default/db-0",
        "41000,  NOBODY,              QUARANTINED, -",
        "49999,  NOBODY,              QUARANTINED, -",
        "50000,  NOBODY,              GONE,        -",
        "999999, NOBODY,              GONE,        -",
    })
    void tellsWhoHeldItToTheMillisecond(long ms, Answer answer, String phase, String pod) {
        Holder holder = holder(Ledger.life(), Ledger.at(ms));

        assertThat(holder.answer()).isEqualTo(answer);
        assertThat(holder.phase().map(VfPhase::name).orElse("-")).isEqualTo(phase);
        assertThat(holder.holding()
                        .flatMap(holding -> holding.owner().pod())
                        .map(Object::toString)
                        .orElse("-"))
                .isEqualTo(pod);
    }

    @Test
    void namesTheEntriesAndBothClocks() {
        Holding holding = holding(Ledger.life(), 15_000);

        assertThat(holding.epoch().value()).isEqualTo(1);
        assertThat(holding.mac().orElseThrow()).hasToString("02:00:00:00:00:01");
        assertThat(holding.vlan().orElseThrow().id()).isEqualTo(100);
        assertThat(holding.givenAt()).isEqualTo(Ledger.at(10_000));
        assertThat(holding.givenBy().nodeSeq()).isEqualTo(3);
        assertThat(holding.attachedBy().orElseThrow().nodeSeq()).isEqualTo(4);
        assertThat(holding.attachedBy().orElseThrow().nodeTime()).contains(Ledger.at(10_013));
        assertThat(holding.until()).contains(Ledger.at(20_000));
        assertThat(holding.endedBy().orElseThrow().cause()).isEqualTo("VfReleased");
    }

    @Test
    void keepsWhatALaterStepOfTheTermLeavesOpen() {
        Holding holding = holding(Ledger.life(), 15_000);

        assertThat(holding.owner().ips()).containsExactly("10.1.0.2/24");
        assertThat(holding.owner().requestId()).contains("worker-1/1/web-0");
        assertThat(holding.tuning().asked()).isPresent();
        assertThat(holding.tuning().readBack()).isPresent();
    }

    @Test
    void saysByWhichEntryItWasVerifiedClean() {
        Holder.Handover first = holding(Ledger.life(), 15_000).handover();
        Holder.Handover second = holding(Ledger.life(), 35_000).handover();

        assertThat(first.clean()).contains(true);
        assertThat(first.by().orElseThrow().nodeSeq()).isEqualTo(2);
        assertThat(second.by().orElseThrow().nodeSeq()).isEqualTo(5);
    }

    @Test
    void doesNotKnowWhetherAnAdoptedOneWasClean() {
        Ledger adopted = new Ledger()
                .step(1, VfPhase.DISCOVERED, 0, "NodeInventory")
                .step(2, VfPhase.ATTACHED, 1, "VfObserved", Ledger.owner("old"), Tuning.NONE);

        Holder.Handover handover = holding(adopted, 3).handover();

        assertThat(handover.clean()).isEmpty();
        assertThat(handover.text()).contains("nothing says that it was verified");
    }

    @Test
    void aTermThatLastsHasNoEnd() {
        Ledger open = new Ledger()
                .step(1, VfPhase.FREE, 0, "VfVerified")
                .step(2, VfPhase.ATTACHING, 1, "AddRequested", Ledger.owner("a"), Tuning.NONE);

        assertThat(holding(open, 2).until()).isEmpty();
        assertThat(holding(open, 2).attachedAt()).isEmpty();
    }

    @Test
    void twoOwnersInARowAreTwoTerms() {
        Ledger reclaimed = new Ledger()
                .step(1, VfPhase.ATTACHED, 1, "VfAttached", Ledger.owner("a"), Tuning.NONE)
                .step(2, VfPhase.ATTACHING, 2, "VfReleased", Ledger.owner("b"), Tuning.NONE);

        assertThat(holding(reclaimed, 1).until()).contains(Ledger.at(2));
        assertThat(holding(reclaimed, 2).givenAt()).isEqualTo(Ledger.at(2));
        assertThat(holding(reclaimed, 2).handover().clean()).contains(true);
    }

    @Test
    void aFunctionThatNoEntryNamesIsUnknown() {
        assertThat(Ledger.life().index().at(new VfKey(Ledger.NODE, new PciAddress("0000:01:10.7")), Ledger.at(1)))
                .isEqualTo(new Found.Unknown());
    }
}
