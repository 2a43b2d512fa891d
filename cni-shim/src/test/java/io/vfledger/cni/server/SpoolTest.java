package io.vfledger.cni.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final int SPOOLED = 2;

    @TempDir
    Path directory;

    private final AtomicLong agentSeq = new AtomicLong(1);
    private final List<String> handled = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private Spool spool;

    @BeforeEach
    void open() {
        spool = new Spool(directory, agentSeq::getAndIncrement);
    }

    private CniReply handle(CniCall call) {
        String container = call.request().requiredSandbox().containerId().text();
        handled.add(call.command() + " " + container);
        if (refused.contains(container)) {
            return new CniReply(1, "the kernel refuses " + container);
        }
        return CniReply.DONE;
    }

    private static byte[] frame(String command, String container, int flags, FrameTest.Field time) {
        return FrameTest.frame(
                flags,
                List.of(
                        FrameTest.Field.text(1, command),
                        FrameTest.Field.text(2, container),
                        FrameTest.Field.text(4, "net1"),
                        FrameTest.Field.text(6, "/opt/cni/bin"),
                        FrameTest.Field.text(10, CniBinary.CONFIG),
                        time));
    }

    private void spooled(int place, String container) throws IOException {
        Files.write(
                directory.resolve("%019d-7.del".formatted(place)),
                frame("DEL", container, SPOOLED, FrameTest.Field.spooledAt(1_700_000_000_000L + place)));
    }

    private static CniCall live(CniCommand command, String container) {
        byte[] bytes = frame("DEL", container, 0, FrameTest.Field.remaining(5_000));
        CallReader.Read read = value(Frame.decode(bytes).then(CallReader::read));
        io.vfledger.cni.protocol.CniRequest asked = new io.vfledger.cni.protocol.CniRequest(
                command,
                read.request().sandbox(),
                read.request().args(),
                read.request().trace(),
                read.request().environment());
        return new CniCall(asked, read.configuration(), Optional.empty(), 9, Duration.ofSeconds(5), Optional.empty());
    }

    private static <T> T value(Checked<T> checked) {
        return switch (checked) {
            case Checked.Valid<T>(T value) -> value;
            case Checked.Refused<T> no -> throw new AssertionError(no.error().msg());
        };
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".del")).count();
        }
    }

    @Test
    void keepsTheOrderAndTheRefusedOnes() throws IOException {
        spooled(2, "second");
        spooled(1, "first");
        spooled(3, "third");
        refused.add("second");

        Spool.Drained drained = spool.drain(this::handle);

        assertThat(handled).containsExactly("DEL first", "DEL second", "DEL third");
        assertThat(drained.settled()).isEqualTo(2);
        assertThat(drained.rejected()).isEmpty();
        assertThat(drained.waiting()).singleElement().asString().contains("the kernel refuses second");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void triesARefusedDelAgainUntilItIsSettled() throws IOException {
        spooled(1, "a");
        refused.add("a");
        spool.drain(this::handle);
        assertThat(spool.retry(this::handle)).as("not due yet").isEqualTo(1);
        assertThat(handled).hasSize(1);

        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (handled.size() < 2 && System.nanoTime() < until) {
            spool.retry(this::handle);
            Thread.onSpinWait();
        }
        refused.clear();
        while (spool.retry(this::handle) > 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }

        assertThat(handled).hasSize(3).containsOnly("DEL a");
        assertThat(files()).isZero();
    }

    @Test
    void comesAgainAfterARestartWhenItWasNotSettled() throws IOException {
        spooled(1, "a");
        refused.add("a");
        spool.drain(this::handle);
        refused.clear();

        Spool.Drained drained = new Spool(directory, agentSeq::getAndIncrement).drain(this::handle);

        assertThat(drained.settled()).isEqualTo(1);
        assertThat(files()).isZero();
    }

    @Test
    void letsNoAddPassADelOfItsAttachmentWhichWouldUndoIt() throws IOException {
        spooled(1, "a");
        refused.add("a");
        spool.drain(this::handle);

        CniReply early = spool.inOrder(live(CniCommand.ADD, "a"), this::handle);
        CniReply other = spool.inOrder(live(CniCommand.ADD, "b"), this::handle);
        refused.clear();
        CniReply now = spool.inOrder(live(CniCommand.ADD, "a"), this::handle);

        assertThat(early.stdout()).contains("\"code\":11", "is not settled yet", "the kernel refuses a");
        assertThat(other.succeeded()).isTrue();
        assertThat(now.succeeded()).isTrue();
        assertThat(handled).containsExactly("DEL a", "DEL a", "ADD b", "DEL a", "ADD a");
        assertThat(files()).isZero();
        assertThat(spool.retry(this::handle)).isZero();
    }

    @Test
    void forgetsARefusedDelOnceTheRuntimeHasBroughtItItself() throws IOException {
        spooled(1, "a");
        refused.add("a");
        spool.drain(this::handle);
        refused.clear();

        assertThat(spool.inOrder(live(CniCommand.DEL, "a"), this::handle).succeeded())
                .isTrue();

        assertThat(files()).isZero();
        assertThat(spool.retry(this::handle)).isZero();
    }

    @Test
    void keepsADelThatBringsOutADefect() throws IOException {
        spooled(1, "a");

        Spool.Drained drained = spool.drain(call -> {
            throw new IllegalStateException("broken");
        });

        assertThat(drained.waiting()).singleElement().asString().contains("the handler failed", "broken");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void putsATornFileAsideWithItsReasonWhereverItIsCut() throws IOException {
        byte[] whole = frame("DEL", "a", SPOOLED, FrameTest.Field.spooledAt(1));
        for (int end = 0; end < whole.length; end++) {
            Files.write(directory.resolve("%019d-7.del".formatted(end)), Arrays.copyOf(whole, end));
        }

        Spool.Drained drained = spool.drain(this::handle);

        assertThat(drained.settled()).isZero();
        assertThat(drained.rejected()).hasSize(whole.length);
        assertThat(handled).isEmpty();
        assertThat(directory.resolve("rejected/%019d-7.del.reason".formatted(20)))
                .content()
                .contains("the call's frame");
    }

    @Test
    void removesWhatADeadWriterLeftBehindAndNotWhatIsBeingWritten() throws IOException {
        Path dead = Files.writeString(directory.resolve(".tmp-1-7.del"), "half");
        Path alive = Files.writeString(directory.resolve(".tmp-2-7.del"), "half");
        Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        spool.drain(this::handle);

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
    }
}
