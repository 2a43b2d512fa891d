package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.Demand;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfHeld;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CNI binary, installed as {@code sriov}, in front of the executor and the emulated igb. */
class BinaryKernelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "{\"cniVersion\":\"1.1.0\",\"name\":\"blue\",\"type\":\"sriov\"}";

    @TempDir
    Path data;

    private final FakeNode addresses = new FakeNode(0);
    private final NamedNamespace pod = new NamedNamespace();
    private Bench bench;
    private FakeAgent agent;
    private InstalledBinary binary;
    private PciAddress vf;
    private VfAttributes baseline;
    private long term = 1;

    @BeforeEach
    void start() throws Exception {
        bench = Bench.real();
        vf = requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(0)));
        DriverProfiles profiles = DriverProfiles.builtIn();
        KernelNics nics =
                new KernelNics(bench.kernel(), new Discovery(bench.kernel(), PciNames.none(), profiles), profiles);
        agent = new FakeAgent(data.resolve("agent"), nics, addresses).start().knowingTheLog();
        binary = new InstalledBinary(Files.createDirectory(data.resolve("cni")), agent.executor.calls());
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(term)
                .setVersion(term)
                .build());
        baseline = agent.await(VfVerified.class, VfVerified::getClean).getAttributes();
    }

    @AfterEach
    void stop() throws Exception {
        binary.close();
        agent.close();
        pod.close();
        bench.close();
    }

    @Test
    void givesTheHighestRateAloneAndRefusesALowestOneAsIgbDoes() throws Exception {
        String config = DocumentedExample.of("max_rate", vf);
        InstalledBinary.End added = add(config);
        assertThat(added.status()).as(added.stdout()).isZero();
        JsonNode result = JSON.readTree(added.stdout());
        assertThat(result.path("interfaces").path(0).path("name").asText()).isEqualTo("net1");
        assertThat(administrative().maxTxRateMbps()).contains(200);
        assertThat(administrative().minTxRateMbps()).contains(0);
        ObjectNode whole = (ObjectNode) JSON.readTree(config);
        whole.set("prevResult", result);
        assertThat(binary.call("CHECK", pod.path(), whole.toString())).isEqualTo(new InstalledBinary.End(0, ""));
        assertThat(binary.call("DEL", pod.path(), config)).isEqualTo(new InstalledBinary.End(0, ""));
        VfReleased released = agent.await(VfReleased.class, VfReleased::getClean);
        baseline = released.getRebased() ? released.getAttributes() : baseline;
        assertThat(administrative().maxTxRateMbps()).contains(0);

        InstalledBinary.End refused = add(DocumentedExample.of("min_rate", vf));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.stdout()).contains("\"code\":103", "EINVAL", "what was begun is undone");
        assertThat(administrative().minTxRateMbps()).contains(0);
        assertThat(pod.exec("ip", "-o", "link")).doesNotContain("net1");
    }

    @Test
    void failsStatusOnlyWhenNoAddCanSucceedAndThatHasLasted() throws Exception {
        assertThat(status()).isEqualTo(new InstalledBinary.End(0, ""));
        agent.brokerTrouble = Optional.of("connection refused");
        assertThat(status().status()).as("at once").isZero();
        agent.ahead = Duration.ofSeconds(60);

        InstalledBinary.End lasting = status();

        assertThat(lasting.status()).isEqualTo(1);
        assertThat(lasting.stdout()).contains("\"code\":50", "connection refused", "(for 6");
        hold();
        assertThat(status().status()).as("what is held can still be given").isZero();
        agent.brokerTrouble = Optional.empty();
        assertThat(status()).isEqualTo(new InstalledBinary.End(0, ""));
    }

    private InstalledBinary.End status() throws Exception {
        return binary.call("STATUS", pod.path(), STATUS);
    }

    private InstalledBinary.End add(String config) throws Exception {
        agent.sent.clear();
        term++;
        CompletableFuture<InstalledBinary.End> end = CompletableFuture.supplyAsync(() -> {
            try {
                return binary.call("ADD", pod.path(), config);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        AddRequested request = agent.await(AddRequested.class, any -> true);
        agent.carryOut(AssignVf.newBuilder(agent.assign(request, vf, term, term))
                .setBaseline(baseline)
                .build());
        return end.get(60, TimeUnit.SECONDS);
    }

    private void hold() throws Exception {
        term++;
        agent.carryOut(HoldVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(term)
                .setVersion(term)
                .setDemand(Demand.newBuilder()
                        .setOwner("uid-a")
                        .setNetwork("blue")
                        .setSlot("0")
                        .build())
                .setPod(PodIdentity.newBuilder()
                        .setNamespace("prod")
                        .setName("a")
                        .setUid("uid-a")
                        .build())
                .setPool("default")
                .setBaseline(baseline)
                .setSettings(VfSettings.newBuilder().setVlan(100).build())
                .setDeadlineMs(Long.MAX_VALUE)
                .build());
        assertThat(agent.await(VfHeld.class, any -> true).getPci()).isEqualTo(vf.value());
        assertThat(administrative().vlan().orElseThrow().id()).isEqualTo(100);
    }

    private io.vfledger.vf.VfAttributes administrative() throws Exception {
        return requireNonNull(bench.kernel().administrative(bench.pf()).get(new VfIndex(0)));
    }
}
