package io.vfledger.inventory.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Attachment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private static Change opened(String id) {
        return new Change.Opened(new Request(
                id,
                Attachment.of("blue", "c1", "net1"),
                Optional.empty(),
                Optional.of(Ledger.PCI),
                Ledger.at(1),
                Ledger.at(5_000)));
    }

    private static RequestLog logOf(Ledger ledger) {
        RequestLog log = new RequestLog();
        ledger.entries().forEach(log::add);
        return log;
    }

    @Test
    void isOpenFromTheEntryThatOpensItToTheOneThatClosesIt() {
        Ledger ledger = new Ledger().entry(1, "AddRequested", "applied", "", List.of(opened("r1")));

        assertThat(logOf(ledger).open()).singleElement().satisfies(request -> {
            assertThat(request.requestId()).isEqualTo("r1");
            assertThat(request.open()).isTrue();
            assertThat(request.pod()).isPresent();
        });

        ledger.entry(40, "VfAttached", "applied", "", List.of(new Change.Closed("r1")));
        RequestLog log = logOf(ledger);

        assertThat(log.open()).isEmpty();
        assertThat(log.settled()).singleElement().satisfies(request -> {
            assertThat(request.settledAt()).contains(Ledger.at(40));
            assertThat(request.settledBy()).contains("VfAttached");
        });
    }

    @Test
    void showsARefusedAddWithItsReason() {
        Ledger ledger = new Ledger().entry(9, "AddRequested", "refused", "no free VF in pool fast", List.of());

        assertThat(logOf(ledger).settled()).singleElement().satisfies(request -> {
            assertThat(request.open()).isFalse();
            assertThat(request.reason()).isEqualTo("no free VF in pool fast");
        });
    }

    @Test
    void showsARequestThatTimedOutWithItsReason() {
        Ledger ledger = new Ledger()
                .entry(1, "AddRequested", "applied", "", List.of(opened("r1")))
                .entry(9, "timer deadline", "applied", "the deadline passed", List.of(new Change.Closed("r1")));

        assertThat(logOf(ledger).settled())
                .singleElement()
                .extracting(RequestView::reason)
                .isEqualTo("the deadline passed");
    }

    @Test
    void keepsNoMoreSettledOnesThanItsBound() {
        Ledger ledger = new Ledger();
        for (int i = 0; i < RequestLog.SETTLED_KEPT + 10; i++) {
            ledger.entry(i, "AddRequested", "refused", "no", List.of());
        }

        assertThat(logOf(ledger).settled())
                .hasSize(RequestLog.SETTLED_KEPT)
                .first()
                .extracting(RequestView::nodeSeq)
                .isEqualTo(RequestLog.SETTLED_KEPT + 10L);
    }
}
