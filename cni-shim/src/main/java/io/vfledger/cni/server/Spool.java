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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DELs that found no agent: one file each, written by the CNI binary. Their names begin with the time, so that the
 * order of the names is the order of arrival. A file whose call cannot be settled is moved to {@code rejected} and
 * looked at by people; nothing is tried twice.
 */
public final class Spool {
    /** Where the CNI binary writes when nothing else is said. */
    public static final Path DEFAULT_DIRECTORY = Path.of("/var/lib/vfledger/spool");

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REJECTED_MAX = 1000;

    private final Path directory;
    private final LongSupplier agentSeq;

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
     */
    public record Drained(int settled, List<String> rejected) {
        public Drained {
            rejected = List.copyOf(rejected);
        }
    }

    /** Gives every call to the handler, oldest first, and removes what was settled. Run before calls are served. */
    public Drained drain(CniHandler handler) throws IOException {
        PrivateDirectory.prepare(directory);
        int settled = 0;
        List<String> rejected = new ArrayList<>();
        for (Path file : files(".del")) {
            Optional<String> problem;
            try {
                problem = settle(file, handler);
            } catch (NoSuchFileException e) {
                /* Its writer has found the agent meanwhile, and brings the call itself. */
                continue;
            }
            if (problem.isEmpty()) {
                Files.deleteIfExists(file);
                settled++;
            } else {
                reject(file);
                rejected.add(file.getFileName() + ": " + problem.get());
            }
        }
        return new Drained(settled, rejected);
    }

    /** Empty when settled, or why not. */
    private Optional<String> settle(Path file, CniHandler handler) throws IOException {
        int owner = (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || (owner != 0 && owner != UnixListener.ownUid())) {
            return Optional.of("not a plain file of root or of the agent, but of uid " + owner);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(Frame.HEADER_SIZE + Frame.LENGTH_MAX + 1);
        }
        return switch (Frame.decode(bytes).then(Spool::spooledCall)) {
            case Checked.Refused<CniCall>(CniError error) -> Optional.of(error.msg());
            case Checked.Valid<CniCall>(CniCall call) -> answer(call, handler);
        };
    }

    private static Checked<CniCall> spooledCall(Frame frame) {
        return CallReader.read(frame).then(read -> {
            if (read.request().command() != CniCommand.DEL || frame.spooledAt().isEmpty()) {
                return Checked.refused(CniErrorCode.INVALID_ENVIRONMENT, "only a DEL may wait in the spool");
            }
            return Checked.valid(new CniCall(
                    read.request(), read.configuration(), Optional.empty(), 0, PATIENCE, frame.spooledAt()));
        });
    }

    private Optional<String> answer(CniCall call, CniHandler handler) {
        CniCall stamped = new CniCall(
                call.request(),
                call.configuration(),
                call.namespace(),
                agentSeq.getAsLong(),
                call.remaining(),
                call.spooledAt());
        try {
            CniReply reply = handler.handle(stamped);
            return reply.succeeded()
                    ? Optional.empty()
                    : Optional.of("refused: " + reply.stdout().strip());
        } catch (RuntimeException e) {
            /* A defect that one call brings out must not keep the agent from ever starting. */
            LOG.error("the handler of a spooled DEL failed", e);
            return Optional.of("the handler failed: " + e);
        }
    }

    private void reject(Path file) throws IOException {
        Path aside = directory.resolve("rejected");
        PrivateDirectory.prepare(aside);
        Files.move(file, aside.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        List<Path> kept = list(aside);
        for (Path oldest : kept.subList(0, Math.max(0, kept.size() - REJECTED_MAX))) {
            Files.deleteIfExists(oldest);
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
