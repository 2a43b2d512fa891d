package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.IpPrefix;
import io.vfledger.cni.protocol.ResultRoute;
import io.vfledger.cni.server.NetworkNamespace;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.InterruptedKernel;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between whichever two changes of the kernel the agent dies: its next life finishes or undoes, and tells it once. */
abstract class CrashWalkContract {
    private static final int MOST_CHANGES = 60;

    @TempDir
    Path data;

    private final FakeNode addresses = new FakeNode(0);
    private Bench bench;
    private InterruptedKernel kernel;
    private NodeNics nics;
    private FakeAgent agent;
    private NamedNamespace pod;
    private NamespaceHandle inside;
    private PciAddress vf;
    private long term = 1;

    abstract Bench makeBench();

    @BeforeEach
    void start() throws Exception {
        bench = makeBench();
        vf = requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(0)));
        pod = new NamedNamespace();
        inside = pod.handle();
        addresses.routes = List.of(new ResultRoute(
                IpPrefix.parse("10.98.0.0/16"),
                Optional.empty(),
                OptionalInt.of(1300),
                OptionalInt.empty(),
                OptionalInt.of(77),
                OptionalInt.empty(),
                OptionalInt.empty()));
        begin(InterruptedKernel.mortal(bench.kernel()));
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(term)
                .setVersion(term)
                .build());
    }

    @AfterEach
    void stop() {
        agent.close();
        inside.close();
        pod.close();
        bench.close();
    }

    /** A life of the agent, over the files of the one before and the same kernel. */
    private void begin(InterruptedKernel its) throws NetlinkException {
        kernel = its;
        nics = nicsOf(kernel.kernel());
        agent = new FakeAgent(data, nics, addresses).start().knowingTheLog();
        for (String container : List.of("c1")) {
            agent.namespaces.put(
                    container,
                    new NetworkNamespace(
                            inside.descriptor(),
                            inside.identity().device(),
                            inside.identity().inode()));
        }
    }

    private static NodeNics nicsOf(Kernel kernel) {
        DriverProfiles profiles = DriverProfiles.builtIn();
        return new KernelNics(kernel, new Discovery(kernel, PciNames.none(), profiles), profiles);
    }

    private void restart() throws NetlinkException {
        agent.kill();
        begin(InterruptedKernel.mortal(bench.kernel()));
    }

    @Test
    void undoesAnAttachmentAfterWhicheverChangeItDies() throws Exception {
        int change = 0;
        do {
            kernel.dieAfter(++change);
            attach(ReleaseMode.UNKNOWN);
            if (kernel.happened()) {
                String where = "change " + change + ", " + kernel.at();
                VfAttributes baseline = baseline();
                restart();
                CommandFailed failed = agent.await(CommandFailed.class, any -> true);
                assertThat(failed.getReason()).as(where).isEqualTo(FailureReason.CALLER_GONE);
                assertThat(failed.getEpoch()).as(where).isEqualTo(term);
                assertThat(failed.getUndone())
                        .as("%s: %s", where, failed.getMessage())
                        .isTrue();
                assertSettled(where, baseline);
                assertThat(told(CommandFailed.class)).as(where).isEqualTo(1);
            }
        } while (agent.checkpoint.of(vf).owner().isEmpty() && change < MOST_CHANGES);
        assertThat(change).as("changes after which it died").isBetween(12, MOST_CHANGES - 1);
        kernel.spare();
        assertThat(agent.del("c1").succeeded()).isTrue();
    }

    @Test
    void finishesAReleaseAfterWhicheverChangeItDies() throws Exception {
        int change = 0;
        do {
            attach(ReleaseMode.UNKNOWN);
            kernel.dieAfter(++change);
        } while (finishesInItsNextLife() && change < MOST_CHANGES);
        assertThat(change).as("changes after which it died").isBetween(6, MOST_CHANGES - 1);
    }

    /** Without its driver a VF has no interface: its next life has to see that there should be one. */
    @Test
    void finishesAReleaseThatDiedWhileTheVfHadNoDriver() throws Exception {
        for (ReleaseMode mode : List.of(ReleaseMode.REBIND, ReleaseMode.FLR)) {
            for (String after :
                    mode == ReleaseMode.FLR ? List.of("unbind", "reset", "bind") : List.of("unbind", "bind")) {
                attach(mode);
                kernel.dieAfter(after);
                assertThat(finishesInItsNextLife()).as(after).isTrue();
                assertThat(kernelDriver()).as("%s, %s", mode, after).isPresent();
            }
            attach(mode);
            assertThat(finishesInItsNextLife()).as("died").isFalse();
        }
    }

    /** What the allocator quarantines by, and frees by. */
    @Test
    void saysWhyAVfIsNotCleanWhenItsReleaseCannotBeFinishedAndCleansItWhenThatHasHealed() throws Exception {
        attach(ReleaseMode.REBIND);
        kernel.dieAfter("unbind");
        assertThat(diesInDel()).isTrue();
        agent.kill();

        begin(InterruptedKernel.refusingEvery(bench.kernel(), "bind"));

        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getClean()).isFalse();
        assertThat(released.getEpoch()).isEqualTo(term);
        assertThat(released.getDifferences().toString()).contains("made to fail: bind");
        assertThat(agent.journal.open()).isEmpty();
        assertThat(agent.checkpoint.of(vf).owner()).isEmpty();
        assertThat(kernelDriver()).isEmpty();
        assertThat(repaired(term + 1)).isFalse();

        kernel.spare();
        assertThat(repaired(term + 2)).isTrue();
        assertThat(kernelDriver()).isPresent();
        assertSettled("healed", baseline());
    }

    /** As the allocator has a VF in quarantine tried again. */
    private boolean repaired(long version) throws Exception {
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(term)
                .setVersion(version)
                .setBaseline(baseline())
                .setRepair(true)
                .setReleaseMode(ReleaseMode.REBIND)
                .build());
        agent.sends(VfVerified.class);
        return agent.sent.stream()
                .anyMatch(sent ->
                        sent instanceof VfVerified verified && verified.getVersion() == version && verified.getClean());
    }

    private Optional<String> kernelDriver() throws Exception {
        return bench.kernel().sysfs().driver(vf);
    }

    /** False where this life could do it to the end. */
    boolean finishesInItsNextLife() throws Exception {
        assertThat(agent.checkpoint.of(vf).owner()).isPresent();
        VfAttributes before = baseline();
        if (!diesInDel()) {
            return false;
        }
        String where = kernel.at();
        restart();
        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getCause()).as(where).isEqualTo(ReleaseCause.CNI_DEL);
        assertThat(released.getEpoch()).as(where).isEqualTo(term);
        assertThat(released.getClean())
                .as("%s: %s", where, released.getDifferences())
                .isTrue();
        assertSettled(where, released.getRebased() ? released.getAttributes() : before);
        assertThat(agent.del("c1").succeeded()).as("%s, said again", where).isTrue();
        assertThat(told(VfReleased.class)).as(where).isEqualTo(1);
        return true;
    }

    /** Asks for a VF with everything; the agent may die of it. */
    void attach(ReleaseMode mode) throws Exception {
        term++;
        agent.sent.clear();
        CompletableFuture<CniReply> reply = agent.add("c1");
        AddRequested request = agent.await(AddRequested.class, any -> true);
        try {
            agent.carryOut(AssignVf.newBuilder(agent.assign(request, vf, term, term))
                    .setBaseline(baseline())
                    .setSettings(asked())
                    .setReleaseMode(mode)
                    .build());
            assertThat(reply.get(60, TimeUnit.SECONDS).stdout()).contains("\"interfaces\"");
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(InterruptedKernel.Death.class);
        }
    }

    private boolean diesInDel() {
        try {
            assertThat(agent.del("c1").succeeded()).isTrue();
        } catch (IllegalStateException e) {
            assertThat(e).rootCause().isInstanceOf(InterruptedKernel.Death.class);
        }
        return kernel.happened();
    }

    private static VfSettings asked() {
        return VfSettings.newBuilder()
                .setMac("02:00:5e:00:53:61")
                .setVlan(100)
                .setVlanQos(2)
                .setTxRateMaxMbps(500)
                .setSpoofchk(false)
                .setTrust(true)
                .setMtu(1400)
                .setPromisc(true)
                .setAllmulti(true)
                .build();
    }

    private VfAttributes baseline() {
        return agent.checkpoint.of(vf).baseline().orElseThrow();
    }

    /** The VF as before, nobody's, and nothing left to do. */
    private void assertSettled(String where, VfAttributes expected) {
        assertThat(agent.journal.open()).as(where).isEmpty();
        assertThat(agent.checkpoint.of(vf).owner()).as(where).isEmpty();
        assertThat(addresses.addresses).as(where).isEmpty();
        assertThat(nics.inventory(bench.pf()).vfs().stream()
                        .filter(seen -> seen.getPci().equals(vf.value()))
                        .findFirst()
                        .orElseThrow()
                        .getAttributes())
                .as(where)
                .isEqualTo(expected);
        assertThat(pod.exec("ip", "-o", "link", "show")).as(where).doesNotContain("net-c1");
    }

    /** How often this life tells it, once everything before now is told. */
    private long told(Class<?> type) throws InterruptedException {
        agent.sends(CommandFailed.class);
        return agent.sent.stream().filter(type::isInstance).count();
    }
}
