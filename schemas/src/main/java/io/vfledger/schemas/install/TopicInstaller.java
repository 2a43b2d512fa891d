package io.vfledger.schemas.install;

import io.vfledger.schemas.Durability;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of the catalogue, and checks those that are there; changes none of them. */
public final class TopicInstaller {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Admin admin;
    private final int partitions;
    private final Durability durability;

    /**
     * @param admin of the broker
     * @param partitions of every topic, 1 to 1024; chosen once
     * @param durability what topics are created with, and what they must have at least
     */
    public TopicInstaller(Admin admin, int partitions, Durability durability) {
        if (partitions < 1 || partitions > 1_024) {
            throw new IllegalArgumentException("partition count " + partitions + " is not within 1 to 1024");
        }
        this.admin = admin;
        this.partitions = partitions;
        this.durability = durability;
    }

    /**
     * Creates the topics that are missing, then checks all of them.
     *
     * @throws InstallException when the broker does not answer within 30 s or refuses
     */
    public Installation install() {
        Set<String> present = present();
        List<NewTopic> missing = Stream.of(Topic.values())
                .filter(topic -> !present.contains(topic.topicName()))
                .map(topic -> new NewTopic(topic.topicName(), partitions, durability.replication())
                        .configs(TopicCatalogue.brokerSettings(topic, durability)))
                .toList();
        for (Map.Entry<String, KafkaFuture<Void>> created :
                admin.createTopics(missing).values().entrySet()) {
            await("create topic " + created.getKey(), created.getValue(), TopicExistsException.class);
        }
        List<String> problems = problems();
        return problems.isEmpty()
                ? new Installation.Ready(missing.stream().map(NewTopic::name).toList())
                : new Installation.Refused(problems);
    }

    /**
     * Checks that all topics are there and as they must be. Services call it before they serve.
     *
     * @throws InstallException when the broker does not answer within 30 s or refuses
     */
    public Installation check() {
        Set<String> present = present();
        List<String> missing = Stream.of(Topic.values())
                .map(Topic::topicName)
                .filter(name -> !present.contains(name))
                .map(name -> "topic " + name + " does not exist; install the topics first")
                .toList();
        List<String> problems = missing.isEmpty() ? problems() : missing;
        return problems.isEmpty() ? new Installation.Ready(List.of()) : new Installation.Refused(problems);
    }

    private Set<String> present() {
        return await("list the topics", admin.listTopics().names());
    }

    private List<String> problems() {
        Map<Topic, TopicDescription> descriptions = new EnumMap<>(Topic.class);
        admin.describeTopics(names())
                .topicNameValues()
                .forEach((name, description) -> descriptions.put(
                        TopicCatalogue.named(name).orElseThrow(), await("describe topic " + name, description)));
        Map<ConfigResource, Config> settings = await(
                "describe the topics' settings",
                admin.describeConfigs(
                                names().stream().map(TopicInstaller::resource).toList())
                        .all());
        List<String> problems = new ArrayList<>();
        descriptions.forEach((topic, description) -> checkPartitions(topic, description, problems));
        settings.forEach((resource, found) ->
                checkSettings(TopicCatalogue.named(resource.name()).orElseThrow(), found, problems));
        return problems;
    }

    private void checkPartitions(Topic topic, TopicDescription description, List<String> problems) {
        int found = description.partitions().size();
        if (found != partitions) {
            problems.add("topic " + topic.topicName() + " has " + found + " partitions, not " + partitions
                    + "; the count is chosen once: start with " + found + ", or with new topics");
        }
        int copies = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (copies < durability.replication()) {
            problems.add("topic " + topic.topicName() + " has replication " + copies + ", less than "
                    + durability.replication()
                    + "; raise it, or say --single-broker (VFL_SINGLE_BROKER=true) where losing the disk may lose the"
                    + " ledger");
        }
    }

    private void checkSettings(Topic topic, Config config, List<String> problems) {
        Map<String, String> wanted = TopicCatalogue.brokerSettings(topic, durability);
        wanted.forEach((name, value) -> {
            String found = config.get(name).value();
            boolean enough = switch (name) {
                case "min.insync.replicas", "max.message.bytes" -> atLeast(found, value);
                case "retention.ms", "retention.bytes" -> "-1".equals(found) || atLeast(found, value);
                default -> found.equals(value);
            };
            if (!enough) {
                problems.add("topic " + topic.topicName() + " has " + name + "=" + found + ", not " + value
                        + "; set it with kafka-configs --alter");
            }
        });
    }

    private static boolean atLeast(String found, String wanted) {
        return !"-1".equals(wanted) && Long.parseLong(found) >= Long.parseLong(wanted);
    }

    private static List<String> names() {
        return Stream.of(Topic.values()).map(Topic::topicName).collect(Collectors.toUnmodifiableList());
    }

    private static ConfigResource resource(String topicName) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topicName);
    }

    private static <T> T await(String operation, KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new InstallException(operation, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new InstallException(operation + " within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallException(operation, e);
        }
    }

    private static void await(String operation, KafkaFuture<Void> future, Class<? extends Exception> fine) {
        try {
            await(operation, future);
        } catch (InstallException e) {
            if (!fine.isInstance(e.getCause())) {
                throw e;
            }
        }
    }
}
