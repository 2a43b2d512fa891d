package io.vfledger.cni.server;

import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.jna.UnixListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DELs that found no agent: one file each, written by the CNI binary. Their names begin with the time, so that the
 * order of the names is the order of arrival. A file that holds no such call is moved to {@code rejected}, with its reason
 * beside it. A call that the handler refuses stays and is tried again, with pauses that double; until it is settled, no ADD
 * of its attachment goes past it, which it would undo.
 */
public final class Spool {
    /** Where the CNI binary writes when nothing else is said. */
    public static final Path DEFAULT_DIRECTORY = Path.of("/var/lib/vfledger/spool");

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REJECTED_MAX = 1000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** A writer takes milliseconds from the file's beginning to its name. */
    private static final Duration UNFINISHED = Duration.ofMinutes(10);

    private final Path directory;
    private final LongSupplier agentSeq;
    private final Map<Path, Waiting> waiting = new LinkedHashMap<>();
    private volatile int waitingCount;

    /** A call that was refused, and when it is due again, by {@link System#nanoTime}. */
    private record Waiting(CniCall call, String why, Duration pause, long dueNanos) {
        static Waiting first(CniCall call, String why) {
            return new Waiting(call, why, FIRST_PAUSE, System.nanoTime() + FIRST_PAUSE.toNanos());
        }

        Waiting again(String reason) {
            Duration next = pause.multipliedBy(2);
            Duration longest = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
            return new Waiting(call, reason, longest, System.nanoTime() + longest.toNanos());
        }

        boolean isOf(CniCall other) {
            return call.configuration().network().equals(other.configuration().network())
                    && call.request()
                            .requiredSandbox()
                            .containerId()
                            .equals(other.request().requiredSandbox().containerId())
                    && call.request()
                            .requiredSandbox()
                            .interfaceName()
                            .equals(other.request().requiredSandbox().interfaceName());
        }
    }

    /**
     * A spool of this directory.
     *
     * @param agentSeq gives the next number, for a call that goes to the handler
     */
    public Spool(Path directory, LongSupplier agentSeq) {
        this.directory = directory;
        this.agentSeq = agentSeq;
    }

    /**
     * What came of the files that were there.
     *
     * @param settled calls that the handler answered with success
     * @param rejected names of the files put aside, each with its reason
     * @param waiting names of the files whose call was refused and is tried again, each with the reason
     */
    public record Drained(int settled, List<String> rejected, List<String> waiting) {
        public Drained {
            rejected = List.copyOf(rejected);
            waiting = List.copyOf(waiting);
        }
    }

    /** What a file turned out to be. */
    private sealed interface Content {
        record Call(CniCall call) implements Content {}

        record Foreign(String why) implements Content {}
    }

    /** Gives every call to the handler, oldest first, and removes what was settled. Run before calls are served. */
    public synchronized Drained drain(CniHandler handler) throws IOException {
        PrivateDirectory.prepare(directory);
        removeUnfinished();
        int settled = 0;
        List<String> rejected = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Path file : files(".del")) {
            Content content;
            try {
                content = read(file);
            } catch (NoSuchFileException e) {
                /* Its writer has found the agent meanwhile, and brings the call itself. */
                continue;
            }
            switch (content) {
                case Content.Foreign foreign -> {
                    reject(file, foreign.why());
                    rejected.add(file.getFileName() + ": " + foreign.why());
                }
                case Content.Call found -> {
                    Optional<String> problem = answer(found.call(), handler);
                    if (problem.isEmpty()) {
                        Files.deleteIfExists(file);
                        settled++;
                    } else {
                        waiting.put(file, Waiting.first(found.call(), problem.get()));
                        refused.add(file.getFileName() + ": " + problem.get());
                    }
                }
            }
        }
        waitingCount = waiting.size();
        return new Drained(settled, rejected, refused);
    }

    /**
     * Tries the refused calls again that are due.
     *
     * @return how many still wait
     */
    public synchronized int retry(CniHandler handler) throws IOException {
        for (Path file : List.copyOf(waiting.keySet())) {
            Optional<Waiting> due =
                    Optional.ofNullable(waiting.get(file)).filter(one -> System.nanoTime() - one.dueNanos() >= 0);
            if (due.isPresent()) {
                settle(file, due.get(), handler);
            }
        }
        return waitingCount;
    }

    /** Empty when settled, or why not. */
    private Optional<String> settle(Path file, Waiting call, CniHandler handler) throws IOException {
        Optional<String> problem = answer(call.call(), handler);
        if (problem.isPresent()) {
            waiting.put(file, call.again(problem.get()));
        } else {
            forget(file);
        }
        return problem;
    }

    private void forget(Path file) throws IOException {
        Files.deleteIfExists(file);
        waiting.remove(file);
        waitingCount = waiting.size();
    }

    /** Gives a call of the socket to the handler, after the refused ones of its attachment. */
    CniReply inOrder(CniCall call, CniHandler handler) {
        if (waitingCount == 0) {
            return handler.handle(call);
        }
        try {
            return switch (call.command()) {
                case ADD -> {
                    Optional<String> problem = settleBefore(call, handler);
                    yield problem.isEmpty() ? handler.handle(call) : tooEarly(call, problem.get());
                }
                case DEL -> {
                    CniReply reply = handler.handle(call);
                    if (reply.succeeded()) {
                        forgetAllOf(call);
                    }
                    yield reply;
                }
                case CHECK, STATUS, GC, VERSION -> handler.handle(call);
            };
        } catch (IOException e) {
            return tooEarly(call, String.valueOf(e.getMessage()));
        }
    }

    private static CniReply tooEarly(CniCall call, String problem) {
        return CniReply.error(
                call.configuration().version(),
                CniError.of(
                        CniErrorCode.TRY_AGAIN_LATER,
                        "a DEL of this attachment came while no agent ran and is not settled yet: " + problem));
    }

    private synchronized Optional<String> settleBefore(CniCall add, CniHandler handler) throws IOException {
        for (Map.Entry<Path, Waiting> each : List.copyOf(waiting.entrySet())) {
            if (each.getValue().isOf(add)) {
                Optional<String> problem = settle(each.getKey(), each.getValue(), handler);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private synchronized void forgetAllOf(CniCall del) throws IOException {
        for (Map.Entry<Path, Waiting> each : List.copyOf(waiting.entrySet())) {
            if (each.getValue().isOf(del)) {
                forget(each.getKey());
            }
        }
    }

    private Content read(Path file) throws IOException {
        int owner = (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || (owner != 0 && owner != UnixListener.ownUid())) {
            return new Content.Foreign("not a plain file of root or of the agent, but of uid " + owner);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(Frame.HEADER_SIZE + Frame.LENGTH_MAX + 1);
        }
        return switch (Frame.decode(bytes).then(this::spooledCall)) {
            case Checked.Refused<CniCall>(CniError error) -> new Content.Foreign(error.msg());
            case Checked.Valid<CniCall>(CniCall call) -> new Content.Call(call);
        };
    }

    private Checked<CniCall> spooledCall(Frame frame) {
        return CallReader.read(frame).then(read -> {
            if (read.request().command() != CniCommand.DEL || frame.spooledAt().isEmpty()) {
                return Checked.refused(CniErrorCode.INVALID_ENVIRONMENT, "only a DEL may wait in the spool");
            }
            return Checked.valid(new CniCall(
                    read.request(),
                    read.configuration(),
                    Optional.empty(),
                    agentSeq.getAsLong(),
                    PATIENCE,
                    frame.spooledAt()));
        });
    }

    private static Optional<String> answer(CniCall call, CniHandler handler) {
        try {
            CniReply reply = handler.handle(call);
            return reply.succeeded()
                    ? Optional.empty()
                    : Optional.of("refused: " + reply.stdout().strip());
        } catch (RuntimeException e) {
            /* A defect that one call brings out must not keep the agent from ever starting. */
            LOG.error("the handler of a spooled DEL failed", e);
            return Optional.of("the handler failed: " + e);
        }
    }

    private void reject(Path file, String why) throws IOException {
        Path aside = directory.resolve("rejected");
        PrivateDirectory.prepare(aside);
        Path there = aside.resolve(file.getFileName());
        Files.move(file, there, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(aside.resolve(file.getFileName() + ".reason"), why + "\n");
        List<Path> kept = list(aside);
        for (Path oldest : kept.subList(0, Math.max(0, kept.size() - REJECTED_MAX))) {
            Files.deleteIfExists(oldest);
        }
    }

    /** What a writer left that died while it wrote: nobody was told that it succeeded. */
    private void removeUnfinished() throws IOException {
        Instant old = Instant.now().minus(UNFINISHED);
        for (Path file : list(directory)) {
            if (String.valueOf(file.getFileName()).startsWith(".tmp-")
                    && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(old)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> files(String suffix) throws IOException {
        return list(directory).stream()
                .filter(file -> {
                    String name = String.valueOf(file.getFileName());
                    return name.endsWith(suffix) && !name.startsWith(".");
                })
                .toList();
    }

    private static List<Path> list(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            return files.sorted().toList();
        }
    }
}
