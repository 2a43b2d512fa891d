package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfReleased;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.server.CniCall;
import io.vfledger.cni.server.CniServer;
import io.vfledger.cni.server.ServerSettings;
import io.vfledger.executor.journal.SmallDisk;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose disk has no byte left: nothing is begun, everything can be ended, and all of it is known in the end. */
class FullDiskAgentIT {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");
    private static final Path BINARY =
            Path.of("..", "cni-shim", "target", "bin", "vfledger-cni").toAbsolutePath();

    @TempDir
    Path directory;

    private final FakeNode node = new FakeNode(2);
    private SmallDisk disk;
    private FakeAgent agent;

    @BeforeEach
    void start() throws Exception {
        disk = SmallDisk.at(directory.resolve("disk"));
        agent = life().knowingTheLog();
        agent.attach("c1", VF, 1, 1);
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        disk.close();
    }

    private FakeAgent life() {
        return new FakeAgent(disk.file("agent"), node).start();
    }

    @Test
    void refusesAnAddWithTheReasonDoesADelAndTellsItThoughTheBrokerIsAwayToo() throws Exception {
        disk.fill();
        agent.unreachable();

        assertThat(agent.add("c2").get(20, TimeUnit.SECONDS).stdout())
                .contains("\"code\":11", "has 0 bytes left", "make room");
        assertThat(agent.del("c1").succeeded()).isTrue();
        assertThat(node.inPod).isEmpty();
        assertThat(node.addresses).isEmpty();

        disk.makeRoom();
        agent.reachable();
        assertThat(agent.await(VfReleased.class, any -> true).getClean()).isTrue();
        agent.executor.upkeep().round();
        agent.kill();
        agent = life();
        assertThat(agent.checkpoint.of(VF).owner()).as("on disk, too").isEmpty();
        assertThat(agent.checkpoint.of(VF).fence().epoch().value()).isEqualTo(1);
        assertThat(agent.attach("c2", VF, 2, 2).succeeded()).isTrue();
    }

    /** A small intent still fits into the rest of a page that the journal has already: then the checkpoint refuses. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8_192})
    void refusesAnAddWithCode11ThatFindsTheDiskFullOnlyWhenItsAnswerIsThere(int padding) throws Exception {
        String config = FakeAgent.CONFIG.replace("\"name\"", "\"note\":\"" + "x".repeat(padding) + "\",\"name\"");
        CniCall call = FakeAgent.call(CniCommand.ADD, "c2", CniResult.EMPTY, List.of(), config);
        CompletableFuture<CniReply> reply =
                CompletableFuture.supplyAsync(() -> agent.executor.calls().handle(call));
        AddRequested request = agent.await(
                AddRequested.class,
                asked -> asked.getAttachment().getContainerId().equals("c2"));
        disk.fill();
        PciAddress other = new PciAddress("0000:01:10.1");

        agent.carryOut(agent.assign(request, other, 1, 2));

        assertThat(reply.get(20, TimeUnit.SECONDS).stdout()).contains("\"code\":11", "No space left on device");
        agent.await(
                SpecificRecord.class,
                told -> told instanceof CommandFailed
                        || (told instanceof VfReleased undone && undone.getCause() == ReleaseCause.ADD_FAILED));
        assertThat(node.inPod).containsOnlyKeys(VF);
        assertThat(node.addresses).containsExactly("c1");
        disk.makeRoom();
        agent.executor.upkeep().round();
        assertThat(agent.attach("c3", other, 2, 3).succeeded()).isTrue();
    }

    @Test
    void saysWhatItSeesWhenItWasKilledBeforeThereWasRoomToWriteDownWhatItDid() throws Exception {
        disk.fill();
        agent.unreachable();
        assertThat(agent.del("c1").succeeded()).isTrue();
        agent.kill();
        disk.makeRoom();

        agent = life();
        agent.executor.watch().publish("start", "00-trace");

        assertThat(agent.await(VfObserved.class, any -> true).getExpected()).isEqualTo("attached to blue/c1/net-c1");
    }

    @Test
    void leavesADelToItsCallerWhileTheSpoolHasNoRoomAndDoesItOnceItCouldBeSpooled() throws Exception {
        Path spool = disk.file("spool");
        Path socket = directory.resolve("run/cni.sock");
        disk.fill();

        assertThat(spooled(socket, spool)).contains("\"code\":11", "cannot be spooled", "No space left on device");
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }

        disk.makeRoom();
        assertThat(spooled(socket, spool)).isEmpty();
        AtomicLong arrivals = new AtomicLong();
        CniServer server =
                CniServer.start(ServerSettings.at(socket), spool, arrivals::incrementAndGet, agent.executor.calls());
        try {
            assertThat(agent.await(VfReleased.class, any -> true).getClean()).isTrue();
            assertThat(node.inPod).isEmpty();
        } finally {
            server.close(Duration.ofSeconds(5));
        }
    }

    /** What the CNI binary prints at a DEL of c1; it finds no agent. */
    private static String spooled(Path socket, Path spool) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(BINARY.toString());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "CNI_COMMAND", "DEL",
                        "CNI_CONTAINERID", "c1",
                        "CNI_IFNAME", "net-c1",
                        "CNI_PATH", "/opt/cni/bin",
                        "VFL_CNI_SOCKET", socket.toString(),
                        "VFL_CNI_SPOOL", spool.toString(),
                        "VFL_CNI_CONNECT_TIMEOUT_MS", "0"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream()
                .write("{\"cniVersion\":\"1.1.0\",\"name\":\"blue\",\"type\":\"vfledger-cni\"}"
                        .getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(said.isEmpty() ? 0 : 1);
        return said;
    }
}
