package io.vfledger.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
    @Test
    void namesEachTopicOnce() {
        List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();

        assertThat(names).doesNotHaveDuplicates();
        assertThat(names).allSatisfy(name -> assertThat(name).matches("[a-z]+(-[a-z]+)*"));
        assertThat(TopicCatalogue.named("vf-state")).contains(Topic.VF_STATE);
        assertThat(TopicCatalogue.named("unknown")).isEmpty();
    }

    @Test
    void putsEachRecordTypeOnOneTopic() {
        List<String> types = Stream.of(Topic.values())
                .flatMap(topic -> TopicCatalogue.schemas(topic).stream())
                .map(Schema::getFullName)
                .toList();

        assertThat(types).doesNotHaveDuplicates();
        assertThat(types)
                .allSatisfy(type -> assertThat(TopicCatalogue.recordType(type))
                        .hasValueSatisfying(found -> assertThat(found.getName()).isEqualTo(type)));
    }

    @Test
    void neverLosesTheLedgerByItself() {
        assertThat(TopicCatalogue.brokerSettings(Topic.LEDGER, Durability.REPLICATED))
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1")
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("unclean.leader.election.enable", "false")
                .containsEntry("message.timestamp.type", "LogAppendTime");
        assertThat(TopicCatalogue.brokerSettings(Topic.VF_STATE, Durability.SINGLE_BROKER))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("min.insync.replicas", "1");
    }

    @Test
    void namesSubjectsByTopicAndRecord() {
        assertThat(TopicCatalogue.subject(Topic.LEDGER, "io.vfledger.avro.LedgerEntry"))
                .isEqualTo("ledger-io.vfledger.avro.LedgerEntry");
    }
}
