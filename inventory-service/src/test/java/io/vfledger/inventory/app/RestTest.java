package io.vfledger.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.inventory.projection.Change;
import io.vfledger.inventory.projection.DeadLetters;
import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryReport;
import io.vfledger.inventory.projection.Ledger;
import io.vfledger.inventory.projection.LedgerIndex;
import io.vfledger.inventory.projection.MemoryKeys;
import io.vfledger.inventory.projection.MemoryStore;
import io.vfledger.inventory.projection.NodeDecided;
import io.vfledger.inventory.projection.Owner;
import io.vfledger.inventory.projection.Pf;
import io.vfledger.inventory.projection.PfOrdered;
import io.vfledger.inventory.projection.Request;
import io.vfledger.inventory.projection.Tuning;
import io.vfledger.inventory.projection.VfView;
import io.vfledger.inventory.web.LiveEntries;
import io.vfledger.lifecycle.PfOrder;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfAttributes;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTest {
    private static final String VF = "/api/v1/vfs/worker-1/0000:01:10.0";

    private final Ledger ledger = Ledger.life()
            .entry(
                    60_000,
                    "AddRequested",
                    "applied",
                    "",
                    List.of(new Change.Opened(new Request(
                            "worker-1/1/77",
                            Attachment.of("blue", "c77", "net1"),
                            Optional.empty(),
                            Optional.of(Ledger.PCI),
                            Ledger.at(60_000),
                            Ledger.at(75_000)))))
            .entry(61_000, "AddRequested", "refused", "no free VF", List.of())
            .entry(62_000, "NodePoolsChanged", "applied", "", List.of(new Change.OfNode("pools", "default")))
            .entry(63_000, "timer deadline", "ignored", "nothing waits", List.of(new Change.Closed("worker-1/1/1")));
    private final LedgerIndex index = new LedgerIndex(new MemoryKeys());
    private final MemoryStore store = ledger.store(index);
    private Server server;
    private OpenApi openApi;

    @BeforeAll
    void start() {
        Pf pf = new Pf(
                new PciAddress("0000:01:00.0"),
                "ens1",
                new Pf.Model("igb", "1.0", "8086", "10c9", "Intel", "82576"),
                0,
                7,
                2,
                new Pf.Link("02:00:00:00:00:10", 1_500, true, "up", Optional.of(1_000)),
                Optional.of("has an address"),
                Optional.of("legacy"));
        store.report(new InventoryReport(
                Ledger.NODE, 1, "0.1", Ledger.at(5), new InventoryReport.Says.Whole(List.of(pf), 2)));
        Pool pool = new Pool(
                new PoolName("default"),
                Chooser.ALLOCATOR,
                0,
                new PoolSelectors(
                        List.of(), List.of(), List.of(), List.of(PfNameSelector.parse("ens1#0-3")), List.of()),
                Optional.empty(),
                Placement.DEFAULT);
        store.put(new NodeDecided(
                Ledger.NODE,
                14,
                "abcd",
                Ledger.at(63_000),
                new NodeDecided.AgentLife(1, "boot", "machine"),
                true,
                Optional.of(Ledger.at(61_000)),
                List.of(pf),
                List.of(pool),
                List.of(),
                List.of(new PfOrdered(
                        pf.pci(),
                        "storage",
                        PfOrder.Stage.REFUSED,
                        3,
                        Optional.of(8),
                        Optional.of(9_000),
                        Optional.empty(),
                        "FIRMWARE_LIMIT, the card has 7 VFs at most",
                        Ledger.at(62_000))),
                1));
        store.put(vf(0, VfPhase.GONE, Owner.NOBODY));
        store.put(vf(1, VfPhase.ATTACHED, Ledger.owner("web-0")));
        store.put(vf(2, VfPhase.FREE, Owner.NOBODY));
        store.add(new DeadLetters.Letter("inventory", 0, 4, "undecodable", "bad", "allocator", Ledger.at(9)));
        server = new Server(store, index, ledger);
        openApi = new OpenApi(server.get("/api/v1/openapi.json").body());
    }

    private static VfView vf(int index, VfPhase phase, Owner owner) {
        return new VfView(
                Ledger.NODE,
                new PciAddress("0000:01:10." + index),
                phase,
                new Fence(new Epoch(2), new Version(9)),
                Ledger.at(50_000),
                10,
                "feed",
                "because",
                true,
                new VfView.Place("0000:01:00.0", "ens1", index, "8086", "10ca", "igbvf", "default"),
                owner,
                Tuning.NONE,
                Optional.of(VfAttributes.UNKNOWN));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void readyAgain() {
        server.feed.set(Server.ready());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nodes",
                "/api/v1/nodes/worker-1",
                "/api/v1/vfs",
                "/api/v1/vfs?limit=1",
                VF,
                VF + "/history",
                VF + "/history?limit=2&before=9",
                VF + "/holder",
                VF + "/holder?at=2026-11-24T00:00:15Z",
                VF + "/holder?at=2026-11-24T01:00:35%2B01:00",
                VF + "/holder?at=2026-11-24T00:00:00.5Z",
                "/api/v1/ledger",
                "/api/v1/ledger?pod=web-0&from=2026-11-24T00:00:10Z&to=00:00:21&order=oldest&limit=2",
                "/api/v1/sharing?pf=worker-1/ens1",
                "/api/v1/phases",
                "/api/v1/phases?vf=worker-1/0000:01:10.0&from=00:00:15&to=00:00:35",
                "/api/v1/diff?from=00:00:15&to=00:00:35&node=worker-1",
                "/api/v1/requests",
                "/api/v1/entries",
                "/api/v1/status",
                "/api/v1/openapi.json",
                "/healthz"
            })
    void answersAsItsDocumentSays(String path) {
        Http.Answer answer = server.get(path);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(openApi.faults(path, answer.body())).isEmpty();
    }

    @Test
    void theDocumentHasTheRoutesAndTheirParameters() {
        assertThat(openApi.routes()).isEqualTo(new TreeSet<>(OpenApi.routesOf(server.context)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/api/v1/nodes/W_1                        | 400 | node   | 'W_1' is not valid",
                "/api/v1/nodes/worker-9                   | 404 |        | worker-9",
                "/api/v1/vfs/worker-1/nonsense            | 400 | pci    | dddd:bb:dd.f",
                "/api/v1/vfs/worker-1/0000:09:10.0        | 404 |        | /api/v1/vfs?node=worker-1",
                "/api/v1/vfs/worker-1/0000:09:10.0/holder | 404 |        | 0000:09:10.0",
                "/api/v1/vfs/worker-1/0000:09:10.0/history| 404 |        | 0000:09:10.0",
                "/api/v1/vfs?phase=LENT                   | 400 | phase  | ATTACHED",
                "/api/v1/vfs?limit=0                      | 400 | limit  | 1 to 5000",
                "/api/v1/vfs?limit=ten                    | 400 | limit  | 1 to 5000",
                "/api/v1/vfs?colour=blue                  | 400 | colour | [after, limit, node, phase, pod, pool]",
                "/api/v1/vfs?after=worker-1               | 400 | after  | node/pci",
                "/api/v1/vfs/worker-1/0000:01:10.0/history?before=0 | 400 | before | 1 to 9223372036854775807",
                "/api/v1/vfs/worker-1/0000:01:10.0/holder?at=soon   | 400 | at | HH:MM",
                "/api/v1/vfs/worker-1/0000:01:10.0/holder?at=23:59  | 400 | at | not come yet",
                "/api/v1/vfs/worker-1/0000:01:10.0/holder?at=2026-11-24T00:00 | 400 | at | with a zone",
                "/api/v1/ledger?mac=blue                  | 400 | mac    | blue",
                "/api/v1/ledger?vlan=4096                 | 400 | vlan   | 0 to 4095",
                "/api/v1/ledger?vf=worker-1               | 400 | vf     | node/pci",
                "/api/v1/ledger?pf=ens1                   | 400 | pf     | node/interface",
                "/api/v1/ledger?pod=                      | 400 | pod    | 1 to 512 characters",
                "/api/v1/ledger?pod=a%00b                 | 400 | pod    | none a control one",
                "/api/v1/ledger?disposition=applied       | 400 | disposition | duplicate, ignored, refused",
                "/api/v1/ledger?order=random              | 400 | order  | newest and oldest",
                "/api/v1/ledger?after=7                   | 400 | after  | next",
                "/api/v1/ledger?limit=501                 | 400 | limit  | 1 to 500",
                "/api/v1/ledger?from=00:00:20&to=00:00:10 | 400 | to     | not after from",
                "/api/v1/ledger?to=2027-01-01T00:00:00Z   | 400 | to     | not come yet",
                "/api/v1/ledger?from=yesterday            | 400 | from   | HH:MM",
                "/api/v1/sharing                          | 400 | pf     | pf is missing",
                "/api/v1/sharing?pf=worker-1/ens9         | 404 |        | worker-1/ens9",
                "/api/v1/phases?vf=worker-1/0000:09:10.0  | 404 |        | 0000:09:10.0",
                "/api/v1/diff                             | 400 | from   | from is missing",
                "/api/v1/diff?from=00:00:01&after=x       | 400 | after  | node/pci",
                "/api/v1/requests?open=perhaps            | 400 | open   | true and false",
                "/api/v1/entries?after=x                  | 400 | after  | next",
                "/api/v1/nothing                          | 404 |        | nothing",
            })
    void refusesWithAProblemThatSaysWhatIsAllowed(String path, int status, String parameter, String detail) {
        Http.Answer answer = server.get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("detail").asString()).contains(detail);
        if (parameter != null) {
            assertThat(answer.body().path("parameter").asString()).isEqualTo(parameter);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 3",
        "node=worker-1, 3",
        "node=other, 0",
        "phase=attached, 1",
        "pool=default, 3",
        "pool=none, 0",
        "pod=web-0, 1",
        "pod=default/web-0, 1",
        "pod=uid-web-0, 1",
        "pod=web, 0",
        "after=worker-1/0000:01:10.0, 2",
        "after=worker-1/0000:01:10.2, 0",
        "after=zebra/0000:01:10.0, 0",
    })
    void filtersFunctions(String query, int count) {
        assertThat(server.get("/api/v1/vfs?" + query).body().path("vfs")).hasSize(count);
    }

    @Test
    void pagesOverFunctionsGiveEachOnce() {
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = server.get("/api/v1/vfs?limit=1" + after).body();
            page.path("vfs").forEach(vf -> seen.add(vf.path("pci").asString()));
            after = page.has("next") ? "&after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());

        assertThat(seen).containsExactly("0000:01:10.0", "0000:01:10.1", "0000:01:10.2");
    }

    @Test
    void pagesOverAHistoryGiveEachStepOnce() {
        List<Long> seen = new ArrayList<>();
        String before = "";
        do {
            JsonNode page = server.get(VF + "/history?limit=3" + before).body();
            page.path("steps")
                    .forEach(step -> seen.add(step.at("/entry/node_seq").asLong()));
            before = page.has("next") ? "&before=" + page.path("next").asLong() : "";
        } while (!before.isEmpty());

        assertThat(seen).containsExactly(10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void saysWhoHeldItAtAnInstantOfToday() {
        JsonNode answer = server.get(VF + "/holder?at=00:00:15").body();

        assertThat(answer.path("answer").asString()).isEqualTo("IN_USE");
        assertThat(answer.at("/holding/owner/pod/name").asString()).isEqualTo("web-0");
        assertThat(answer.at("/holding/mac").asString()).isEqualTo("02:00:00:00:00:01");
        assertThat(answer.at("/holding/vlan").asInt()).isEqualTo(100);
        assertThat(answer.at("/holding/given_at").asString()).isEqualTo("2026-11-24T00:00:10Z");
        assertThat(answer.at("/holding/attached_by/node_time").asString()).isEqualTo("2026-11-24T00:00:10.013Z");
        assertThat(answer.at("/holding/until").asString()).isEqualTo("2026-11-24T00:00:20Z");
        assertThat(answer.at("/holding/handover/clean").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'', 2", "?open=true, 1", "?open=false, 1", "?node=other, 0", "?limit=1, 1"})
    void filtersRequests(String query, int count) {
        assertThat(server.get("/api/v1/requests" + query).body().path("requests"))
                .hasSize(count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pod=web-0&order=oldest                       | 3 4 5",
                "pod=uid-web-0                                | 5 4 3",
                "mac=02:00:00:00:00:01&vlan=100               | 5 4 3",
                "container=c0ffee-db-0&to=00:00:35            | 7 6",
                "ip=10.1.0.2&from=00:00:41                    | 9",
                "request=worker-1/1/77                        | 11",
                "disposition=refused                          | 12",
                "vf=worker-1/0000:01:10.0&from=00:00:40       | 10 9 8",
                "pf=worker-1/ens1&to=00:00:03&order=oldest    | 1 2",
                "node=other                                   | ''",
                "from=2026-11-24T00:01:03Z                    | 14",
                "to=1999-01-01T00:00:00Z                      | ''",
            })
    void findsEverythingAboutSomethingOverAnInterval(String query, String entries) {
        JsonNode answer = server.get("/api/v1/ledger?" + query).body();

        assertThat(answer.path("entries")
                        .valueStream()
                        .map(listed -> listed.at("/entry/node_seq").asString())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(entries);
        assertThat(answer.path("begins_at").asString()).isEqualTo("2026-11-24T00:00:01Z");
    }

    @Test
    void pagesOverTheLedgerGiveEachEntryOnce() {
        List<Long> seen = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = server.get("/api/v1/ledger?limit=4" + after).body();
            page.path("entries")
                    .forEach(listed -> seen.add(listed.at("/entry/node_seq").asLong()));
            after = page.has("next") ? "&after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());

        assertThat(seen).hasSize(14).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void tellsHowLongAFunctionStoodInEachPhase() {
        JsonNode answer = server.get("/api/v1/phases?vf=worker-1/0000:01:10.0&from=00:00:15&to=00:00:35")
                .body();

        assertThat(answer.path("phases")
                        .valueStream()
                        .map(phase -> phase.path("phase").asString() + " "
                                + phase.path("ms").asLong() + " "
                                + phase.path("entered").asLong()))
                .containsExactlyInAnyOrder("ATTACHED 9990 1", "FREE 10000 1", "ATTACHING 10 1");
        assertThat(answer.path("vfs").asInt()).isEqualTo(1);
    }

    @Test
    void tellsWhatIsOtherwiseAtALaterInstant() {
        JsonNode difference =
                server.get("/api/v1/diff?from=00:00:15&to=00:00:35").body().at("/differences/0");

        assertThat(difference.path("changed").valueStream().map(JsonNode::asString))
                .containsExactly("owner", "mac", "vlan", "settings");
        assertThat(difference.at("/before/owner/pod/name").asString()).isEqualTo("web-0");
        assertThat(difference.at("/after/owner/pod/name").asString()).isEqualTo("db-0");
        assertThat(difference.at("/after/by/node_seq").asLong()).isEqualTo(7);
        assertThat(server.get("/api/v1/diff?from=00:00:11&to=00:00:12").body().path("differences"))
                .isEmpty();
        assertThat(server.get("/api/v1/diff?from=00:00:05&to=00:00:25")
                        .body()
                        .path("same_again")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void saysWhatAnOpenRequestWaitsFor() {
        JsonNode request = server.get("/api/v1/requests?open=true").body().at("/requests/0");

        assertThat(request.at("/waiting/on").asString()).isEqualTo("VERIFICATION");
        assertThat(request.at("/waiting/text").asString()).contains("0000:01:10.0 is GONE", "entry 10: because");
        assertThat(request.at("/waiting/overdue").asBoolean()).isTrue();
        assertThat(request.at("/waiting/ms").asLong()).isEqualTo(43_140_000);
    }

    @Test
    void nextOfEntriesGivesThoseThatCameSince() {
        JsonNode all = server.get("/api/v1/entries").body();
        JsonNode none = server.get("/api/v1/entries?after=" + all.path("next").asString())
                .body();
        JsonNode earlierLife = server.get("/api/v1/entries?after=abc-999").body();

        assertThat(all.path("entries")).hasSize(14);
        assertThat(all.at("/entries/0/entry/node_seq").asLong()).isEqualTo(14);
        assertThat(none.path("entries")).isEmpty();
        assertThat(earlierLife.path("entries")).hasSize(14);
    }

    @Test
    void answersNothingBeforeTheTopicsWereRead() {
        server.feed.set(FeedStatus.starting(Server.NOW));

        assertThat(server.get("/api/v1/nodes").status()).isEqualTo(503);
        assertThat(server.get("/healthz").status()).isEqualTo(503);
        assertThat(server.get("/api/v1/status").status()).isEqualTo(200);
    }

    @Test
    void answersNothingAboutANodeWhosePartitionIsStopped() {
        FeedStatus ready = Server.ready();
        server.feed.set(new FeedStatus(
                true,
                ready.startedAt(),
                ready.readyAt(),
                0,
                ready.topics(),
                List.of(new FeedStatus.Stopped("ledger", 3, 42, "UNDECODABLE: not an entry")),
                Optional.empty()));

        Http.Answer answer = server.get(VF + "/holder");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().path("detail").asString()).contains("partition 3", "offset 42", "UNDECODABLE");
        assertThat(server.get("/healthz").body().path("status").asString()).contains("1 partitions are stopped");
    }

    @Test
    @Timeout(30)
    void sendsEntriesAsTheyCome() throws Exception {
        Ledger later = new Ledger();
        for (int i = 0; i < 15; i++) {
            later.step(70_000 + i, VfPhase.FREE, 3, "VfVerified");
        }
        LedgerIndex watchedIndex = new LedgerIndex(new MemoryKeys());
        MemoryStore growing = ledger.store(watchedIndex);
        try (Server watched = new Server(growing, watchedIndex, ledger);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        watched.http
                                .uri("/api/v1/entries/stream?node=worker-1")
                                .toURL()
                                .openStream(),
                        StandardCharsets.UTF_8))) {
            // The first comment says that the watcher is there; what comes after it must not be missed.
            assertThat(lines.readLine()).contains("entries of the ledger follow");
            growing.append(later.entries().getLast());
            watched.context.getBean(LiveEntries.class).arrived();

            String data = lines.lines()
                    .filter(line -> line.startsWith("data:"))
                    .findFirst()
                    .orElseThrow();
            assertThat(data).contains("\"node_seq\":15", "\"changes_left_out\":0");
        }
    }

    @Test
    void showsThePageWithItsPartsAndNothingFromElsewhere() {
        var page = server.http.send("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("/page.js", "/page.css").doesNotContain("//cdn", "https://");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'self'");
        assertThat(server.http.send("/page.js").statusCode()).isEqualTo(200);
        assertThat(server.http.send("/page.css").statusCode()).isEqualTo(200);
    }

    @Test
    void nodesAreSortedAndCounted() {
        JsonNode node = server.get("/api/v1/nodes").body().path("nodes").get(0);

        assertThat(node.path("node").asString()).isEqualTo(new NodeName("worker-1").value());
        assertThat(node.at("/vfs/FREE").asInt()).isEqualTo(1);
        assertThat(node.at("/pfs/0/link/speed_mbps").asInt()).isEqualTo(1_000);
    }
}
