package io.vfledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.PodDeleted;
import io.vfledger.avro.PodNetwork;
import io.vfledger.avro.PodScheduled;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.VfReleased;
import io.vfledger.lifecycle.AgentInput;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.Source;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.VfSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InputCodecTest {
    private static final AvroInputs AVRO = new AvroInputs();

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(AVRO.agentStarted(), Input.AgentStarted.class),
                Arguments.of(AVRO.inventory(2), Input.NodeInventoryReported.class),
                Arguments.of(AVRO.pfChanged(), Input.PfChanged.class),
                Arguments.of(AVRO.vfChanged(), Input.VfChanged.class),
                Arguments.of(AVRO.vfGone(), Input.VfGone.class),
                Arguments.of(AVRO.vfObserved(), Input.VfObserved.class),
                Arguments.of(AVRO.podScheduled(), Input.PodScheduled.class),
                Arguments.of(AVRO.podDeleted(), Input.PodDeleted.class),
                Arguments.of(AVRO.podsSnapshot(), Input.NodePodsSnapshot.class),
                Arguments.of(AVRO.poolsChanged(), Input.NodePoolsChanged.class),
                Arguments.of(AVRO.nodeRemoved(), Input.NodeRemoved.class),
                Arguments.of(AVRO.add("r1", 5000).build(), Input.AddRequested.class),
                Arguments.of(AVRO.delRequested(), Input.DelRequested.class),
                Arguments.of(AVRO.vfHeld(), Outcome.VfHeld.class),
                Arguments.of(AVRO.attached(1, 2, "r1"), Outcome.VfAttached.class),
                Arguments.of(AVRO.released(1, 2), Outcome.VfReleased.class),
                Arguments.of(AVRO.verified(0, 0, 1), Outcome.VfVerified.class),
                Arguments.of(AVRO.vfRecovered(), Outcome.VfRecovered.class),
                Arguments.of(AVRO.pfConfigured(), Outcome.PfConfigured.class),
                Arguments.of(AVRO.deviceAllocated(), Outcome.DeviceAllocated.class),
                Arguments.of(AVRO.failed(FailureReason.IN_USE), Outcome.CommandFailed.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsEveryTypeOfRecord(SpecificRecord record, Class<? extends Input> type) {
        Input input = InputCodec.decode(record);
        assertThat(input).isInstanceOf(type);
        assertThat(TopicCatalogue.named(input.source().topic()).orElseThrow().recordTypes())
                .contains(record.getClass());
        if (input instanceof AgentInput fromAgent) {
            assertThat(fromAgent.stamp().incarnation().machineId()).isEqualTo("machine-1");
        }
    }

    @Test
    void readsWhichRecordWasBeforeItInItsTopicWhereTheAgentTells() {
        AddRequested untold = AVRO.add("r1", 5000).build();
        assertThat(previousInTopic(untold)).isEmpty();
        AgentStamp first =
                AgentStamp.newBuilder(untold.getAgent()).setTopicPreviousSeq(0).build();
        assertThat(previousInTopic(AVRO.add("r1", 5000).setAgent(first).build()))
                .hasValue(0);
    }

    private static OptionalLong previousInTopic(AddRequested record) {
        return ((Input.AddRequested) InputCodec.decode(record)).stamp().previousInTopic();
    }

    @Test
    void knowsEveryRecordOfEveryInputTopic() {
        List<Class<?>> listed =
                new ArrayList<>(records().map(row -> row.get()[0].getClass()).toList());
        for (Source source : Source.values()) {
            if (source != Source.TIMER) {
                assertThat(listed)
                        .containsAll(TopicCatalogue.named(source.topic())
                                .orElseThrow()
                                .recordTypes());
            }
        }
    }

    @Test
    void readsARequestWhole() {
        AddRequested record =
                AVRO.add("r1", 5000).setPool("fast").setDeviceId("0000:01:10.0").build();
        Input.AddRequested add = (Input.AddRequested) InputCodec.decode(record);
        assertThat(add.ask().attachment()).isEqualTo(Attachment.of("blue", "c-a", "net1"));
        assertThat(add.ask().pod().orElseThrow().uid().orElseThrow().value()).isEqualTo("uid-a");
        assertThat(add.ask().pool()).contains(new PoolName("fast"));
        assertThat(add.ask().device()).contains(new PciAddress("0000:01:10.0"));
        assertThat(add.ask().settings().mac()).contains(MacAddress.parse("02:00:00:00:00:01"));
        assertThat(add.ask().deadlineMs()).isEqualTo(5000);
        assertThat(add.ask().netns().inode()).isEqualTo(77);
    }

    @Test
    void readsWhatAPodWillAskForWhole() {
        PodScheduled record = PodScheduled.newBuilder()
                .setNode("worker-1")
                .setPod(pod("uid-a").build())
                .setNetworks(List.of(
                        PodNetwork.newBuilder()
                                .setNetwork("blue")
                                .setSlot("net1")
                                .setPool("fast")
                                .setDeviceId("0000:01:10.0")
                                .setSettings(io.vfledger.avro.VfSettings.newBuilder()
                                        .setMtu(9000)
                                        .build())
                                .build(),
                        PodNetwork.newBuilder().setNetwork("red").setSlot("0").build()))
                .build();
        Input.PodScheduled scheduled = (Input.PodScheduled) InputCodec.decode(record);
        assertThat(scheduled.networks())
                .containsExactly(
                        new io.vfledger.vf.PodNetwork(
                                new NetworkName("blue"),
                                "net1",
                                Optional.of(new PoolName("fast")),
                                Optional.of(new PciAddress("0000:01:10.0")),
                                VfSettings.builder().mtu(9000).build()),
                        new io.vfledger.vf.PodNetwork(
                                new NetworkName("red"), "0", Optional.empty(), Optional.empty(), VfSettings.NONE));
    }

    @Test
    void refusesTwoNetworksThatAreTheSameAttachment() {
        PodNetwork network =
                PodNetwork.newBuilder().setNetwork("blue").setSlot("net1").build();
        PodScheduled record = PodScheduled.newBuilder()
                .setPod(pod("uid-a").build())
                .setNetworks(List.of(network, network))
                .build();
        assertThatThrownBy(() -> InputCodec.decode(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two networks of pod prod/a are the same attachment");
    }

    @Test
    void knowsAStaticPodByTheHashThatItsRuntimeTells() {
        PodDeleted record = PodDeleted.newBuilder()
                .setPod(pod("uid-of-the-mirror").setConfigHash("a1b2").build())
                .build();
        Input.PodDeleted deleted = (Input.PodDeleted) InputCodec.decode(record);
        assertThat(deleted.pod().uid()).contains(new PodUid("a1b2"));
    }

    private static io.vfledger.avro.PodIdentity.Builder pod(String uid) {
        return io.vfledger.avro.PodIdentity.newBuilder()
                .setNamespace("prod")
                .setName("a")
                .setUid(uid);
    }

    @Test
    void aRequestMayLeaveOutWhatIsOptional() {
        AddRequested record = AVRO.add("r1", 5000)
                .setPod(io.vfledger.avro.PodIdentity.newBuilder().build())
                .setDeviceId("")
                .build();
        Input.AddRequested add = (Input.AddRequested) InputCodec.decode(record);
        assertThat(add.ask().pod()).isEmpty();
        assertThat(add.ask().pool()).isEmpty();
        assertThat(add.ask().device()).isEmpty();
        assertThat(add.ask().demand().owner()).isEqualTo("c-a");
    }

    @Test
    void namesTheValueThatIsNotAllowed() {
        AddRequested path = AVRO.add("r1", 1).setDeviceId("../../etc").build();
        assertThatThrownBy(() -> InputCodec.decode(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PCI address '../../etc'");
        AddRequested vlan = AVRO.add("r1", 1)
                .setSettings(
                        io.vfledger.avro.VfSettings.newBuilder().setVlan(9999).build())
                .build();
        assertThatThrownBy(() -> InputCodec.decode(vlan)).hasMessageContaining("VLAN id 9999");
        assertThatThrownBy(() -> InputCodec.decode(AddRequested.newBuilder().build()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InputCodec.decode(HoldVf.newBuilder().build()))
                .hasMessageContaining("not a record of an input topic");
    }

    @Test
    void whatHappenedStaysTrueThoughItsReasonIsNotKnown() {
        Outcome.CommandFailed failed = (Outcome.CommandFailed) InputCodec.decode(AVRO.failed(FailureReason.UNKNOWN));
        assertThat(failed.reason()).isEqualTo(io.vfledger.lifecycle.FailureReason.INTERNAL);
        VfReleased unknown = VfReleased.newBuilder(AVRO.released(1, 2))
                .setCause(ReleaseCause.UNKNOWN)
                .build();
        assertThat(((Outcome.VfReleased) InputCodec.decode(unknown)).cause())
                .isEqualTo(io.vfledger.lifecycle.ReleaseCause.RECONCILIATION);
    }
}
