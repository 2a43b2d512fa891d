package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfReleased;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whenever the agent dies, the next one finishes or undoes what was begun, and says so. */
class CrashTest {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"before IPAM ADD", "after IPAM ADD", "before attach", "after attach"})
    void undoesAnAttachmentThatWasNotReported(String moment) throws Exception {
        FakeNode node = new FakeNode(1);
        FakeAgent first = new FakeAgent(data, node).start().knowingTheLog();
        node.cutAt = Optional.of(moment);
        beginAttaching(first);
        first.kill();

        try (FakeAgent second = new FakeAgent(data, node).start().knowingTheLog()) {
            CommandFailed failed = second.await(CommandFailed.class, any -> true);

            assertThat(failed.getReason()).isEqualTo(FailureReason.CALLER_GONE);
            assertThat(failed.getUndone()).isTrue();
            assertThat(failed.getEpoch()).isEqualTo(1);
            assertUntouched(node, second);
            assertThat(second.attach("c2", VF, 2, 2).succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before IPAM ADD", "after IPAM ADD", "before attach", "after attach"})
    void finishesTheUndoingThatWasInterruptedToo(String moment) throws Exception {
        FakeNode node = new FakeNode(1);
        FakeAgent first = new FakeAgent(data, node).start().knowingTheLog();
        node.cutAt = Optional.of(moment);
        beginAttaching(first);
        first.kill();
        for (String during : new String[] {"before IPAM DEL", "after IPAM DEL", "before release", "after release"}) {
            node.cutAt = Optional.of(during);
            FakeAgent dying = new FakeAgent(data, node);
            try {
                dying.start();
            } catch (FakeNode.PowerCut e) {
                assertThat(e).hasMessage(during);
            }
            dying.kill();
        }

        try (FakeAgent last = new FakeAgent(data, node).start().knowingTheLog()) {
            assertThat(last.await(CommandFailed.class, any -> true).getReason()).isEqualTo(FailureReason.CALLER_GONE);
            assertUntouched(node, last);
        }
    }

    @Test
    void releasesAnAttachmentThatWasReportedButNotAnswered() throws Exception {
        FakeNode node = new FakeNode(1);
        FakeAgent first = new FakeAgent(data, node).start().knowingTheLog();
        CompletableFuture<CniReply> reply = first.add("c1");
        AddRequested request = first.await(AddRequested.class, any -> true);
        first.unreachable();
        var _ = first.executor.commands().handle(first.assign(request, VF, 1, 1), "00-trace");
        while (first.checkpoint.of(VF).owner().isEmpty()) {
            Thread.onSpinWait();
        }
        first.kill();
        assertThat(reply).isNotDone();

        try (FakeAgent second = new FakeAgent(data, node).start().knowingTheLog()) {
            VfReleased released = second.await(VfReleased.class, any -> true);

            assertThat(released.getCause()).isEqualTo(ReleaseCause.ADD_FAILED);
            assertThat(released.getClean()).isTrue();
            int attached = indexOf(second, VfAttached.class);
            assertThat(attached)
                    .as("told before it is taken back")
                    .isNotNegative()
                    .isLessThan(indexOf(second, VfReleased.class));
            assertUntouched(node, second);
        }
    }

    @Test
    void keepsAnAttachmentThatWasAnswered() throws Exception {
        FakeNode node = new FakeNode(1);
        FakeAgent first = new FakeAgent(data, node).start().knowingTheLog();
        assertThat(first.attach("c1", VF, 1, 1).succeeded()).isTrue();
        first.kill();

        try (FakeAgent second = new FakeAgent(data, node).start()) {
            assertThat(node.inPod).containsKey(VF);
            assertThat(second.checkpoint.of(VF).owner()).isPresent();
            assertThat(second.sends(VfReleased.class)).isFalse();

            assertThat(second.del("c1").succeeded()).isTrue();
            assertUntouched(node, second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before IPAM DEL", "after IPAM DEL", "before release", "after release"})
    void finishesAReleaseThatWasInterrupted(String moment) throws Exception {
        FakeNode node = new FakeNode(1);
        FakeAgent first = new FakeAgent(data, node).start().knowingTheLog();
        assertThat(first.attach("c1", VF, 1, 1).succeeded()).isTrue();
        node.cutAt = Optional.of(moment);
        try {
            first.del("c1");
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining(moment);
        }
        first.kill();

        try (FakeAgent second = new FakeAgent(data, node).start()) {
            VfReleased released = second.await(VfReleased.class, any -> true);

            assertThat(released.getCause()).isEqualTo(ReleaseCause.CNI_DEL);
            assertThat(released.getEpoch()).isEqualTo(1);
            assertUntouched(node, second);
            assertThat(second.del("c1").succeeded()).as("said again").isTrue();
        }
    }

    private static void beginAttaching(FakeAgent agent) throws Exception {
        var _ = agent.add("c1");
        AddRequested request = agent.await(AddRequested.class, any -> true);
        try {
            agent.carryOut(agent.assign(request, VF, 1, 1));
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(FakeNode.PowerCut.class);
        }
    }

    private static void assertUntouched(FakeNode node, FakeAgent agent) {
        assertThat(node.inPod).isEmpty();
        assertThat(node.addresses).isEmpty();
        assertThat(agent.checkpoint.of(VF).owner()).isEmpty();
    }

    private static int indexOf(FakeAgent agent, Class<?> type) {
        for (int i = 0; i < agent.sent.size(); i++) {
            if (type.isInstance(agent.sent.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
