package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.NetworkNamespace;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PF goes to a pod as a whole and comes back as the host had it, up if it was up, with its VFs. */
abstract class WholePfContract {
    static final String MAC = "02:00:5e:00:53:77";

    @TempDir
    Path data;

    final FakeNode addresses = new FakeNode(0);
    final List<AutoCloseable> open = new ArrayList<>();
    Bench bench;
    KernelNics nics;
    FakeAgent agent;
    NamedNamespace pod;
    PciAddress pf;
    VfAttributes before;

    abstract Bench makeBench();

    @BeforeEach
    void start() throws Exception {
        bench = makeBench();
        DriverProfiles profiles = DriverProfiles.builtIn();
        nics = new KernelNics(bench.kernel(), new Discovery(bench.kernel(), PciNames.none(), profiles), profiles);
        pf = bench.pf();
        pod = new NamedNamespace();
        agent = new FakeAgent(data, nics, addresses).start().knowingTheLog();
        agent.executor.watch().publish("start", "00-trace");
        before = verify().getAttributes();
        assertThat(before.getUp()).as("the PF is up at the beginning").isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        for (AutoCloseable each : open) {
            each.close();
        }
        pod.close();
        bench.close();
    }

    VfVerified verify() throws Exception {
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(pf.value())
                .setEpoch(0)
                .setVersion(1)
                .setReleaseMode(ReleaseMode.COMPARE)
                .build());
        return agent.await(VfVerified.class, any -> true);
    }

    CniReply add() throws Exception {
        NamespaceHandle handle = pod.handle();
        open.add(handle);
        agent.namespaces.put(
                "c1",
                new NetworkNamespace(
                        handle.descriptor(),
                        handle.identity().device(),
                        handle.identity().inode()));
        agent.sent.clear();
        CompletableFuture<CniReply> reply = agent.add("c1");
        AddRequested request = agent.await(AddRequested.class, any -> true);
        agent.carryOut(AssignVf.newBuilder(agent.assign(request, pf, 1, 2))
                .setBaseline(before)
                .setReleaseMode(ReleaseMode.COMPARE)
                .setSettings(VfSettings.newBuilder().setMac(MAC).setMtu(1400).build())
                .build());
        return reply.get(60, TimeUnit.SECONDS);
    }

    void forgetThePod() throws Exception {
        agent.namespaces.clear();
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
        pod.close();
    }

    VfDescription now() {
        return nics.whole(pf).orElseThrow();
    }

    void assertHomeAsBefore() {
        assertThat(now().getInHostNamespace()).isTrue();
        assertThat(now().getAttributes()).isEqualTo(before);
        assertThat(nics.inventory(pf).vfs()).as("its VFs").hasSize(4).allMatch(VfDescription::getInHostNamespace);
    }

    @Test
    void goesToThePodAndComesBackAsItWas() throws Exception {
        CniReply reply = add();

        assertThat(reply.stdout()).contains(MAC).contains(pf.value());
        assertThat(pod.exec("ip", "link", "show", "net-c1"))
                .contains(MAC)
                .contains("mtu 1400")
                .contains(",UP");
        assertThat(now().getInHostNamespace()).isFalse();
        assertThat(now().getHolderNetns()).isNotNull();
        assertThat(nics.inventory(pf).pfs()).as("it stays known").hasSize(1);
        assertThat(nics.inventory(pf).vfs()).as("as do its VFs").hasSize(4);

        assertThat(agent.del("c1").succeeded()).isTrue();

        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getDifferences()).isEmpty();
        assertThat(released.getClean()).isTrue();
        assertHomeAsBefore();
        agent.sent.clear();
        assertThat(agent.del("c1").succeeded()).as("second DEL").isTrue();
        assertThat(agent.sends(VfReleased.class)).isFalse();
    }

    @Test
    void comesHomeWhenItsNamespaceIsGone() throws Exception {
        add();
        while (!agent.executor.watch().look()) {
            Thread.onSpinWait();
        }
        forgetThePod();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!agent.sends(VfObserved.class) && System.nanoTime() < until) {
            agent.executor.watch().look();
        }
        VfObserved observed =
                agent.await(VfObserved.class, told -> told.getVf().getPci().equals(pf.value()));
        assertThat(observed.getExpected()).contains("c1");
        assertThat(observed.getVf().getPfPci()).isEqualTo(pf.value());

        agent.carryOut(ReleaseVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(pf.value())
                .setEpoch(1)
                .setVersion(3)
                .setCause(ReleaseCause.NAMESPACE_GONE)
                .setOnlyIfNamespaceGone(true)
                .setBaseline(before)
                .setReleaseMode(ReleaseMode.COMPARE)
                .build());

        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getDifferences()).isEmpty();
        assertHomeAsBefore();
    }
}
