package io.vfledger.cni.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.DeviceAddress;
import io.vfledger.cni.protocol.Dns;
import io.vfledger.cni.protocol.MacAddress;
import io.vfledger.cni.protocol.ResultInterface;
import io.vfledger.cni.server.jna.RawCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real binary against the real server. Needs root, for namespaces and for another user. */
class CniServerIT {
    private static final DeviceAddress VF = new DeviceAddress("0000:01:00.1");
    private static final MacAddress MAC = new MacAddress("02:00:00:00:00:01");

    @TempDir
    Path directory;

    private final List<CniCall> calls = new CopyOnWriteArrayList<>();
    private final AtomicLong agentSeq = new AtomicLong(100);
    private Path socket;
    private Path spool;
    private final List<CniServer> servers = new CopyOnWriteArrayList<>();

    @BeforeEach
    void places() {
        socket = directory.resolve("run/cni.sock");
        spool = directory.resolve("lib/spool");
    }

    @AfterEach
    void stop() throws IOException {
        for (CniServer server : servers) {
            server.close();
        }
    }

    private CniServer start(CniHandler handler) throws IOException {
        return start(ServerSettings.at(socket), handler);
    }

    private CniServer start(ServerSettings settings, CniHandler handler) throws IOException {
        CniServer server = CniServer.start(settings, spool, agentSeq::getAndIncrement, call -> {
            calls.add(call);
            return handler.handle(call);
        });
        servers.add(server);
        return server;
    }

    private CniBinary binary() {
        return new CniBinary(socket, spool);
    }

    private static CniReply attached(CniCall call) {
        ResultInterface vf = ResultInterface.ofVf(call.request().requiredSandbox(), MAC, OptionalInt.of(1500), VF);
        return CniReply.result(call.configuration().version(), CniResult.of(vf, CniResult.EMPTY, Dns.NONE));
    }

    @Test
    void carriesAnAddWithItsNamespaceToTheHandlerAndTheResultBack() throws Exception {
        CopyOnWriteArrayList<String> seen = new CopyOnWriteArrayList<>();
        start(call -> {
            NetworkNamespace namespace = call.namespace().orElseThrow();
            seen.add(inodeOf(namespace.descriptor()));
            assertThat(Long.toString(namespace.inode())).isEqualTo(inodeOf(namespace.descriptor()));
            return attached(call);
        });
        try (PodNamespace pod = PodNamespace.create()) {
            CniBinary.Outcome outcome = binary().call("ADD")
                    .with("CNI_NETNS", pod.path().toString())
                    .with("CNI_ARGS", "K8S_POD_NAMESPACE=a;K8S_POD_NAME=b")
                    .with("TRACEPARENT", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .run(CniBinary.CONFIG);
            assertThat(outcome.stdout())
                    .isEqualTo("{\"cniVersion\":\"1.1.0\",\"interfaces\":[{\"name\":\"net1\",\"mac\":\"" + MAC
                            + "\",\"mtu\":1500,\"sandbox\":\"" + pod.path() + "\",\"pciID\":\"" + VF + "\"}]}\n");
            assertThat(outcome.status()).isZero();
            assertThat(seen).containsExactly(Long.toString(pod.inode()));
        }
        CniCall call = calls.getFirst();
        assertThat(call.agentSeq()).isEqualTo(100);
        assertThat(call.remaining()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        assertThat(call.request().args().pod()).isPresent();
        assertThat(call.request().trace().traceparent()).isPresent();
        assertThat(openNamespaces()).isZero();
    }

    private static String inodeOf(int descriptor) {
        try {
            return Files.getAttribute(Path.of("/proc/self/fd/" + descriptor), "unix:ino")
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Descriptors of namespaces in this process: what the server has not closed. */
    private static long openNamespaces() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(CniServerIT::isNamespace).count();
        }
    }

    private static boolean isNamespace(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString().startsWith("net:[");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void takesANamespaceThatIsMounted() throws Exception {
        String name = "vfl-" + ProcessHandle.current().pid();
        assertThat(new ProcessBuilder("ip", "netns", "add", name).start().waitFor())
                .isZero();
        try {
            start(CniServerIT::attached);
            Path path = Path.of("/run/netns", name);
            assertThat(binary().call("ADD")
                            .with("CNI_NETNS", path.toString())
                            .run(CniBinary.CONFIG)
                            .status())
                    .isZero();
            assertThat(calls.getFirst().namespace().orElseThrow().inode())
                    .isEqualTo(Files.getAttribute(path, "unix:ino"));
        } finally {
            assertThat(new ProcessBuilder("ip", "netns", "del", name).start().waitFor())
                    .isZero();
        }
    }

    @Test
    void numbersTheCallsThatReachTheHandlerDensely() throws Exception {
        start(call -> CniReply.DONE);
        for (int i = 0; i < 3; i++) {
            assertThat(binary().call("DEL").run(CniBinary.CONFIG).status()).isZero();
            assertThat(binary().call("STATUS")
                            .run("{\"cniVersion\":\"0.4.0\",\"name\":\"a\",\"type\":\"b\"}")
                            .code())
                    .isEqualTo("1");
        }
        assertThat(calls).extracting(CniCall::agentSeq).containsExactly(100L, 101L, 102L);
    }

    @Test
    void bringsADelWhoseNamespaceIsGone() throws Exception {
        start(call -> CniReply.DONE);
        CniBinary.Outcome outcome =
                binary().call("DEL").with("CNI_NETNS", "/run/netns/gone").run(CniBinary.CONFIG);
        assertThat(outcome.status()).isZero();
        assertThat(calls.getFirst().namespace()).isEmpty();
        assertThat(calls.getFirst().request().requiredSandbox().namespacePath()).contains("/run/netns/gone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"vlan\":5000                       | 7 | 0 to 4094",
                "\"deviceID\":\"../../0000:01:00.1\" | 7 | is not of the form",
                "\"rdma\":true                       | 2 | unsupported keys",
                "\"mtu\":1,\"mtu\":1500              | 6 | Duplicate field"
            })
    void answersAMalformedAddWithoutTheHandler(String keys, String code, String message) throws Exception {
        start(CniServerIT::attached);
        try (PodNamespace pod = PodNamespace.create()) {
            String config = CniBinary.CONFIG.replace("}", "," + keys + "}");
            CniBinary.Outcome outcome = binary().call("ADD")
                    .with("CNI_NETNS", pod.path().toString())
                    .run(config);
            assertThat(outcome.code()).isEqualTo(code);
            assertThat(outcome.stdout()).contains(message);
            assertThat(outcome.status()).isEqualTo(1);
        }
        assertThat(calls).isEmpty();
        assertThat(openNamespaces()).isZero();
    }

    @Test
    void carriesAConfigurationOfTheGreatestLength() throws Exception {
        start(call -> CniReply.DONE);
        String head = CniBinary.CONFIG.replace("}", ",\"args\":{\"a\":\"");
        String config = head + "x".repeat((1 << 20) - head.length() - 3) + "\"}}";
        assertThat(binary().call("DEL").run(config).stdout()).isEmpty();
        assertThat(calls.getFirst().configuration().raw()).hasSize(1 << 20);
    }

    @Test
    void refusesACallerOfAnotherUser() throws Exception {
        start(CniServerIT::attached);
        /* Open to everybody, as it never is: the credentials alone have to refuse. */
        for (Path path : List.of(directory, directory.resolve("run"))) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path copy = Files.copy(CniBinary.FILE, directory.resolve("vfledger-cni"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        CniBinary.Outcome outcome = binary().call("STATUS")
                .throughCommand(copy, "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
                .run(CniBinary.CONFIG);
        assertThat(outcome.code()).isEqualTo("100");
        assertThat(outcome.stdout()).contains("uid 65534 may not call the node agent");
        assertThat(calls).isEmpty();
    }

    @Test
    void keepsItsSocketAndDirectoryToItself() throws Exception {
        Files.createDirectories(socket.getParent());
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        start(CniServerIT::attached);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("run"))))
                .isEqualTo("rwx------");
    }

    @Test
    void answersGarbageWithAnErrorAndGoesOnServing() throws Exception {
        start(call -> CniReply.DONE);
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] bytes = FrameTest.good();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try (RawCaller caller = RawCaller.connect(socket)) {
                caller.send(Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length + 20)), random.nextInt(3));
                caller.end();
                assertThat(new String(caller.receive(), StandardCharsets.UTF_8))
                        .as("seed %d", seed)
                        .startsWith("VFLR");
            }
        }
        assertThat(binary().call("DEL").run(CniBinary.CONFIG).status()).isZero();
    }

    @Test
    void refusesDescriptorsThatTheFlagsDoNotAnnounceOrThatAreNoNamespace() throws Exception {
        start(call -> CniReply.DONE);
        List<FrameTest.Field> del = List.of(
                FrameTest.Field.text(1, "DEL"),
                FrameTest.Field.text(2, "c1"),
                FrameTest.Field.text(4, "net1"),
                FrameTest.Field.text(10, CniBinary.CONFIG),
                FrameTest.Field.remaining(1000));
        assertThat(raw(FrameTest.frame(1, del), 0)).contains("came with 0 descriptors");
        assertThat(raw(FrameTest.frame(0, del), 1)).contains("came with 1 descriptors");
        assertThat(raw(FrameTest.frame(1, del), 3)).contains("came with 3 descriptors");
        assertThat(raw(FrameTest.frame(1, del), 1)).contains("which is not a network namespace");
        assertThat(calls).isEmpty();
        assertThat(raw(FrameTest.frame(0, del), 0)).startsWith("VFLR").doesNotContain("code");
    }

    private String raw(byte[] frame, int descriptors) throws IOException {
        try (RawCaller caller = RawCaller.connect(socket)) {
            caller.send(frame, descriptors);
            return new String(caller.receive(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void dropsACallerWhoSendsNothing() throws Exception {
        start(new ServerSettings(socket, 2, Duration.ofMillis(200)), call -> CniReply.DONE);
        try (RawCaller silent = RawCaller.connect(socket)) {
            assertThat(silent.receive()).isEmpty();
        }
        try (RawCaller half = RawCaller.connect(socket)) {
            half.send(Arrays.copyOf(FrameTest.good(), 20), 0);
            assertThat(half.receive()).isEmpty();
        }
    }

    @Test
    void tellsTheCallerInTimeWhenTheHandlerDoesNotAnswer() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        start(call -> {
            await(release);
            return CniReply.DONE;
        });
        CniBinary.Outcome outcome =
                binary().call("STATUS").with("VFL_CNI_TIMEOUT_MS", "400").run(CniBinary.CONFIG);
        release.countDown();
        assertThat(outcome.code()).isEqualTo("11");
        assertThat(outcome.stdout()).contains("did not answer in time");
        assertThat(outcome.took()).isLessThan(Duration.ofSeconds(5));
        assertThat(calls.getFirst().remaining()).isLessThanOrEqualTo(Duration.ofMillis(400));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsOneCallTooManyToTryAgain() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        start(new ServerSettings(socket, 1, Duration.ofSeconds(10)), call -> {
            inside.countDown();
            await(release);
            return CniReply.DONE;
        });
        CompletableFuture<CniBinary.Outcome> first = CompletableFuture.supplyAsync(() -> {
            try {
                return binary().call("DEL").run(CniBinary.CONFIG);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        await(inside);
        CniBinary.Outcome second = binary().call("STATUS").run(CniBinary.CONFIG);
        release.countDown();
        assertThat(second.code()).isEqualTo("11");
        assertThat(second.stdout()).contains("serves 1 calls already");
        assertThat(first.get(20, TimeUnit.SECONDS).status()).isZero();
    }

    @Test
    void answersTheCallerWhenTheHandlerHasADefect() throws Exception {
        start(call -> {
            throw new IllegalStateException("broken");
        });
        CniBinary.Outcome outcome = binary().call("DEL").run(CniBinary.CONFIG);
        assertThat(outcome.code()).isEqualTo("101");
        assertThat(outcome.stdout()).contains("broken");
    }

    @Test
    void servesManyCallsAtOnce() throws Exception {
        start(call -> CniReply.DONE);
        List<CompletableFuture<Integer>> running = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return binary().call("DEL").run(CniBinary.CONFIG).status();
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }))
                .limit(40)
                .toList();
        for (CompletableFuture<Integer> each : running) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isZero();
        }
        assertThat(calls.stream().map(CniCall::agentSeq).distinct()).hasSize(40);
    }

    @Test
    void replacesAStaleSocketAndRefusesOneThatIsServed() throws Exception {
        CniServer first = start(call -> CniReply.DONE);
        assertThatThrownBy(() -> start(call -> CniReply.DONE)).hasMessageContaining("is served by another process");
        first.close();
        assertThat(socket).doesNotExist();
        assertThat(fakeAgent("exit 0").waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(socket).exists();
        start(call -> CniReply.DONE);
        assertThat(binary().call("DEL").run(CniBinary.CONFIG).status()).isZero();
    }

    @Test
    void leavesAPlainFileInTheSocketsPlaceAlone() throws Exception {
        Files.createDirectories(socket.getParent());
        Files.writeString(socket, "precious");
        assertThatThrownBy(() -> start(call -> CniReply.DONE)).hasMessageContaining("is in the way");
        assertThat(socket).hasContent("precious");
    }

    @Test
    void drainsTheSpoolInOrderBeforeItServes() throws Exception {
        for (String container : List.of("c1", "c2", "c3")) {
            assertThat(binary().call("DEL")
                            .with("CNI_CONTAINERID", container)
                            .run(CniBinary.CONFIG)
                            .status())
                    .isZero();
        }
        start(call -> CniReply.DONE);
        assertThat(calls)
                .extracting(
                        call -> call.request().requiredSandbox().containerId().text())
                .containsExactly("c1", "c2", "c3");
        assertThat(calls).extracting(CniCall::command).containsOnly(CniCommand.DEL);
        assertThat(calls).extracting(CniCall::agentSeq).containsExactly(100L, 101L, 102L);
        assertThat(calls).allSatisfy(call -> assertThat(call.spooledAt()).isPresent());
        try (Stream<Path> files = Files.list(spool)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void putsAPoisonFileAsideOnce() throws Exception {
        Files.createDirectories(spool);
        Files.writeString(spool.resolve("1-poison.del"), "garbage");
        Files.write(spool.resolve("2-live.del"), FrameTest.good());
        Files.createSymbolicLink(spool.resolve("3-link.del"), Path.of("/etc/passwd"));
        Files.writeString(spool.resolve(".tmp-4-unfinished.del"), "half");
        assertThat(binary().call("DEL").run(CniBinary.CONFIG).status()).isZero();
        Spool.Drained drained = new Spool(spool, agentSeq::getAndIncrement).drain(call -> CniReply.DONE);
        assertThat(drained.settled()).isEqualTo(1);
        assertThat(drained.rejected()).hasSize(3);
        assertThat(drained.rejected().getFirst()).startsWith("1-poison.del: the call's frame does not begin");
        assertThat(new Spool(spool, agentSeq::getAndIncrement).drain(call -> CniReply.DONE))
                .isEqualTo(new Spool.Drained(0, List.of(), List.of()));
        assertThat(spool.resolve("rejected/1-poison.del.reason"))
                .content()
                .startsWith("the call's frame does not begin");
        try (Stream<Path> files = Files.list(spool.resolve("rejected"))) {
            assertThat(files).hasSize(6);
        }
    }

    @Test
    void spoolsADelWhoseAgentDiesDuringTheCall() throws Exception {
        Files.createDirectories(socket.getParent());
        /* Takes one call and dies: the socket's file stays, nobody listens. */
        Process dying = fakeAgent("my $c = $s->accept; sysread($c, my $b, 10); close($s)");
        CniBinary.Outcome outcome = binary().call("DEL").run(CniBinary.CONFIG);
        assertThat(outcome)
                .extracting(CniBinary.Outcome::status, CniBinary.Outcome::stdout)
                .containsExactly(0, "");
        assertThat(dying.waitFor(10, TimeUnit.SECONDS)).isTrue();
        start(call -> CniReply.DONE);
        assertThat(calls).hasSize(1);
    }

    @Test
    void leavesNoDelInTheSpoolOfAnAgentThatListens() throws Exception {
        Files.createDirectories(socket.getParent());
        Process hangingUp = fakeAgent("while (my $c = $s->accept) { close($c) }");
        try {
            CniBinary.Outcome outcome = binary().call("DEL").run(CniBinary.CONFIG);
            assertThat(outcome.code()).isEqualTo("11");
            try (Stream<Path> files = Files.list(spool)) {
                assertThat(files).isEmpty();
            }
        } finally {
            hangingUp.destroyForcibly();
        }
    }

    @Test
    void refusesAReplyThatIsNoFrame() throws Exception {
        Files.createDirectories(socket.getParent());
        Process lying = fakeAgent("my $c = $s->accept; sysread($c, my $b, 65536);"
                + " syswrite($c, q(HTTP/1.1 200 OK and so on)); sysread($c, $b, 1)");
        try {
            CniBinary.Outcome outcome = binary().call("STATUS").run(CniBinary.CONFIG);
            assertThat(outcome.code()).isEqualTo("5");
            assertThat(outcome.stdout()).contains("is not a version 1 frame");
        } finally {
            lying.destroyForcibly();
        }
    }

    /** A process that listens on the socket and does with {@code $s} what the script says. */
    private Process fakeAgent(String script) throws IOException {
        Process process = new ProcessBuilder(
                        "perl",
                        "-MIO::Socket::UNIX",
                        "-e",
                        "my $s = IO::Socket::UNIX->new(Local=>$ARGV[0],Listen=>9) or die; $|=1; print qq(up\\n); "
                                + script,
                        socket.toString())
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        return process;
    }
}
