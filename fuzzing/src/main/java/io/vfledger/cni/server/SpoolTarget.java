package io.vfledger.cni.server;

import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.fuzzing.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file in the spool, drained as at the agent's start. */
public final class SpoolTarget implements Target {
    private final Path directory;
    private final Spool spool;

    /** Spools to a directory of its own. */
    public SpoolTarget(Path directory) {
        this.directory = directory;
        this.spool = new Spool(directory, () -> 1);
    }

    @Override
    public void feed(byte[] input) {
        try {
            PrivateDirectory.prepare(directory);
            Files.write(directory.resolve("0000000000001-c1.del"), input);
            Spool.Drained drained = spool.drain(SpoolTarget::handle);
            if (drained.settled() + drained.rejected().size() != 1
                    || !drained.waiting().isEmpty()) {
                throw new AssertionError("one file was spooled, but: " + drained);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CniReply handle(CniCall call) {
        if (call.command() != CniCommand.DEL || call.namespace().isPresent()) {
            throw new AssertionError("the spool gave " + call);
        }
        return CniReply.DONE;
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(FrameTarget.spooledDel());
    }
}
