package io.vfledger.schemas;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints what Strimzi's operators need: the topics of the catalogue, and one user for each role with what it may do. */
final class StrimziResources {
    /** Name of the Kafka resource. */
    private static final String CLUSTER = "vfledger";

    /** Consumer group and prefix of the transactional ids of the allocators. */
    private static final String ALLOCATORS = "allocator";

    private static final Map<String, Set<Party>> ROLES = Map.of(
            "vfledger-agent", Set.of(Party.NODE_AGENT, Party.CNI_SHIM),
            "vfledger-allocator", Set.of(Party.ALLOCATOR),
            "vfledger-auditor", Set.of(Party.AUDITORS),
            "vfledger-inventory", Set.of(Party.INVENTORY_SERVICE));

    private StrimziResources() {}

    static String topics() {
        StringBuilder text = new StringBuilder("# Generated from the topic catalogue by `make docs`; do not edit.\n");
        for (Topic topic : Topic.values()) {
            text.append("""
                    ---
                    apiVersion: kafka.strimzi.io/v1beta2
                    kind: KafkaTopic
                    metadata:
                      name: %s
                      labels: { strimzi.io/cluster: %s }
                    spec:
                      partitions: %d
                      replicas: %d
                      config:
                    """.formatted(
                            topic.topicName(),
                            CLUSTER,
                            TopicCatalogue.DEFAULT_PARTITIONS,
                            Durability.REPLICATED.replication()));
            TopicCatalogue.brokerSettings(topic, Durability.REPLICATED)
                    .forEach((name, value) -> text.append("    %s: \"%s\"\n".formatted(name, value)));
        }
        return text.toString();
    }

    static String users() {
        StringBuilder text = new StringBuilder("# Generated from the topic catalogue by `make docs`; do not edit.\n");
        ROLES.keySet().stream().sorted().forEach(role -> user(text, role, ROLES.getOrDefault(role, Set.of())));
        return text.toString();
    }

    private static void user(StringBuilder text, String role, Set<Party> parties) {
        text.append("""
                ---
                apiVersion: kafka.strimzi.io/v1beta2
                kind: KafkaUser
                metadata:
                  name: %s
                  labels: { strimzi.io/cluster: %s }
                spec:
                  authentication: { type: tls }
                  authorization:
                    type: simple
                    acls:
                """.formatted(role, CLUSTER));
        for (Topic topic : Topic.values()) {
            boolean reads = topic.readers().stream().anyMatch(parties::contains);
            boolean writes = topic.writers().stream().anyMatch(parties::contains);
            if (reads || writes) {
                List<String> operations = reads && writes
                        ? List.of("Describe", "DescribeConfigs", "Read", "Write")
                        : List.of("Describe", "DescribeConfigs", reads ? "Read" : "Write");
                rule(text, "topic", topic.topicName(), "literal", operations);
            }
        }
        if (parties.contains(Party.ALLOCATOR)) {
            rule(text, "group", ALLOCATORS, "prefix", List.of("Describe", "Read"));
            rule(text, "transactionalId", ALLOCATORS + "-", "prefix", List.of("Describe", "Write"));
        }
    }

    private static void rule(StringBuilder text, String type, String name, String pattern, List<String> operations) {
        text.append("      - resource: { type: %s, name: %s, patternType: %s }\n".formatted(type, name, pattern));
        text.append("        operations: [%s]\n".formatted(String.join(", ", operations)));
    }
}
