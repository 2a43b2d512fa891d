package io.vfledger.allocator.app;

import io.vfledger.allocator.stream.InputTopics;
import io.vfledger.schemas.ConnectionSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The binder's and the framework's properties, made from the settings: there is no file of them to drift. */
final class BindingProperties {
    static final String GROUP = "allocator";

    private static final String BINDER = "spring.cloud.stream.kafka.binder.";
    private static final String BINDING = "spring.cloud.stream.bindings.decide-in-0.";
    private static final String KAFKA_BINDING = "spring.cloud.stream.kafka.bindings.decide-in-0.consumer.";

    private BindingProperties() {}

    static Map<String, Object> of(AllocatorSettings settings, ConnectionSettings connections) {
        Map<String, Object> all = new HashMap<>();
        framework(all);
        all.put(BINDER + "brokers", connections.bootstrapServers());
        all.put(BINDER + "auto-create-topics", false);
        all.put(BINDER + "required-acks", "all");
        // TLS, SASL and the like, as they are in the file of VFL_KAFKA_PROPERTIES.
        Map<String, Object> extra = new HashMap<>(connections.admin("allocator"));
        extra.keySet().removeAll(Set.of("bootstrap.servers", "client.id"));
        extra.forEach((name, value) -> all.put(BINDER + "configuration[" + name + "]", value));
        transactions(all, settings);
        binding(all);
        consumer(settings).forEach((name, value) -> all.put(KAFKA_BINDING + "configuration[" + name + "]", value));
        return all;
    }

    private static void framework(Map<String, Object> all) {
        all.put("spring.application.name", "allocator-service");
        all.put("spring.main.banner-mode", "off");
        all.put("spring.main.lazy-initialization", true);
        all.put("spring.jmx.enabled", false);
        all.put("spring.main.web-application-type", "none");
        // Would print the records of a batch that is to be tried again.
        all.put("logging.level.org.springframework.integration.handler.LoggingHandler", "OFF");
    }

    private static void transactions(Map<String, Object> all, AllocatorSettings settings) {
        String transaction = BINDER + "transaction.";
        String producer = transaction + "producer.configuration[";
        // Of one instance: another's would be fenced by it.
        all.put(transaction + "transaction-id-prefix", "allocator-" + settings.instanceId() + "-");
        all.put(transaction + "producer.use-native-encoding", true);
        String bytes = "org.apache.kafka.common.serialization.ByteArraySerializer";
        all.put(producer + "key.serializer]", bytes);
        all.put(producer + "value.serializer]", bytes);
        all.put(producer + "acks]", "all");
        all.put(producer + "linger.ms]", "0");
        // The defaults stall back-to-back transactions by 100 ms (KAFKA-20000).
        all.put(producer + "retry.backoff.ms]", "1");
        all.put(producer + "retry.backoff.max.ms]", "5");
        all.put(producer + "transaction.timeout.ms]", "10000");
        all.put(producer + "max.block.ms]", "10000");
        all.put(producer + "delivery.timeout.ms]", "10000");
        all.put(producer + "request.timeout.ms]", "5000");
        all.put(producer + "max.request.size]", Integer.toString(4 * 1024 * 1024));
    }

    private static void binding(Map<String, Object> all) {
        all.put("spring.cloud.function.definition", "decide");
        all.put(BINDING + "destination", String.join(",", InputTopics.NAMES));
        all.put(BINDING + "group", GROUP);
        all.put(BINDING + "consumer.multiplex", true);
        all.put(BINDING + "consumer.batch-mode", true);
        all.put(BINDING + "consumer.use-native-decoding", true);
        all.put(KAFKA_BINDING + "converter-bean-name", "recordBatches");
        all.put(KAFKA_BINDING + "auto-rebalance-enabled", true);
    }

    private static Map<String, String> consumer(AllocatorSettings settings) {
        String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        Map<String, String> consumer = new HashMap<>();
        consumer.put("key.deserializer", bytes);
        consumer.put("value.deserializer", bytes);
        consumer.put("isolation.level", "read_committed");
        consumer.put("auto.offset.reset", "none");
        consumer.put("enable.auto.commit", "false");
        consumer.put("allow.auto.create.topics", "false");
        consumer.put("group.instance.id", settings.instanceId());
        // Gives partition N of all topics to one member; sticky and cooperative assignors do not.
        consumer.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor");
        consumer.put("session.timeout.ms", "6000");
        consumer.put("heartbeat.interval.ms", "1500");
        consumer.put("max.poll.records", "500");
        consumer.put("fetch.max.bytes", Integer.toString(8 * 1024 * 1024));
        consumer.put("fetch.max.wait.ms", "100");
        return consumer;
    }
}
