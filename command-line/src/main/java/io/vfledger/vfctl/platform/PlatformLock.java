package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held by the supervisor of a data directory while it lives: the kernel lets go of it however the process ends. */
final class PlatformLock implements AutoCloseable {
    private final FileChannel channel;

    private PlatformLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes it; empty where another process has it. */
    static Optional<PlatformLock> take(DataDirectory data) {
        try {
            FileChannel channel = FileChannel.open(data.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Optional<FileLock> lock = tryLock(channel);
            if (lock.isEmpty()) {
                channel.close();
            }
            return lock.map(taken -> new PlatformLock(channel));
        } catch (IOException e) {
            throw new Refusal("cannot lock '" + data.lock() + "'", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new Refusal("cannot unlock the data directory", e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }
}
