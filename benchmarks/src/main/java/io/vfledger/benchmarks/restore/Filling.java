package io.vfledger.benchmarks.restore;

import io.vfledger.host.NodeRecord;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.StateCodec;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.vf.NodeName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the states of the nodes of one partition, and the end of its ledger: that of the last node. */
final class Filling {
    private final int partition;
    private final AvroWriter writer;
    private final Producer<byte[], byte[]> producer;

    Filling(int partition, AvroWriter writer, Producer<byte[], byte[]> producer) {
        this.partition = partition;
        this.writer = writer;
        this.producer = producer;
    }

    void fill(List<NodeName> nodes, int vfsOfEach) {
        // Heads of all nodes are those of the last one, whose entries are the only ones that are written.
        SampleNode last = new SampleNode(nodes.getLast(), vfsOfEach);
        for (NodeName name : nodes) {
            for (VfRecord vf : last.vfs(name)) {
                send(Topic.VF_STATE, vf.key().node() + "/" + vf.key().pci(), StateCodec.encode(vf));
            }
            NodeRecord node = last.node(name);
            send(Topic.NODE_STATE, name.value(), StateCodec.encode(node));
        }
        last.entries().forEach(entry -> send(Topic.LEDGER, entry.node().value(), EntryCodec.encode(entry)));
    }

    private void send(Topic topic, String key, SpecificRecord record) {
        var _ = producer.send(new ProducerRecord<>(
                topic.topicName(), partition, key.getBytes(StandardCharsets.UTF_8), writer.write(topic, record)));
    }
}
