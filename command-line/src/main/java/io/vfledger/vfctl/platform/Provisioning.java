package io.vfledger.vfctl.platform;

import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.install.InstallException;
import io.vfledger.schemas.install.Installation;
import io.vfledger.schemas.install.SchemaInstaller;
import io.vfledger.schemas.install.TopicInstaller;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.vfctl.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** Brings the catalogue's topics and schemas to a broker and a registry, which may have come up just now. */
final class Provisioning {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConnectionSettings settings;
    private final int partitions;

    /** @param partitions of every topic keyed by node, chosen once */
    Provisioning(ConnectionSettings settings, int partitions) {
        this.settings = settings;
        this.partitions = partitions;
    }

    /** That of the platform on this machine. */
    static Provisioning of(Ports ports) {
        return new Provisioning(
                new ConnectionSettings(ports.bootstrapServers(), ports.registryUrl(), Map.of(), true),
                TopicCatalogue.EMBEDDED_PARTITIONS);
    }

    /** Creates and checks the topics. */
    void topics() {
        try (Admin admin = Admin.create(settings.admin("vfctl-installer"))) {
            TopicInstaller installer = new TopicInstaller(admin, partitions, settings.durability());
            report("topics", untilAnswered(installer::install));
        }
    }

    /** Registers the schemas. */
    void schemas() {
        SchemaInstaller installer = new SchemaInstaller(RegistryClients.connect(settings));
        report("schemas", untilAnswered(installer::install));
    }

    private static void report(String what, Installation installation) {
        switch (installation) {
            case Installation.Ready ready ->
                Supervisor.say(what + " are installed, " + ready.created().size() + " new");
            case Installation.Refused refused -> throw new Refusal(String.join("; ", refused.problems()));
        }
    }

    private static Installation untilAnswered(Supplier<Installation> installer) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return installer.get();
            } catch (InstallException e) {
                if (System.nanoTime() > until) {
                    throw new Refusal("installation failed", e);
                }
                Supervisor.say(e.getMessage() + "; again");
            }
            Pause.of(Duration.ofMillis(500));
        }
    }
}
