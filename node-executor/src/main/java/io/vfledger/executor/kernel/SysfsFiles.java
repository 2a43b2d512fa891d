package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How sysfs's files are read and written: one short text each, absent where the device has no such thing. */
final class SysfsFiles {
    private SysfsFiles() {}

    /** Writes a file; a refusal has the kernel's error number. */
    static void write(Path file, String value) throws KernelException {
        try {
            KernelFile.write(file, value);
        } catch (NetlinkException e) {
            throw new KernelException(e);
        }
    }

    static Optional<Integer> number(Path file) throws KernelException {
        Optional<String> text = text(file);
        try {
            return text.map(Integer::valueOf);
        } catch (NumberFormatException e) {
            throw new KernelException(file + " holds '" + text.orElse("") + "', expected a number");
        }
    }

    static Optional<String> text(Path file) throws KernelException {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new KernelException("read " + file, e);
        }
    }

    static Optional<String> linkTarget(Path link) throws KernelException {
        try {
            return Optional.of(fileName(Files.readSymbolicLink(link)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new KernelException("read link " + link, e);
        }
    }

    static List<Path> children(Path directory) throws KernelException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new KernelException("list " + directory, e);
        }
        return children;
    }

    static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
