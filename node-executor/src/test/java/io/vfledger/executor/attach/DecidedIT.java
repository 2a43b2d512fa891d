package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.VfAttributes;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.ConfigurationReader;
import io.vfledger.cni.protocol.NetworkConfiguration;
import io.vfledger.cni.server.CniCall;
import io.vfledger.cni.server.NetworkNamespace;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executor on simulated NICs, decided by the allocator's own rules: from the CNI call to the kernel and back. */
class DecidedIT {
    private static final int VFS = 4;

    @TempDir
    Path data;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Bench bench;
    private KernelNics nics;
    private FakeAgent agent;
    private DecidingAllocator allocator;
    private PciAddress vf;

    @BeforeEach
    void start() throws Exception {
        bench = Bench.simulated();
        DriverProfiles profiles = DriverProfiles.builtIn();
        nics = new KernelNics(bench.kernel(), new Discovery(bench.kernel(), PciNames.none(), profiles), profiles);
        vf = requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(0)));
        agent = new FakeAgent(data, nics, new FakeNode(0)).start().knowingTheLog();
        allocator = new DecidingAllocator(agent);
        allocator.decide(pool());
        agent.executor.watch().publish("start", "00-trace");
        allocator.until("free", now -> vfs().stream().allMatch(each -> now.is(each, VfPhase.FREE)));
    }

    private static Input pool() {
        return new Input.NodePoolsChanged(List.of(new Pool(
                new PoolName("default"),
                Chooser.ALLOCATOR,
                0,
                PoolSelectors.ALL,
                Optional.empty(),
                Placement.DEFAULT,
                DriftPolicy.REWRITE)));
    }

    private List<PciAddress> vfs() {
        List<PciAddress> all = new ArrayList<>();
        for (int index = 0; index < VFS; index++) {
            all.add(new PciAddress(vf.value().substring(0, vf.value().length() - 1) + index));
        }
        return all;
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        bench.close();
    }

    private void pod(String container) throws Exception {
        NamedNamespace pod = new NamedNamespace();
        open.add(pod);
        NamespaceHandle handle = pod.handle();
        open.add(handle);
        agent.namespaces.put(
                container,
                new NetworkNamespace(
                        handle.descriptor(),
                        handle.identity().device(),
                        handle.identity().inode()));
    }

    private String add(String container, String keys) throws Exception {
        pod(container);
        String text = "{\"cniVersion\":\"1.1.0\",\"name\":\"blue\",\"type\":\"vfledger-cni\"" + keys + "}";
        CompletableFuture<CniReply> reply =
                CompletableFuture.supplyAsync(() -> agent.executor.calls().handle(call(container, text)));
        allocator.until("answered", now -> reply.isDone());
        return reply.get().stdout();
    }

    private CniCall call(String container, String text) {
        CniCall plain = FakeAgent.call(CniCommand.ADD, container, CniResult.EMPTY, List.of(), text);
        return new CniCall(
                plain.request(),
                configuration(plain, text),
                Optional.ofNullable(agent.namespaces.get(container)),
                plain.agentSeq(),
                plain.remaining(),
                plain.spooledAt());
    }

    private static NetworkConfiguration configuration(CniCall call, String text) {
        ByteBuffer stdin = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        return switch (ConfigurationReader.read(call.request(), stdin)) {
            case Checked.Valid<NetworkConfiguration> valid -> valid.value();
            case Checked.Refused<NetworkConfiguration> refused -> throw new AssertionError(refused.toString());
        };
    }

    /** What the PF keeps about it now. */
    private VfAttributes kernels(PciAddress which) {
        return nics.inventory(bench.pf()).vfs().stream()
                .filter(each -> each.getPci().equals(which.value()))
                .findFirst()
                .orElseThrow()
                .getAttributes();
    }

    private PciAddress given() {
        return vfs().stream()
                .filter(each -> allocator.is(each, VfPhase.ATTACHED))
                .findFirst()
                .orElseThrow();
    }

    private void byHand(PciAddress which, AdminSetting setting) throws Exception {
        bench.kernel().administer(bench.kernel().sysfs().vf(which).orElseThrow(), setting);
    }

    @Test
    void whatIsChangedByHandIsWrittenAgainAndTheHistoryHasBoth() throws Exception {
        assertThat(add("c1", ",\"vlan\":100,\"spoofchk\":\"on\"")).contains("net-c1");
        PciAddress given = given();
        assertThat(kernels(given).getVlan()).isEqualTo(100);

        byHand(given, new AdminSetting.Tag(new Vlan(7), 3, VlanProto.C_TAG));
        byHand(given, new AdminSetting.Trust(true));
        allocator.until(
                "as given", now -> now.vf(given).filter(VfState::prepared).isPresent());

        assertThat(kernels(given).getVlan()).isEqualTo(100);
        assertThat(kernels(given).getVlanQos()).isZero();
        assertThat(kernels(given).getTrust()).isFalse();
        assertThat(allocator.reasons())
                .anyMatch(why -> why.contains("by hand") && why.contains("vlan is 7, expected 100"))
                .anyMatch(why -> why.startsWith("written again and read back"));
        assertThat(agent.del("c1").succeeded()).isTrue();
        allocator.until("free", now -> now.is(given, VfPhase.FREE));
    }

    /** What another program sets each time that it is put right. */
    @Test
    void whatComesBackEachTimeIsGivenUp() throws Exception {
        add("c1", ",\"vlan\":100");
        PciAddress given = given();
        for (int tries = 0; tries < 5; tries++) {
            byHand(given, new AdminSetting.Tag(new Vlan(7), 0, VlanProto.C_TAG));
            if (tries > 0) {
                allocator.until(
                        "seen",
                        now -> now.vf(given).filter(vf -> !vf.prepared()).isPresent());
                allocator.timer(given);
            }
            allocator.until(
                    "as given", now -> now.vf(given).filter(VfState::prepared).isPresent());
        }
        byHand(given, new AdminSetting.Tag(new Vlan(7), 0, VlanProto.C_TAG));
        allocator.until("given up", now -> now.vf(given).orElseThrow().reason().startsWith("ALARM"));
        assertThat(kernels(given).getVlan()).as("is left").isEqualTo(7);
    }

    @Test
    void aWholePfIsGivenAloneAndItsVfsAreGivenAgainAfterIt() throws Exception {
        String netdev = nics.inventory(bench.pf()).pfs().getFirst().getNetdev();
        String whole = ",\"master\":\"" + netdev + "\",\"pfOnly\":true";
        assertThat(add("c0", "")).contains("net-c0");
        assertThat(add("c1", whole))
                .as("a VF of it is given")
                .contains("\"code\"")
                .contains("c0");
        assertThat(agent.del("c0").succeeded()).isTrue();
        allocator.until("free", now -> vfs().stream().allMatch(each -> now.is(each, VfPhase.FREE)));

        assertThat(add("c2", whole)).contains("net-c2").contains(bench.pf().value());
        assertThat(allocator.is(bench.pf(), VfPhase.ATTACHED)).isTrue();
        assertThat(vfs()).allMatch(each -> allocator.is(each, VfPhase.RESERVED));
        assertThat(add("c3", ""))
                .as("its VFs are not given")
                .contains("\"code\"")
                .contains("c2");
        assertThat(add("c4", whole)).contains("\"code\"").contains("c2");

        assertThat(agent.del("c2").succeeded()).isTrue();
        allocator.until("free", now -> vfs().stream().allMatch(each -> now.is(each, VfPhase.FREE)));
        assertThat(add("c5", "")).contains("net-c5");
    }
}
