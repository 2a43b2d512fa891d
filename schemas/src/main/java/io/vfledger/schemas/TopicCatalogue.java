package io.vfledger.schemas;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Looks things up in {@link Topic}, and says what a broker has to be told about a topic. */
public final class TopicCatalogue {
    /** Partitions of every topic on the one-machine platform. */
    public static final int EMBEDDED_PARTITIONS = 8;

    /** Partitions of every topic in production, unless the fleet is large: 256 for 5,000 nodes. */
    public static final int DEFAULT_PARTITIONS = 64;

    private static final Map<String, Topic> BY_NAME =
            Stream.of(Topic.values()).collect(Collectors.toUnmodifiableMap(Topic::topicName, topic -> topic));

    private static final Map<String, Class<? extends SpecificRecord>> TYPES_BY_FULL_NAME = typesByFullName();

    private TopicCatalogue() {}

    /**
     * The topic of that name.
     *
     * @return empty where the catalogue has none
     */
    public static Optional<Topic> named(String topicName) {
        return Optional.ofNullable(BY_NAME.get(topicName));
    }

    /**
     * The compiled-in class of a record type.
     *
     * @param fullName namespace and name of the Avro record
     * @return empty where this build has none
     */
    public static Optional<Class<? extends SpecificRecord>> recordType(String fullName) {
        return Optional.ofNullable(TYPES_BY_FULL_NAME.get(fullName));
    }

    /** The compiled-in schema of a record type. */
    public static Schema schemaOf(Class<? extends SpecificRecord> type) {
        return SpecificData.getForClass(type).getSchema(type);
    }

    /** The registry's subject of a record type on a topic, as Confluent's TopicRecordNameStrategy names it. */
    public static String subject(Topic topic, String recordFullName) {
        return topic.topicName() + "-" + recordFullName;
    }

    /** The compiled-in schemas of a topic, in the order of the catalogue. */
    public static List<Schema> schemas(Topic topic) {
        return topic.recordTypes().stream().map(TopicCatalogue::schemaOf).toList();
    }

    /** Topic settings for a broker. */
    public static Map<String, String> brokerSettings(Topic topic, Durability durability) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cleanup.policy", topic.retention().cleanupPolicy());
        settings.put("retention.ms", Long.toString(topic.retention().retentionMs()));
        settings.put("retention.bytes", "-1");
        settings.put("max.message.bytes", Integer.toString(topic.maxMessageBytes()));
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put("min.insync.replicas", Integer.toString(durability.minInSync()));
        settings.put("unclean.leader.election.enable", "false");
        return settings;
    }

    private static Map<String, Class<? extends SpecificRecord>> typesByFullName() {
        Map<String, Class<? extends SpecificRecord>> types = new HashMap<>();
        for (Topic topic : Topic.values()) {
            for (Class<? extends SpecificRecord> type : topic.recordTypes()) {
                // A generated class has the full name of its record; asking its schema would parse all of them here.
                types.put(type.getName(), type);
            }
        }
        return Map.copyOf(types);
    }
}
