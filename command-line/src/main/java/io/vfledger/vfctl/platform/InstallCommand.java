package io.vfledger.vfctl.platform;

import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.TopicCatalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vfctl install}: topics and schemas on a Kafka and a registry of the user's own. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = "Creates the topics and registers the schemas on the Kafka and the registry that"
                + " VFL_BOOTSTRAP_SERVERS and VFL_REGISTRY_URL name, with the client settings of VFL_KAFKA_PROPERTIES."
                + " What is there already is checked and left as it is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  VFL_BOOTSTRAP_SERVERS=kafka-1:9092 VFL_REGISTRY_URL=http://registry:8081 vfctl install",
            "  VFL_SINGLE_BROKER=true vfctl install --partitions 8        one broker, for a trial"
        })
public final class InstallCommand implements Callable<Integer> {
    private static final int MOST_PARTITIONS = 1_024;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "" + TopicCatalogue.DEFAULT_PARTITIONS,
            description = "Partitions of every topic, 1 to 1024, chosen once for the life of the ledger: 64 by default,"
                    + " 256 for 5,000 nodes.")
    private int partitions = TopicCatalogue.DEFAULT_PARTITIONS;

    @Override
    public Integer call() {
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--partitions " + partitions + " is out of range: allowed are 1 to 1024");
        }
        Provisioning provisioning = new Provisioning(connections(), partitions);
        provisioning.topics();
        provisioning.schemas();
        return CommandLine.ExitCode.OK;
    }

    private ConnectionSettings connections() {
        try {
            return ConnectionSettings.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
