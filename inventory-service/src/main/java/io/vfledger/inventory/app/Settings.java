package io.vfledger.inventory.app;

import io.vfledger.inventory.stream.CheckpointRule;
import io.vfledger.schemas.ConnectionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says.
 *
 * @param connection the broker and the registry
 * @param pools the file that defines the pools ({@code VFL_POOLS}); empty: one pool {@code default} for every VF
 * @param index directory for the ledger's index, which is built anew at each start ({@code VFL_INDEX_DIR}, default
 *     {@code index} in {@code VFL_DATA_DIR}, where that is not given one below the directory for temporary files)
 * @param checkpoints how the ledger's heads are signed: the key in the file {@code VFL_CHECKPOINT_KEY}, every so many
 *     entries, 1 to 1,000,000 ({@code VFL_CHECKPOINT_ENTRIES}, default 1,000), or seconds, 1 to 86,400 ({@code
 *     VFL_CHECKPOINT_SECONDS}, default 10); empty: they are not signed
 * @param port of the REST interface and the page, 0 to 65535; 0: any free one ({@code VFL_PORT}, default 19090)
 * @param address that it listens on ({@code VFL_LISTEN_ADDRESS}, default 127.0.0.1)
 */
public record Settings(
        ConnectionSettings connection,
        Optional<Path> pools,
        Path index,
        Optional<CheckpointRule> checkpoints,
        int port,
        String address) {
    private static final int DEFAULT_PORT = 19_090;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException when one is not valid, naming it
     */
    public static Settings fromEnvironment(Map<String, String> environment) {
        return new Settings(
                ConnectionSettings.fromEnvironment(environment),
                Optional.ofNullable(environment.get("VFL_POOLS"))
                        .filter(file -> !file.isBlank())
                        .map(Path::of),
                index(environment),
                checkpoints(environment),
                number(environment, "VFL_PORT", DEFAULT_PORT, 0, 65_535),
                environment.getOrDefault("VFL_LISTEN_ADDRESS", "127.0.0.1"));
    }

    private static Path index(Map<String, String> environment) {
        String data = environment.getOrDefault("VFL_DATA_DIR", "");
        String asked = environment.getOrDefault("VFL_INDEX_DIR", "");
        if (!asked.isBlank()) {
            return Path.of(asked);
        }
        return data.isBlank()
                ? Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "vfledger-index")
                : Path.of(data, "index");
    }

    private static Optional<CheckpointRule> checkpoints(Map<String, String> environment) {
        int entries = number(environment, "VFL_CHECKPOINT_ENTRIES", 1_000, 1, 1_000_000);
        int seconds = number(environment, "VFL_CHECKPOINT_SECONDS", 10, 1, 86_400);
        return Optional.ofNullable(environment.get("VFL_CHECKPOINT_KEY"))
                .filter(file -> !file.isBlank())
                .map(file -> new CheckpointRule(
                        CheckpointKeyFile.read(Path.of(file)), entries, Duration.ofSeconds(seconds)));
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int least, int most) {
        String text = environment.getOrDefault(name, "");
        if (text.isBlank()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " '" + text + "' is not a number: allowed are " + least + " to " + most, e);
        }
        throw new IllegalArgumentException(
                name + " " + text + " is out of range: allowed are " + least + " to " + most);
    }
}
