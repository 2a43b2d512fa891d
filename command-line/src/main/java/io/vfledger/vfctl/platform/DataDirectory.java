package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.evidence.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a platform keeps its data, logs and state; one platform at a time.
 *
 * @param root absolute path
 */
record DataDirectory(Path root) {
    DataDirectory {
        root = root.toAbsolutePath().normalize();
        // The broker separates its directories by a comma, the registry's database its options by a semicolon.
        if (root.toString().matches(".*[,;\\p{Cntrl}].*")) {
            throw new Refusal(
                    "data directory '" + root + "' must not have ',' or ';' in its path; take another --data");
        }
    }

    /** Makes the directories, and finds out whether they can be written to. */
    void prepare() {
        try {
            for (Path directory : new Path[] {
                logs(), broker(), registry(), control(), part(PartName.ALLOCATOR), part(PartName.INVENTORY)
            }) {
                Files.createDirectories(directory);
            }
            for (PartName name : PartName.values()) {
                Files.deleteIfExists(stopMark(name));
            }
            Files.delete(Files.createTempFile(root, "writable", ""));
            if (Files.notExists(checkpointKey())) {
                KeyFiles.create(checkpointKey(), "");
            }
        } catch (IOException e) {
            throw new Refusal("data directory '" + root + "' cannot be written; take another --data", e);
        }
    }

    Path lock() {
        return root.resolve("platform.lock");
    }

    Path state() {
        return root.resolve("platform.state");
    }

    /** Removes what the supervisor wrote: nothing runs any more. Data and logs stay. */
    void forgetState() {
        try {
            Files.deleteIfExists(state());
        } catch (IOException e) {
            throw new Refusal("cannot remove '" + state() + "'", e);
        }
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path broker() {
        return root.resolve("broker");
    }

    Path brokerSettings() {
        return root.resolve("broker.properties");
    }

    Path registry() {
        return root.resolve("registry");
    }

    Path part(PartName name) {
        return root.resolve(name.toString());
    }

    /** The key that signs the heads of the ledger; for auditors the file beside it, with {@code .pub} at its end. */
    Path checkpointKey() {
        return part(PartName.INVENTORY).resolve("checkpoint.key");
    }

    Path control() {
        return root.resolve("control");
    }

    /** There while that part is to stay stopped. */
    Path stopMark(PartName name) {
        return control().resolve(name + ".stopped");
    }
}
