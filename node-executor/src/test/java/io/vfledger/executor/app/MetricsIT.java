package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.PodIdentity;
import io.vfledger.executor.attach.InventoryWatch;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsIT {
    private static final PciAddress VF = new PciAddress("ffff:00:10.1");

    @TempDir
    Path data;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void tellsTrafficFromThePfAndFromInsideThePodsNamespaceWithThePodsName() throws Exception {
        try (Bench bench = Bench.simulated();
                NamedNamespace pod = new NamedNamespace();
                Namespace inside = bench.kernel().open(pod.path())) {
            send(bench.kernel(), inside);
            try (WatchedNode node = new WatchedNode(data, bench.kernel(), Duration.ofHours(1))) {
                node.await(NodeInventory.class, all -> true);
                InventoryWatch.Sight sight = node.watch.sight();
                try (MetricsServer server = serve(bench.kernel(), vitals(sight, Optional.empty()))) {
                    String page = get(server, "/metrics").body();
                    String labels =
                            "{node=\"worker-1\",pf=\"simpf0\",vf=\"ffff:00:10.1\",namespace=\"shop\",pod=\"web-0\","
                                    + "network=\"blue\",ifname=\"net1\"}";
                    assertThat(number(page, "vfledger_vf_tx_packets_total" + labels))
                            .isPositive();
                    assertThat(number(page, "vfledger_vf_netdev_tx_packets_total" + labels))
                            .isPositive();
                    assertThat(number(page, "vfledger_vf_attached" + labels)).isEqualTo(1);
                    assertThat(number(page, "vfledger_vf_drift" + labels)).isZero();
                    assertThat(page).contains("vfledger_agent_broker_reachable 1\n");
                    assertThat(number(page, "vfledger_agent_outbox_bytes")).isEqualTo(4_096);
                    assertThat(number(page, "vfledger_agent_journal_bytes")).isEqualTo(512);
                    assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
                    assertThat(get(server, "/readyz").body()).isEqualTo("ok\n");
                }
            }
        }
    }

    @Test
    void saysWhyTheAgentIsNotWellAndServesNothingElse() throws Exception {
        InventoryWatch.Sight old = new InventoryWatch.Sight(List.of(), List.of(), Map.of(), 0);
        try (Bench bench = Bench.simulated();
                MetricsServer server =
                        serve(bench.kernel(), vitals(old, Optional.of("nothing was acknowledged for 9 s")))) {
            assertThat(get(server, "/healthz").statusCode()).isEqualTo(503);
            assertThat(get(server, "/healthz").body()).contains("the NICs were looked at");
            assertThat(get(server, "/readyz").body()).isEqualTo("nothing was acknowledged for 9 s\n");
            assertThat(get(server, "/metrics").body()).contains("vfledger_agent_ready 0\n");
            assertThat(get(server, "/../etc/passwd").statusCode()).isEqualTo(404);
            HttpRequest post = HttpRequest.newBuilder(uri(server, "/metrics"))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9478", "host:", "127.0.0.1:99999", "::1:9478", "127.0.0.1:9478/x"})
    void refusesAnAddressThatIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricsAddress.of(text))
                .withMessageContaining("--metrics-listen");
    }

    @Test
    void takesAddressesAndNone() {
        assertThat(MetricsAddress.of("none")).isEmpty();
        assertThat(MetricsAddress.of("[::1]:0"))
                .hasValueSatisfying(it -> assertThat(it.getPort()).isZero());
        assertThat(MetricsAddress.of(MetricsAddress.DEFAULT))
                .hasValueSatisfying(
                        it -> assertThat(it.getAddress().isLoopbackAddress()).isTrue());
    }

    /** Something that leaves the VF: an address to announce on, and a neighbour that does not answer. */
    private static void send(Kernel kernel, Namespace inside) throws Exception {
        Netdev netdev = kernel.netdev(VF, kernel.host()).orElseThrow();
        kernel.move(kernel.host(), netdev.index(), inside, new InterfaceName("net1"));
        Netdev moved = kernel.netdev(VF, inside).orElseThrow();
        kernel.notifyWhenUp(inside, moved.name());
        kernel.addAddress(inside, moved, IpText.prefix("10.99.0.1/24"));
        kernel.change(inside, moved.index(), List.of(new LinkChange.SetUp(true)));
        long until = System.nanoTime() + 20_000_000_000L;
        while (kernel.counters(Map.of(VF, inside.identity())).values().stream()
                .noneMatch(counters -> counters.txPackets() > 0)) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private static Vitals vitals(InventoryWatch.Sight sight, Optional<String> trouble) {
        AssignVf assign = AssignVf.newBuilder()
                .setPci(VF.value())
                .setAttachment(Attachment.newBuilder()
                        .setNetwork("blue")
                        .setContainerId("c1")
                        .setIfname("net1")
                        .build())
                .setPod(PodIdentity.newBuilder()
                        .setNamespace("shop")
                        .setName("web-0")
                        .build())
                .build();
        VfMemory memory = VfMemory.fresh(VF).ownedBy(new Owner(assign, Optional.empty(), Optional.empty()));
        return new Vitals(
                "worker-1",
                3,
                4_096,
                Duration.ofSeconds(1),
                true,
                0,
                512,
                0,
                trouble,
                Duration.ofSeconds(30),
                sight,
                List.of(memory));
    }

    private static MetricsServer serve(Kernel kernel, Vitals vitals) throws Exception {
        return MetricsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new AgentMetrics(() -> vitals, List::of, new VfMetrics(kernel), InstantSource.system()));
    }

    private static double number(String page, String sample) {
        return page.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + sample + " in\n" + page));
    }

    private HttpResponse<String> get(MetricsServer server, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(server, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(MetricsServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
