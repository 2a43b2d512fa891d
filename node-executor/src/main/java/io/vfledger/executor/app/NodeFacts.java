package io.vfledger.executor.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What tells this boot of this machine from others.
 *
 * @param bootId the kernel's, new at every boot
 * @param machineId of the installed system
 * @param kernelRelease {@code uname -r}
 * @param build the agent's version
 */
public record NodeFacts(String bootId, String machineId, String kernelRelease, String build) {
    private static final String UNKNOWN = "unknown";

    /** Reads them from this machine; what cannot be read is {@code unknown}. */
    public static NodeFacts ofThisMachine() {
        return new NodeFacts(
                text(Path.of("/proc/sys/kernel/random/boot_id")),
                text(Path.of("/etc/machine-id")),
                System.getProperty("os.version", UNKNOWN),
                Optional.ofNullable(NodeFacts.class.getPackage().getImplementationVersion())
                        .orElse("development"));
    }

    private static String text(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? UNKNOWN : text;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
