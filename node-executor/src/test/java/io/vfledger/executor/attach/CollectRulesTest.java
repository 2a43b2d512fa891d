package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.VfReleased;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.ContainerId;
import io.vfledger.cni.protocol.InterfaceName;
import io.vfledger.cni.protocol.ValidAttachment;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectRulesTest {
    @TempDir
    Path data;

    private final FakeNode node = new FakeNode(4);
    private FakeAgent agent;

    @BeforeEach
    void attach() throws Exception {
        agent = new FakeAgent(data, node).start().knowingTheLog();
        for (int i = 0; i < 3; i++) {
            agent.attach("c" + i, vf(i), 1, 1);
        }
        node.namespaceLives = false;
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void takesBackWhatIsNotListed() {
        assertThat(collect("c0", "c1").succeeded()).isTrue();

        assertThat(node.inPod).containsOnlyKeys(vf(0), vf(1));
        assertThat(agent.await(VfReleased.class, any -> true).getCause()).isEqualTo(ReleaseCause.CNI_GC);
        assertThat(node.done).contains("IPAM GC");
    }

    @Test
    void leavesAVfWhoseNamespaceLivesWithItInside() {
        node.namespaceLives = true;

        assertThat(collect("c0", "c1").succeeded()).isTrue();

        assertThat(node.inPod).hasSize(3);
        assertThat(node.kept).as("its addresses are kept too").containsExactly(valid("c2"));
    }

    @Test
    void stopsAtMoreThanHalfOfTheNode() {
        CniReply reply = collect("c0");

        assertThat(reply.stdout()).contains("\"code\":11").contains("would release 2 of 3");
        assertThat(node.inPod).hasSize(3);
        assertThat(node.done).doesNotContain("IPAM GC");
    }

    @Test
    void goesOnPastErrorsAndReportsThem() {
        node.releaseFails = Optional.of(new NodeNics.Failure(FailureReason.KERNEL_REFUSED, "EBUSY", false));
        node.ipamFails = true;

        assertThat(collect("c0", "c1").stdout())
                .contains("\"code\":103")
                .contains("EBUSY")
                .contains("no GC today");
    }

    @Test
    void touchesNoOtherNetwork() {
        CniReply reply = agent.executor
                .calls()
                .handle(FakeAgent.call(
                        CniCommand.GC, "", CniResult.EMPTY, List.of(), FakeAgent.CONFIG.replace("blue", "red")));
        assertThat(reply.succeeded()).isTrue();
        assertThat(node.inPod).hasSize(3);
    }

    private CniReply collect(String... containers) {
        return agent.executor
                .calls()
                .handle(FakeAgent.call(
                        CniCommand.GC,
                        "",
                        CniResult.EMPTY,
                        Stream.of(containers).map(CollectRulesTest::valid).toList(),
                        FakeAgent.CONFIG));
    }

    private static ValidAttachment valid(String container) {
        return new ValidAttachment(new ContainerId(container), new InterfaceName("net-" + container));
    }

    private static PciAddress vf(int index) {
        return new PciAddress("0000:01:10." + index);
    }
}
