package io.vfledger.vfctl.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands by which the parts of one platform are run. */
final class Parts {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Home home;
    private final DataDirectory data;
    private final Ports ports;
    private final Optional<Path> pools;
    private final Archives archives = Archives.ofThisProcess();

    Parts(Home home, DataDirectory data, Ports ports, Optional<Path> pools) {
        this.home = home;
        this.data = data;
        this.ports = ports;
        this.pools = pools;
    }

    /** In the order of {@link PartName}. */
    List<Part> all() {
        return List.of(broker(), registry(), allocator(), inventory());
    }

    private Part broker() {
        List<String> command = jvm(PartName.BROKER, "256m");
        command.add("-Djava.util.logging.config.file=" + home.logging());
        command.addAll(List.of(
                "-cp",
                home.brokerClassPath(),
                EmbeddedBroker.class.getName(),
                data.brokerSettings().toString(),
                data.broker().toString()));
        return new Part(
                PartName.BROKER,
                command,
                Map.of(),
                data.root(),
                ports.broker(),
                new Probe.Kafka(ports.broker()),
                archives.grace(Duration.ofSeconds(20)));
    }

    private Part registry() {
        List<String> command = jvm(PartName.REGISTRY, "160m");
        command.addAll(List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + ports.registry(),
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + ports.registryManagement(),
                "-Dquarkus.http.access-log.enabled=false",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.datasource.url=jdbc:h2:file:" + data.registry().resolve("registry"),
                "-jar",
                home.registry().resolve("quarkus-run.jar").toString()));
        return new Part(
                PartName.REGISTRY,
                command,
                Map.of(),
                data.root(),
                ports.registry(),
                new Probe.Http(URI.create(ports.registryUrl() + "/subjects")),
                archives.grace(Duration.ofSeconds(10)));
    }

    private Part allocator() {
        return service(
                PartName.ALLOCATOR,
                "allocator-service",
                "io.vfledger.allocator.app.AllocatorService",
                ports.allocator(),
                "/actuator/health",
                Map.of("VFL_INSTANCE_ID", "allocator-1"));
    }

    private Part inventory() {
        return service(
                PartName.INVENTORY,
                "inventory-service",
                "io.vfledger.inventory.app.InventoryService",
                ports.inventory(),
                "/healthz",
                inventorySettings());
    }

    private Map<String, String> inventorySettings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("VFL_CHECKPOINT_KEY", data.checkpointKey().toString());
        pools.ifPresent(file -> settings.put("VFL_POOLS", file.toString()));
        return settings;
    }

    private Part service(
            PartName name, String module, String mainClass, int port, String health, Map<String, String> more) {
        List<String> command = jvm(name, "160m");
        command.addAll(List.of("-cp", home.serviceClassPath(module), mainClass));
        Map<String, String> environment = new HashMap<>(Map.of(
                "VFL_BOOTSTRAP_SERVERS", ports.bootstrapServers(),
                "VFL_REGISTRY_URL", ports.registryUrl(),
                "VFL_SINGLE_BROKER", "true",
                "VFL_DATA_DIR", data.part(name).toString(),
                "VFL_PORT", Integer.toString(port)));
        environment.putAll(more);
        return new Part(
                name,
                command,
                environment,
                data.root(),
                port,
                new Probe.Http(URI.create("http://127.0.0.1:" + port + health)),
                archives.grace(Duration.ofSeconds(15)));
    }

    List<String> jvm(PartName name, String heap) {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(archives.options(home.archive(name.toString())));
        return command;
    }
}
