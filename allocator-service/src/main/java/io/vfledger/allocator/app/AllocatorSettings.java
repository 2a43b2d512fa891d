package io.vfledger.allocator.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * What this process is told by its environment, beside the connections.
 *
 * @param instanceId name of this instance among the allocators, kept over restarts ({@code VFL_INSTANCE_ID}, the host's
 *     name where it is not set): a restart within the session takes its partitions up again, and a second process of
 *     the same name is refused
 * @param port of health and metrics, 1 to 65535; 0 takes a free one ({@code VFL_PORT})
 * @param address that it listens on ({@code VFL_LISTEN_ADDRESS}, loopback where it is not set)
 * @param build version of this service, for the entries that it writes
 */
public record AllocatorSettings(String instanceId, int port, String address, String build) {
    /** Port of health and metrics on the one-machine platform. */
    public static final int DEFAULT_PORT = 19094;

    public AllocatorSettings {
        if (!instanceId.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new IllegalArgumentException("VFL_INSTANCE_ID '" + instanceId
                    + "' must be 1 to 200 letters, digits, dots, hyphens or underscores");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("VFL_PORT " + port + " must be 0 to 65535");
        }
    }

    static AllocatorSettings fromEnvironment(Map<String, String> environment) {
        return new AllocatorSettings(
                environment.getOrDefault("VFL_INSTANCE_ID", environment.getOrDefault("HOSTNAME", "allocator")),
                port(environment.getOrDefault("VFL_PORT", Integer.toString(DEFAULT_PORT))),
                environment.getOrDefault("VFL_LISTEN_ADDRESS", "127.0.0.1"),
                version());
    }

    private static String version() {
        Properties build = new Properties();
        try (InputStream resource = AllocatorSettings.class.getResourceAsStream("build.properties")) {
            build.load(Objects.requireNonNull(resource, "build.properties is not in this archive"));
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties of this archive cannot be read", e);
        }
        return build.getProperty("version");
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("VFL_PORT '" + text + "' must be a number from 0 to 65535", e);
        }
    }
}
