package io.vfledger.vfctl.evidence;

import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.vfctl.Vfctl;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the ledger is: the options of the commands that read it straight from Kafka. */
final class ConnectionOptions {
    private static final int REGISTRY_PORT = 1;
    private static final int BROKER_PORT = 2;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The brokers. Default: VFL_BOOTSTRAP_SERVERS, else the platform on this machine. Settings for"
                    + " TLS and SASL: VFL_KAFKA_PROPERTIES names the file.")
    private String bootstrap = "";

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "The schema registry. Default: VFL_REGISTRY_URL, else the platform on this machine.")
    private String registry = "";

    /** What the options and the environment say. */
    ConnectionSettings connection(Vfctl program) {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.putIfAbsent("VFL_BOOTSTRAP_SERVERS", "127.0.0.1:" + (program.portBase() + BROKER_PORT));
        settings.putIfAbsent(
                "VFL_REGISTRY_URL", "http://127.0.0.1:" + (program.portBase() + REGISTRY_PORT) + "/apis/ccompat/v7");
        if (!bootstrap.isEmpty()) {
            settings.put("VFL_BOOTSTRAP_SERVERS", bootstrap);
        }
        if (!registry.isEmpty()) {
            settings.put("VFL_REGISTRY_URL", registry);
        }
        return ConnectionSettings.fromEnvironment(settings);
    }
}
