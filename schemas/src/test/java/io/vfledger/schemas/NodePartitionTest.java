package io.vfledger.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class NodePartitionTest {
    @Test
    void staysWhereItIs() {
        // A change of these would tear every node's history in two.
        assertThat(NodePartition.of("worker-1", 8)).isEqualTo(1);
        assertThat(NodePartition.of("worker-1", 64)).isEqualTo(25);
        assertThat(NodePartition.of("node.example.org", 256)).isEqualTo(88);
    }

    @Test
    void agreesWithKafkasOwnPartitionerOverTheNodesName() {
        for (int i = 0; i < 500; i++) {
            String node = "node-" + i;
            assertThat(NodePartition.of(node, 64))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(node.getBytes(StandardCharsets.UTF_8), 64));
        }
    }

    @Test
    void putsEveryFunctionOfANodeWhereItsNodeIs() {
        assertThat(NodePartition.ofKey("worker-7/0000:01:10.2", 64)).isEqualTo(NodePartition.of("worker-7", 64));
        assertThat(NodePartition.ofKey("worker-7", 64)).isEqualTo(NodePartition.of("worker-7", 64));
    }

    @Test
    void usesEveryPartition() {
        assertThat(IntStream.range(0, 200)
                        .map(i -> NodePartition.of("n" + i, 8))
                        .distinct()
                        .count())
                .isEqualTo(8);
    }

    @Test
    void refusesWhatIsNotANodesName() {
        assertThatThrownBy(() -> NodePartition.of("a/b", 8)).hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> NodePartition.of("", 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NodePartition.of("a", 0)).hasMessageContaining("0");
    }

    @Test
    void tellsTheKeysOfANodeFromThoseOfAnother() {
        byte[] node = RecordKey.bytes("worker-1");

        assertThat(RecordKey.isOf(RecordKey.bytes("worker-1"), node)).isTrue();
        assertThat(RecordKey.isOf(RecordKey.bytes("worker-1/0000:01:10.0"), node))
                .isTrue();
        assertThat(RecordKey.isOf(RecordKey.bytes("worker-10"), node)).isFalse();
        assertThat(RecordKey.isOf(RecordKey.bytes("worker-2/0000:01:10.0"), node))
                .isFalse();
        assertThat(RecordKey.isOf(RecordKey.bytes("worker"), node)).isFalse();
    }
}
