package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.PfConfigured;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.NetworkNamespace;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.InterruptedKernel;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.SysfsDrivers;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.Vlan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A VF that goes to a program, through the executor, on the emulated igb behind an emulated IOMMU. */
class VfioKernelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAC = "02:00:5e:00:53:71";

    private static Bench bench;
    private static KernelNics nics;
    private static PciAddress vf;

    @TempDir
    Path data;

    private final NamedNamespace pod = new NamedNamespace();
    private FakeAgent agent;
    private NamespaceHandle handle;
    private VfAttributes baseline;

    @BeforeAll
    static void bindToVfio() throws Exception {
        bench = Bench.real();
        nics = nicsOf(bench.kernel());
        vf = requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(1)));
        assertThat(nics.configure(PfMapping.configuration(binding("vfio-pci", 1)), Set::of))
                .isInstanceOf(NodeNics.Configured.Done.class);
    }

    private static KernelNics nicsOf(Kernel kernel) {
        DriverProfiles profiles = DriverProfiles.builtIn();
        return new KernelNics(kernel, new Discovery(kernel, PciNames.none(), profiles), profiles);
    }

    @AfterAll
    static void bindBack() throws Exception {
        assertThat(nics.configure(PfMapping.configuration(binding("default", 1)), Set::of))
                .isInstanceOfSatisfying(
                        NodeNics.Configured.Done.class,
                        done -> assertThat(done.pf().getConfiguredVfs()).isEqualTo(4));
        assertThat(bench.kernel().sysfs().drivers().driver(vf)).contains("igbvf");
        assertThat(bench.kernel().sysfs().drivers().override(vf)).isEmpty();
        bench.close();
    }

    @BeforeEach
    void start() throws Exception {
        handle = pod.handle();
        agent = life(nics);
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(1)
                .setVersion(1)
                .build());
        VfVerified verified = agent.await(VfVerified.class, any -> true);
        assertThat(verified.getClean()).isTrue();
        baseline = verified.getAttributes();
    }

    private FakeAgent life(NodeNics its) throws NetlinkException {
        FakeAgent begun = new FakeAgent(data, its, new FakeNode(0)).start().knowingTheLog();
        begun.namespaces.put(
                "c1",
                new NetworkNamespace(
                        handle.descriptor(),
                        handle.identity().device(),
                        handle.identity().inode()));
        return begun;
    }

    @AfterEach
    void stop() throws Exception {
        resetMethod("default");
        agent.close();
        handle.close();
        pod.close();
    }

    @Test
    void givesAVfByItsNodesAndTakesItBackByAReset() throws Exception {
        VfDescription free = described();
        String group = "/dev/vfio/" + requireNonNull(free.getIommuGroup());
        assertThat(free.getDriver()).isEqualTo("vfio-pci");
        assertThat(free.getDeviceNodes())
                .contains(group, "/dev/vfio/vfio")
                .allSatisfy(node -> assertThat(Path.of(node)).exists());
        assertThat(bench.kernel().sysfs().drivers().resetMethods(vf).getFirst()).isEqualTo("flr");

        CniReply added = attach(2);

        assertThat(added.stdout()).contains(MAC, vf.value());
        VfAttributes given = agent.await(VfAttached.class, any -> true).getAttributes();
        assertThat(given.getAdminMac()).isEqualTo(MAC);
        assertThat(given.getVlan()).isEqualTo(100);
        assertThat(given.getNetdev()).isNull();
        io.vfledger.vf.VfAttributes kernel =
                requireNonNull(bench.kernel().administrative(bench.pf()).get(new VfIndex(1)));
        assertThat(kernel.adminMac()).contains(MacAddress.parse(MAC));
        assertThat(kernel.vlan()).contains(new Vlan(100));
        assertThat(kernel.vlanQos()).contains(3);
        assertThat(kernel.spoofchk()).contains(false);
        assertThat(kernel.trust()).contains(true);
        assertThat(kernel.maxTxRateMbps()).contains(200);

        assertThat(agent.del("c1").succeeded()).isTrue();

        VfReleased released = released();
        assertThat(released.getClean()).as("%s", released.getDifferences()).isTrue();
        assertThat(released.getRebased()).isTrue();
        assertThat(released.getAttributes()).isEqualTo(baseline);
        assertThat(described().getAttributes()).isEqualTo(free.getAttributes());
        assertThat(described().getDriver()).isEqualTo("vfio-pci");
    }

    @Test
    void doesTheDocumentedExampleThroughTheBinary() throws Exception {
        String config = DocumentedExample.of("userspace", vf);
        try (InstalledBinary binary =
                new InstalledBinary(Files.createDirectory(data.resolve("cni")), agent.executor.calls())) {
            CompletableFuture<InstalledBinary.End> adding = CompletableFuture.supplyAsync(() -> {
                try {
                    return binary.call("ADD", pod.path(), config);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            AddRequested request = agent.await(AddRequested.class, any -> true);
            assertThat(request.getDeviceId()).isEqualTo(vf.value());
            agent.carryOut(AssignVf.newBuilder(agent.assign(request, vf, 2, 2))
                    .setBaseline(baseline)
                    .setReleaseMode(ReleaseMode.FLR)
                    .build());
            InstalledBinary.End added = adding.get(60, TimeUnit.SECONDS);
            assertThat(added.status()).as(added.stdout()).isZero();
            ObjectNode whole = (ObjectNode) JSON.readTree(config);
            whole.set("prevResult", JSON.readTree(added.stdout()));
            assertThat(whole.at("/prevResult/interfaces/0/mac").asText()).isEqualTo("02:00:5e:00:53:72");
            assertThat(pod.exec("ip", "-o", "link")).doesNotContain("net1");
            io.vfledger.vf.VfAttributes given =
                    requireNonNull(bench.kernel().administrative(bench.pf()).get(new VfIndex(1)));
            assertThat(given.vlan()).contains(new Vlan(1000));
            assertThat(given.maxTxRateMbps()).contains(100);
            assertThat(given.spoofchk()).contains(false);
            assertThat(given.trust()).contains(true);

            assertThat(binary.call("CHECK", pod.path(), whole.toString())).isEqualTo(new InstalledBinary.End(0, ""));
            assertThat(binary.call("DEL", pod.path(), config)).isEqualTo(new InstalledBinary.End(0, ""));
        }
        assertThat(released().getClean()).isTrue();
        assertThat(described().getAttributes()).isEqualTo(baseline);
    }

    @Test
    void waitsForTheProgramThatHasItsGroupOpen() throws Exception {
        attach(2);
        String group = "/dev/vfio/" + requireNonNull(described().getIommuGroup());
        try (RandomAccessFile open = new RandomAccessFile(group, "rw")) {
            String holder = group + " is open by pid " + ProcessHandle.current().pid();
            assertThat(described().getHostUse()).startsWith(holder);
            assertThat(agent.del("c1").stdout()).contains(vf + " could not be taken back: " + holder);
            agent.carryOut(binding("default", 3));
            CommandFailed refused = agent.await(CommandFailed.class, failed -> failed.getVersion() == 3);
            assertThat(refused.getReason()).isEqualTo(FailureReason.IN_USE);
            assertThat(refused.getMessage()).contains(vf + " is attached");
            assertThat(agent.sends(VfReleased.class)).isFalse();
            assertThat(open.getFD().valid()).isTrue();
        }
        assertThat(agent.del("c1").succeeded()).isTrue();
        assertThat(released().getClean()).isTrue();
    }

    /** User pain 22: queue and mailbox state of the former user. */
    @Test
    void pain22GivesNobodyAVfThatCouldNotBeReset() throws Exception {
        attach(2);
        resetMethod("");

        assertThat(agent.del("c1").succeeded()).as("the pod goes all the same").isTrue();

        assertThat(released().getClean()).isFalse();
        assertThat(released().getDifferences().toString()).contains(vf + " cannot be reset by itself");
        resetMethod("default");
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(2)
                .setVersion(4)
                .setBaseline(baseline)
                .setRepair(true)
                .setReleaseMode(ReleaseMode.FLR)
                .build());
        assertThat(agent.await(VfVerified.class, verified -> verified.getVersion() == 4)
                        .getClean())
                .isTrue();
    }

    @Test
    void finishesAReleaseThatDiedAfterTheReset() throws Exception {
        agent.close();
        InterruptedKernel mortal = InterruptedKernel.mortal(bench.kernel());
        agent = life(nicsOf(mortal.kernel()));
        attach(2);
        mortal.dieAfter("reset");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> agent.del("c1"))
                .withRootCauseInstanceOf(InterruptedKernel.Death.class);
        agent.kill();

        agent = life(nics);

        assertThat(released().getClean()).as("%s", released().getDifferences()).isTrue();
        assertThat(agent.journal.open()).isEmpty();
        assertThat(described().getAttributes()).isEqualTo(baseline);
    }

    /** As an agent leaves it that ends between unbind and probe, on the way to vfio-pci or back. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "vfio-pci")
    void finishesABindingThatWasBegun(@Nullable String override) throws Exception {
        SysfsDrivers drivers = bench.kernel().sysfs().drivers();
        drivers.unbind(vf);
        drivers.override(vf, Optional.ofNullable(override));

        agent.carryOut(binding("vfio-pci", 2));

        assertThat(agent.await(PfConfigured.class, done -> done.getVersion() == 2)
                        .getPf()
                        .getConfiguredVfs())
                .isEqualTo(4);
        assertThat(drivers.driver(vf)).contains("vfio-pci");
        assertThat(drivers.override(vf)).contains("vfio-pci");
    }

    private VfReleased released() {
        return agent.await(VfReleased.class, any -> true);
    }

    private CniReply attach(long version) throws Exception {
        CompletableFuture<CniReply> reply = agent.add("c1");
        AddRequested request = agent.await(AddRequested.class, any -> true);
        agent.carryOut(AssignVf.newBuilder(agent.assign(request, vf, 2, version))
                .setBaseline(baseline)
                .setReleaseMode(ReleaseMode.FLR)
                .setSettings(VfSettings.newBuilder()
                        .setMac(MAC)
                        .setVlan(100)
                        .setVlanQos(3)
                        .setTxRateMaxMbps(200)
                        .setSpoofchk(false)
                        .setTrust(true)
                        .build())
                .build());
        CniReply added = reply.get(60, TimeUnit.SECONDS);
        assertThat(added.succeeded()).as("%s", added.stdout()).isTrue();
        return added;
    }

    private static ConfigurePf binding(String driver, long version) {
        return ConfigurePf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(bench.pf().value())
                .setVersion(version)
                .setVfDriver(driver)
                .build();
    }

    private VfDescription described() {
        return nics.inventory().vfs().stream()
                .filter(seen -> seen.getPci().equals(vf.value()))
                .findFirst()
                .orElseThrow();
    }

    /** Documentation/ABI/testing/sysfs-bus-pci: empty for none, {@code default} for all that there are. */
    private void resetMethod(String method) throws IOException {
        Files.writeString(Path.of("/sys/bus/pci/devices").resolve(vf.value()).resolve("reset_method"), method + "\n");
    }
}
