package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.DelRequested;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.VfReleased;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelRulesTest {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");

    @TempDir
    Path data;

    private final FakeNode node = new FakeNode(2);
    private FakeAgent agent;

    @BeforeEach
    void start() {
        agent = new FakeAgent(data, node).start();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void takesTheVfBackFromItsPresentOwner() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 3, 7);

        assertThat(agent.del("c1").succeeded()).isTrue();

        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getEpoch()).isEqualTo(3);
        assertThat(released.getCommandId()).isEmpty();
        assertThat(released.getClean()).isTrue();
        assertThat(node.inPod).isEmpty();
        assertThat(node.addresses).isEmpty();
    }

    @Test
    void touchesNothingForAnAttachmentThatIsNotTheOwner() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);

        assertThat(agent.del("c2").succeeded()).isTrue();

        assertThat(node.inPod).containsKey(VF);
        assertThat(agent.sends(VfReleased.class)).isFalse();
        assertThat(agent.sends(DelRequested.class)).isFalse();
    }

    @Test
    void cancelsAnAddThatWaitsAndTellsTheAllocator() throws Exception {
        agent.knowingTheLog();
        CompletableFuture<CniReply> add = agent.add("c1");
        AddRequested request = agent.await(AddRequested.class, any -> true);

        assertThat(agent.del("c1").succeeded()).isTrue();

        assertThat(add.get(20, TimeUnit.SECONDS).succeeded()).isFalse();
        agent.await(DelRequested.class, any -> true);
        agent.carryOut(agent.assign(request, VF, 1, 1));
        assertThat(agent.await(CommandFailed.class, any -> true).getReason()).isEqualTo(FailureReason.CALLER_GONE);
        assertThat(node.done).isEmpty();
    }

    @Test
    void keepsADelOfTheUnknownUntilTheLogIsKnown() throws Exception {
        assertThat(agent.del("c1").succeeded()).isTrue();
        agent.await(
                DelRequested.class, del -> del.getAttachment().getContainerId().equals("c1"));

        agent.knowingTheLog();

        assertThat(agent.del("c2").succeeded()).isTrue();
        agent.sends(DelRequested.class);
        assertThat(agent.sent.stream().filter(DelRequested.class::isInstance)).hasSize(1);
    }

    @Test
    void workWithoutABroker() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        agent.unreachable();

        assertThat(agent.del("c1").succeeded()).isTrue();
        assertThat(node.inPod).isEmpty();

        agent.reachable();
        agent.await(VfReleased.class, any -> true);
    }

    @Test
    void resetsTheVfThoughIpamFailsAndSettlesItsDebtLater() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        node.ipamFails = true;

        CniReply first = agent.del("c1");

        assertThat(first.stdout()).contains("lease file is locked");
        assertThat(node.inPod).isEmpty();
        assertThat(agent.await(VfReleased.class, any -> true).getClean()).isTrue();
        assertThat(agent.del("c1").succeeded()).isFalse();
        node.ipamFails = false;
        assertThat(agent.del("c1").succeeded()).isTrue();
        assertThat(node.addresses).isEmpty();
    }

    @Test
    void failsAndKeepsTheOwnerWhenTheKernelRefuses() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        node.releaseFails = Optional.of(new NodeNics.Failure(FailureReason.KERNEL_REFUSED, "EBUSY", false));

        assertThat(agent.del("c1").stdout()).contains("EBUSY");
        assertThat(agent.checkpoint.of(VF).owner()).isPresent();

        node.releaseFails = Optional.empty();
        assertThat(agent.del("c1").succeeded()).isTrue();
    }

    @Test
    void allowsAnAddAfterADelOfTheSameAttachment() throws Exception {
        agent.knowingTheLog().attach("c1", VF, 1, 1);
        agent.del("c1");
        agent.sent.clear();

        assertThat(agent.attach("c1", VF, 2, 2).succeeded()).isTrue();
    }
}
