package io.vfledger.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * The one function that sets a record's partition: everything of a node is in one partition number of every topic, so
 * one allocator task sees all of it.
 */
public final class NodePartition {
    private NodePartition() {}

    /**
     * The partition of a node: murmur2 of its name's UTF-8 bytes, made positive, modulo the count. It is what Kafka's
     * default partitioner does with the node's name as key.
     *
     * @param node name of the node, without {@code /pci}
     * @param count partitions of the topic, 1 or more
     */
    public static int of(String node, int count) {
        if (node.isEmpty() || node.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "'" + node + "' is not the name of a node: it must not be empty and have no '/'");
        }
        if (count < 1) {
            throw new IllegalArgumentException("partition count " + count + " is not 1 or more");
        }
        return Utils.toPositive(Utils.murmur2(node.getBytes(StandardCharsets.UTF_8))) % count;
    }

    /**
     * The partition of a record by its key.
     *
     * @param key {@code node} or {@code node/pci}
     * @param count partitions of the topic, 1 or more
     */
    public static int ofKey(String key, int count) {
        return of(RecordKey.nodeOf(key), count);
    }
}
