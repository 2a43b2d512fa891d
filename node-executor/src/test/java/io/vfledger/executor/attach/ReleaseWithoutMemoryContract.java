package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.Phase;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfState;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.NetworkNamespace;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.HomeNames;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.stream.LogView;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A VF comes back though whoever takes it back knows little: the pod, its namespace, the agent's files or the VF itself are
 * gone. Names that begin with a number are of the pain that users report, by its row.
 */
abstract class ReleaseWithoutMemoryContract {
    private static final String MAC = "02:00:5e:00:53:61";

    @TempDir
    Path data;

    private final FakeNode addresses = new FakeNode(0);
    private final List<AutoCloseable> open = new ArrayList<>();
    private Bench bench;
    private KernelNics nics;
    private FakeAgent agent;
    private NamedNamespace pod;
    private PciAddress vf;
    private VfAttributes baseline;

    abstract Bench makeBench();

    @BeforeEach
    void start() throws Exception {
        bench = makeBench();
        DriverProfiles profiles = DriverProfiles.builtIn();
        nics = new KernelNics(bench.kernel(), new Discovery(bench.kernel(), PciNames.none(), profiles), profiles);
        vf = requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(0)));
        pod = new NamedNamespace();
        agent = life().knowingTheLog();
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(1)
                .setVersion(1)
                .build());
        baseline = agent.checkpoint.of(vf).baseline().orElseThrow();
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

    private FakeAgent life() {
        return new FakeAgent(data, nics, addresses).start();
    }

    private void know(String container, NamedNamespace namespace) throws Exception {
        NamespaceHandle handle = namespace.handle();
        open.add(handle);
        agent.namespaces.put(
                container,
                new NetworkNamespace(
                        handle.descriptor(),
                        handle.identity().device(),
                        handle.identity().inode()));
    }

    private void attach(String container, NamedNamespace where, long term) throws Exception {
        know(container, where);
        agent.sent.clear();
        CompletableFuture<CniReply> reply = agent.add(container);
        AddRequested request = agent.await(AddRequested.class, any -> true);
        agent.carryOut(AssignVf.newBuilder(agent.assign(request, vf, term, term))
                .setBaseline(baseline)
                .setSettings(VfSettings.newBuilder().setMac(MAC).setVlan(100).build())
                .build());
        assertThat(reply.get(60, TimeUnit.SECONDS))
                .as("reply")
                .satisfies(answer -> assertThat(answer.stdout()).contains(MAC));
    }

    private VfReleased released() throws InterruptedException {
        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getClean())
                .as("differences %s", released.getDifferences())
                .isTrue();
        assertThat(now().getInHostNamespace()).isTrue();
        assertThat(now().getAttributes().getVlan()).isEqualTo(baseline.getVlan());
        assertThat(addresses.addresses).isEmpty();
        return released;
    }

    private VfDescription now() {
        return nics.inventory().vfs().stream()
                .filter(seen -> seen.getPci().equals(vf.value()))
                .findFirst()
                .orElseThrow();
    }

    /** A DEL as containerd's second one: without a namespace. */
    private CniReply delWithoutNamespace(String container) throws Exception {
        agent.namespaces.remove(container);
        agent.namespaces.put("another", new NetworkNamespace(0, 0, 0));
        return agent.del(container);
    }

    @Test
    void pain1LeavesTheNewOwnerAloneWhenALateDelOfTheOldOneComes() throws Exception {
        attach("c1", pod, 2);
        assertThat(agent.del("c1").succeeded()).isTrue();
        try (NamedNamespace second = new NamedNamespace()) {
            attach("c2", second, 3);

            assertThat(delWithoutNamespace("c1").succeeded()).isTrue();

            assertThat(second.exec("ip", "link", "show", "net-c2")).contains(MAC);
            assertThat(agent.sends(VfReleased.class)).isFalse();
            assertThat(agent.checkpoint.of(vf).owner()).isPresent();
            assertThat(delWithoutNamespace("c2").succeeded()).isTrue();
            released();
        }
    }

    @Test
    void pain2LetsAPodGoWhoseVfHasVanishedAndSaysSo() throws Exception {
        attach("c1", pod, 2);
        bench.kernel().setVfCount(bench.pf(), 0);

        assertThat(agent.del("c1").succeeded()).isTrue();

        VfReleased gone = agent.await(VfReleased.class, any -> true);
        assertThat(gone.getClean()).isFalse();
        assertThat(gone.getDifferences().toString()).contains("there is no VF " + vf);
        assertThat(addresses.addresses).isEmpty();
        assertThat(agent.del("c1").succeeded()).as("said again").isTrue();
    }

    @Test
    void pain3ResetsAVfWhoseNamespaceIsGoneAndFindsItUnderAnyName() throws Exception {
        attach("c1", pod, 2);
        agent.namespaces.clear();
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
        pod.close();

        assertThat(delWithoutNamespace("c1").succeeded()).isTrue();

        released();
        assertThat(now().getAttributes().getNetdev()).isEqualTo(baseline.getNetdev());
    }

    @Test
    void findsAVfThatAProcessKeepsInANamespaceWithoutAName() throws Exception {
        attach("c1", pod, 2);
        Process holder = new ProcessBuilder(
                        "ip", "netns", "exec", pod.path().getFileName().toString(), "sleep", "300")
                .start();
        try {
            while (!Files.readSymbolicLink(Path.of("/proc/" + holder.pid() + "/ns/net"))
                    .toString()
                    .equals("net:[" + requireNonNull(agent.namespaces.get("c1")).inode() + "]")) {
                Thread.onSpinWait();
            }
            for (AutoCloseable each : open) {
                each.close();
            }
            open.clear();
            pod.close();

            assertThat(delWithoutNamespace("c1").succeeded()).isTrue();

            released();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void findsAVfThatWasRenamedInItsPod() throws Exception {
        attach("c1", pod, 2);
        pod.exec("ip", "link", "set", "net-c1", "down");
        pod.exec("ip", "link", "set", "net-c1", "name", "mine");

        assertThat(agent.del("c1").succeeded()).isTrue();

        released();
        assertThat(now().getAttributes().getNetdev()).isEqualTo(baseline.getNetdev());
        assertThat(agent.del("c1").succeeded()).as("second DEL").isTrue();
        attach("c1", pod, 3);
        assertThat(agent.del("c1").succeeded()).as("ADD after DEL").isTrue();
        assertThat(released().getEpoch()).isEqualTo(3);
    }

    @Test
    void pain4NeedsNoFileOfTheNodeToTakeAVfBack() throws Exception {
        attach("c1", pod, 2);
        agent.kill();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(data))
                    .toList()) {
                Files.delete(file);
            }
        }
        VfState state = VfState.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setPhase(Phase.ATTACHED)
                .setEpoch(2)
                .setVersion(2)
                .setAttachment(AddCalls.toRecord(io.vfledger.vf.Attachment.of("blue", "c1", "net-c1")))
                .setBaseline(baseline)
                .build();
        agent = life();
        agent.executor.commands().loaded(new LogView(List.of(state), Optional.empty()));

        assertThat(delWithoutNamespace("c1").succeeded()).isTrue();

        assertThat(released().getEpoch()).isEqualTo(2);
    }

    @Test
    void pain8CountsEveryVfWhoeverHasIt() throws Exception {
        int before = nics.inventory().vfs().size();
        attach("c1", pod, 2);
        agent.kill();
        agent = life();

        agent.executor.watch().publish("start", "00-trace");

        NodeInventory told = agent.await(NodeInventory.class, any -> true);
        assertThat(told.getVfs()).hasSize(before);
        assertThat(told.getVfs())
                .filteredOn(seen -> seen.getPci().equals(vf.value()))
                .singleElement()
                .satisfies(seen -> {
                    assertThat(seen.getEvidence().getSource()).isEqualTo("checkpoint");
                    assertThat(seen.getEvidence().getAttachment().getContainerId())
                            .isEqualTo("c1");
                });
        assertThat(delWithoutNamespace("c1").succeeded()).isTrue();
        released();
    }

    @Test
    void pain20SeesThatAPodIsGoneWhoseDelNeverCame() throws Exception {
        agent.executor.watch().publish("start", "00-trace");
        attach("c1", pod, 2);
        while (!agent.executor.watch().look()) {
            Thread.onSpinWait();
        }
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
        pod.close();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!agent.sends(VfObserved.class) && System.nanoTime() < until) {
            agent.executor.watch().look();
        }
        assertThat(agent.await(VfObserved.class, any -> true).getExpected()).contains("c1");

        agent.carryOut(ReleaseVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(2)
                .setVersion(3)
                .setCause(ReleaseCause.NAMESPACE_GONE)
                .setOnlyIfNamespaceGone(true)
                .setBaseline(baseline)
                .build());

        released();
    }

    @Test
    void forgetsOwnersAndBaselinesOfAnEarlierBootAndGivesTheirAddressesBack() throws Exception {
        attach("c1", pod, 2);

        agent.executor.recovery().forgetLastBoot();
        agent.executor.upkeep().round();

        assertThat(agent.checkpoint.of(vf).owner()).isEmpty();
        assertThat(agent.checkpoint.of(vf).baseline()).isEmpty();
        assertThat(agent.checkpoint.of(vf).fence().epoch().value()).isEqualTo(2);
        assertThat(addresses.addresses).isEmpty();
    }

    @Test
    void tellsWhatSriovCniGaveWritesNothingToItAndTakesItBackWhenItsDelComes() throws Exception {
        know("c9", pod);
        SriovCniStandIn other = new SriovCniStandIn(data.resolve("sriov"), bench.kernel());
        other.add(vf, pod, "blue", "c9", "net-c9", MAC, baseline);
        VfAttributes given = now().getAttributes();

        agent.executor.watch().publish("start", "00-trace");

        VfDescription told = agent.await(NodeInventory.class, any -> true).getVfs().stream()
                .filter(seen -> seen.getPci().equals(vf.value()))
                .findFirst()
                .orElseThrow();
        assertThat(told.getEvidence().getSource()).isEqualTo("sriov-cni");
        assertThat(told.getEvidence().getAttachment().getNetwork()).isEqualTo("blue");
        assertThat(told.getEvidence().getNetns()).isNotNull();
        assertThat(now().getAttributes()).isEqualTo(given);
        assertThat(preview()).contains("ATTACHED", "sriov-cni: blue/c9");

        assertThat(agent.del("c9").succeeded()).isTrue();

        assertThat(released().getAttachment().getContainerId()).isEqualTo("c9");
        assertThat(data.resolve("sriov/c9-net-c9")).doesNotExist();
        assertThat(preview()).doesNotContain("ATTACHED").contains("FREE");
    }

    @Test
    void givesTheAddressesOfAnAdoptedAttachmentBackThoughItsDelNeverComes() throws Exception {
        new SriovCniStandIn(data.resolve("sriov"), bench.kernel()).add(vf, pod, "blue", "c9", "net-c9", MAC, baseline);
        addresses.addresses.add("c9");

        agent.carryOut(ReleaseVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(2)
                .setVersion(3)
                .setAttachment(AddCalls.toRecord(io.vfledger.vf.Attachment.of("blue", "c9", "net-c9")))
                .setCause(ReleaseCause.NAMESPACE_GONE)
                .setBaseline(baseline)
                .build());

        assertThat(released().getAttachment().getContainerId()).isEqualTo("c9");
        assertThat(data.resolve("sriov/c9-net-c9")).doesNotExist();
    }

    /** As the kernel brings an interface home whose name there is another's by now. */
    @Test
    void findsAVfThatCameHomeAsDevAndItsNumberBecauseAnotherInterfaceHasItsName() throws Exception {
        attach("c1", pod, 2);
        InterfaceName home = new InterfaceName(baseline.getNetdev());
        PciAddress other = requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(1)));
        Namespace host = bench.kernel().host();
        rename(bench.kernel().netdev(other, host).orElseThrow(), home);
        try (Namespace inside = bench.kernel().open(pod.path())) {
            Netdev lost = bench.kernel().netdev(vf, inside).orElseThrow();
            bench.kernel().move(inside, lost.index(), host, new InterfaceName("dev" + lost.index()));
        }

        assertThat(delWithoutNamespace("c1").succeeded()).isTrue();

        assertThat(released().getRebased())
                .as("its name is another one from now on")
                .isTrue();
        assertThat(now().getAttributes().getNetdev())
                .isEqualTo(HomeNames.substitute(vf).value());
        assertThat(bench.kernel().netdev(other, host).orElseThrow().name()).isEqualTo(home);
    }

    private void rename(Netdev netdev, InterfaceName name) throws Exception {
        Namespace host = bench.kernel().host();
        bench.kernel()
                .change(
                        host,
                        netdev.index(),
                        List.of(new LinkChange.SetUp(false), new LinkChange.Rename(name.value())));
    }

    @Test
    void tellsWhatSomebodyPutIntoANamespaceByHand() throws Exception {
        SriovCniStandIn.move(bench.kernel(), vf, pod, "byhand");

        assertThat(preview()).contains("ATTACHED", "kernel: namespace ");
        Files.createDirectories(data.resolve("sriov"));
        Files.writeString(data.resolve("sriov/c9-net1"), "{\"deviceID\": \"../../etc\"");
        assertThat(preview()).contains("kernel: namespace ");
    }

    private String preview() throws IOException {
        return AdoptionPreview.of(
                        nics.inventory(), new io.vfledger.executor.adopt.SriovCniRecords(data.resolve("sriov")))
                .text(false);
    }
}
