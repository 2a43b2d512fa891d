package io.vfledger.inventory.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerIndexTest {
    private final Ledger ledger = Ledger.life();
    private final LedgerIndex index = ledger.index();

    private List<Long> entries(LedgerQuery query) {
        return index.find(query).found().stream()
                .map(moment -> moment.position().offset() / 2)
                .toList();
    }

    private static LedgerQuery about(Facet... facets) {
        return new LedgerQuery(List.of(facets), Instant.EPOCH, Instant.MAX, false, Optional.empty(), 100);
    }

    @Test
    void givesTheNewestFirstAndPagesByEntry() {
        assertThat(index.newest(Ledger.VF, Long.MAX_VALUE, 3))
                .extracting(Step::nodeSeq)
                .containsExactly(10L, 9L, 8L);
        assertThat(index.newest(Ledger.VF, 8, 2)).extracting(Step::nodeSeq).containsExactly(7L, 6L);
        assertThat(index.newest(Ledger.VF, 1, 2)).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: entries {2}")
    @CsvSource({
        "POD,       web-0,              3 4 5",
        "POD,       default/web-0,      3 4 5",
        "POD,       uid-db-0,           6 7 8 9",
        "POD,       web,                ''",
        "CONTAINER, c0ffee-web-0,       3 4 5",
        "REQUEST,   worker-1/1/db-0,    6 7 8 9",
        "MAC,       02:00:00:00:00:01,  3 4 5",
        "IP,        10.1.0.2,           3 4 5 6 7 8 9",
        "VLAN,      100,                3 4 5",
        "VLAN,      0,                  6 7 8 9",
        "VF,        worker-1/0000:01:10.0, 1 2 3 4 5 6 7 8 9 10",
        "PF,        worker-1/ens1,      1 2 3 4 5 6 7 8 9 10",
        "PF,        worker-1/0000:01:00.0, 1 2 3 4 5 6 7 8 9 10",
        "NODE,      worker-1,           1 2 3 4 5 6 7 8 9 10",
        "NODE,      worker,             ''",
        "DISPOSITION, refused,          ''",
    })
    void findsEverythingAboutSomethingTheEntryThatEndsItIncluded(Facet.Kind kind, String value, String expected) {
        List<Long> wanted = expected.isEmpty()
                ? List.of()
                : List.of(expected.split(" ")).stream().map(Long::valueOf).toList();

        assertThat(entries(about(new Facet(kind, value)))).isEqualTo(wanted);
    }

    @Test
    void findsWhatIsAboutAllThatIsAskedFor() {
        assertThat(entries(about(new Facet(Facet.Kind.IP, "10.1.0.2"), new Facet(Facet.Kind.VLAN, "100"))))
                .containsExactly(3L, 4L, 5L);
        assertThat(entries(about(new Facet(Facet.Kind.POD, "web-0"), new Facet(Facet.Kind.POD, "db-0"))))
                .isEmpty();
    }

    @Test
    void anIntervalHasItsBeginAndNotItsEnd() {
        LedgerQuery query =
                new LedgerQuery(List.of(), Ledger.at(10_000), Ledger.at(20_000), false, Optional.empty(), 100);

        assertThat(entries(query)).containsExactly(3L, 4L);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void pagesGiveEachEntryOnceInEitherOrder(boolean newestFirst) {
        List<Long> seen = new ArrayList<>();
        Optional<Moment> after = Optional.empty();
        do {
            LedgerQuery query = new LedgerQuery(
                    List.of(new Facet(Facet.Kind.NODE, "worker-1")), Instant.EPOCH, Instant.MAX, newestFirst, after, 3);
            seen.addAll(entries(query));
            after = index.find(query).next();
        } while (after.isPresent());

        List<Long> oldestFirst = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(seen).isEqualTo(newestFirst ? oldestFirst.reversed() : oldestFirst);
    }

    @Test
    void aPageEndsWhereTooMuchWouldHaveToBeLookedAt() {
        Ledger many = new Ledger();
        for (int i = 0; i < 100_600; i++) {
            many.step(i, VfPhase.FREE, 0, "VfVerified");
        }
        LedgerIndex large = many.index();
        LedgerQuery nothing =
                about(new Facet(Facet.Kind.VF, Ledger.VF.toString()), new Facet(Facet.Kind.NODE, "worker-2"));

        LedgerQuery.Page page = large.find(nothing);

        assertThat(page.found()).isEmpty();
        assertThat(page.next()).contains(new Moment(Ledger.at(99_999), new Position(0, 200_000)));
    }

    @Test
    void tellsTheOwnershipsThatLastedIntoAnInterval() {
        assertThat(index.terms(Ledger.VF, Ledger.at(19_999), Ledger.at(30_000), 9))
                .extracting(term -> term.first().nodeSeq())
                .containsExactly(3L);
        assertThat(index.terms(Ledger.VF, Ledger.at(15_000), Ledger.at(30_001), 9))
                .extracting(term -> term.first().nodeSeq())
                .containsExactly(3L, 6L);
        assertThat(index.terms(Ledger.VF, Ledger.at(20_000), Ledger.at(30_000), 9))
                .isEmpty();
        assertThat(index.terms(Ledger.VF, Instant.EPOCH, Instant.MAX, 1)).hasSize(1);
    }

    @Test
    void aTermOfManyStepsIsFoundFromAnyOfThem() {
        Ledger longTerm = new Ledger().step(1, VfPhase.FREE, 0, "VfVerified").step(2, VfPhase.FREE, 0, "VfVerified");
        for (int i = 0; i < 500; i++) {
            longTerm.step(10 + i, VfPhase.ATTACHED, 1, "VfChanged", Ledger.owner("a"), Tuning.NONE);
        }
        longTerm.step(1_000, VfPhase.FREE, 1, "VfReleased");
        LedgerIndex of = longTerm.index();

        for (long at : new long[] {10, 200, 509, 999}) {
            assertThat(of.at(Ledger.VF, Ledger.at(at))).isInstanceOfSatisfying(Found.InForce.class, found -> {
                Term term = found.term().orElseThrow();
                assertThat(term.first().nodeSeq()).isEqualTo(3);
                assertThat(term.attached().orElseThrow().nodeSeq()).isEqualTo(3);
                assertThat(term.verified().orElseThrow().nodeSeq()).isEqualTo(1);
                assertThat(term.end().orElseThrow().nodeSeq()).isEqualTo(503);
            });
        }
    }

    @Test
    void namesFunctionsAndThoseOfAPf() {
        assertThat(index.vfs(Optional.empty())).containsExactly(Ledger.VF);
        assertThat(index.vfs(Optional.of(new NodeName("worker-2")))).isEmpty();
        assertThat(index.vfsOfPf(Ledger.NODE, "ens1")).containsExactly(Ledger.VF);
        assertThat(index.vfsOfPf(Ledger.NODE, "ens2")).isEmpty();
        assertThat(index.knows(new VfKey(Ledger.NODE, new PciAddress("0000:01:10.1"))))
                .isFalse();
        assertThat(index.beginsAt()).contains(Ledger.at(1_000));
    }
}
