package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.DelRequested;
import io.vfledger.avro.Phase;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfState;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.executor.stream.LogView;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is away for so long that nothing more is taken for it. */
class FullOutboxTest {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");

    @TempDir
    Path data;

    private final FakeNode node = new FakeNode(2);
    private FakeAgent agent;

    @BeforeEach
    void fill() throws Exception {
        agent = new FakeAgent(data, node).start().knowingTheLog();
        agent.attach("c1", VF, 1, 1);
        agent.unreachable();
        Receipt receipt;
        do {
            receipt = agent.reports.lastingRequest(
                    "00-trace",
                    stamp -> DelRequested.newBuilder()
                            .setNode(FakeAgent.NODE)
                            .setAgent(stamp)
                            .build());
        } while (receipt instanceof Receipt.Kept);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void refusesAnAddWithCode11AndTakesItWhenThereIsRoomAgain() throws Exception {
        assertThat(agent.add("c2").get(20, TimeUnit.SECONDS).stdout())
                .contains("\"code\":11", "the outbox is nearly full: 200 of 200 records");

        agent.reachable();
        agent.sends(VfReleased.class);

        assertThat(agent.attach("c2", new PciAddress("0000:01:10.1"), 1, 2).succeeded())
                .isTrue();
    }

    @Test
    void doesADelAllTheSameAndTellsItWhenThereIsRoomAgain() throws Exception {
        assertThat(agent.del("c1").succeeded()).isTrue();
        assertThat(node.inPod).isEmpty();
        assertThat(node.addresses).isEmpty();

        agent.reachable();
        assertThat(agent.sends(VfReleased.class)).as("there was no room").isFalse();
        agent.executor.upkeep().round();

        assertThat(agent.await(VfReleased.class, any -> true).getClean()).isTrue();
    }

    @Test
    void findsADelByReconciliationThatItCouldNotTellBeforeItWasKilled() throws Exception {
        agent.del("c1");
        agent.kill();

        agent = new FakeAgent(data, node).start();
        VfState attached = VfState.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(VF.value())
                .setPhase(Phase.ATTACHED)
                .setEpoch(1)
                .setVersion(1)
                .setAttachment(AddCalls.toRecord(io.vfledger.vf.Attachment.of("blue", "c1", "net-c1")))
                .build();
        agent.sends(VfReleased.class);
        agent.executor.commands().loaded(new LogView(List.of(attached), Optional.empty()));

        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getEpoch()).isEqualTo(1);
        assertThat(released.getClean()).isTrue();
    }
}
