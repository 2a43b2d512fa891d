package io.vfledger.vfctl.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Main class of the broker's process: formats its storage on the first start, in the same JVM, then is the broker. */
public final class EmbeddedBroker {
    private EmbeddedBroker() {}

    /**
     * Becomes the broker.
     *
     * @param arguments the file with the settings, the storage directory
     */
    public static void main(String[] arguments) {
        String settings = arguments[0];
        Path storage = Path.of(arguments[1]);
        if (!Files.exists(storage.resolve("meta.properties"))) {
            int code = StorageTool.execute(
                    new String[] {
                        "format",
                        "--config",
                        settings,
                        "--cluster-id",
                        Uuid.randomUuid().toString()
                    },
                    System.out);
            if (code != 0) {
                throw new IllegalStateException("formatting " + storage + " failed with exit code " + code);
            }
        }
        Kafka.main(new String[] {settings});
    }
}
