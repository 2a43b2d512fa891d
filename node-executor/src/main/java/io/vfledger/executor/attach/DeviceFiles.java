package io.vfledger.executor.attach;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.DeviceInfoFile;
import io.vfledger.cni.protocol.Json;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that describe a pod's devices to the runtime (device-info-spec 1.1.0). Of what a call names, the last component
 * alone is used, below the directory given here; no link is followed there.
 */
public final class DeviceFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceFiles.class);
    private static final int LONGEST = 64 * 1024;

    private final Path directory;

    /** @param directory made when it is not there */
    public DeviceFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Describes a VF where the call asks for it. A file that describes this VF already is left alone: a device plugin's may
     * say more than is known here.
     *
     * @return why not; empty when it was done, or not asked for
     */
    Optional<CniError> describe(SavedCall call, PciAddress vf, Optional<PciAddress> pf) {
        Optional<Path> file = file(call);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(directory);
            if (!describes(file.get(), vf)) {
                replace(file.get(), DeviceInfoFile.describe(vf.value(), pf.map(PciAddress::value)));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(CniError.of(
                    CniErrorCode.IO_FAILURE, "the device-info file " + file.get() + " cannot be written: " + e));
        }
    }

    /**
     * Describes a VF that kubelet gave; whose description is there already, is described anew.
     *
     * @param name of the file
     * @throws IOException when it cannot be written
     */
    void describe(DeviceInfoFile name, PciAddress vf, PciAddress pf) throws IOException {
        Files.createDirectories(directory);
        replace(directory.resolve(name.name()), DeviceInfoFile.describe(vf.value(), Optional.of(pf.value())));
    }

    /** Removes the file of a call whose attachment has ended. */
    void forget(SavedCall call) {
        file(call).ifPresent(file -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("the device-info file {} stays behind: {}", file, e.getMessage());
            }
        });
    }

    private Optional<Path> file(SavedCall call) {
        return Json.readObject(call.config(), "the network configuration")
                        instanceof Checked.Valid<ObjectNode>(ObjectNode config)
                ? DeviceInfoFile.of(config).map(file -> directory.resolve(file.name()))
                : Optional.empty();
    }

    private static boolean describes(Path file, PciAddress vf) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
            return false;
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return DeviceInfoFile.describes(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8), vf.value());
        }
    }

    /** A reader sees the old file or the new one, whole. */
    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.writeString(fresh, text + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
