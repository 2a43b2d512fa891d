package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusRulesTest {
    @TempDir
    Path data;

    private final FakeNode node = new FakeNode(1);
    private Instant now = Instant.EPOCH;
    private Optional<String> trouble = Optional.empty();
    private Optional<String> exhaustion = Optional.empty();
    private boolean linkless;
    private FakeAgent agent;
    private LastingTrouble lasting;
    private StatusCalls statuses;

    @BeforeEach
    void start() {
        agent = new FakeAgent(data, node);
        Desk desk =
                new Desk(agent.checkpoint, agent.journal, node, node, new DeviceFiles(data), agent.reports, () -> now);
        lasting = new LastingTrouble(() -> trouble, () -> now);
        statuses = new StatusCalls(desk, lasting, () -> exhaustion, () -> linkless);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void isWellWhileAnAddCanSucceed() {
        assertThat(status()).isEqualTo(CniReply.DONE);
    }

    @Test
    void waitsAMinuteBeforeItFails() {
        trouble = Optional.of("the broker cannot be reached");
        assertThat(status().succeeded()).isTrue();
        now = now.plusSeconds(59);
        assertThat(status().succeeded()).isTrue();
        now = now.plusSeconds(1);
        assertThat(status().stdout()).contains("\"code\":50").contains("the broker cannot be reached (for 60 s)");
    }

    @Test
    void countsTheMinuteFromWhenTheAgentNoticedNotFromTheFirstStatus() {
        trouble = Optional.of("the outbox is nearly full");
        assertThat(lasting.look()).as("a round of upkeep").isPresent();
        now = now.plusSeconds(75);
        assertThat(status().stdout()).contains("\"code\":50").contains("the outbox is nearly full (for 75 s)");
    }

    @Test
    void beginsANewMinuteAfterEveryRecovery() {
        trouble = Optional.of("the broker cannot be reached");
        assertThat(status().succeeded()).isTrue();
        trouble = Optional.empty();
        now = now.plusSeconds(100);
        assertThat(status().succeeded()).isTrue();
        trouble = Optional.of("the broker cannot be reached");
        assertThat(status().succeeded()).isTrue();
    }

    @Test
    void saysWhenAttachedPodsReachNobodyEither() {
        linkless = true;
        assertThat(status().succeeded()).as("an ADD works without a link").isTrue();
        trouble = Optional.of("x");
        status();
        now = now.plusSeconds(60);
        assertThat(status().stdout()).contains("\"code\":51");
    }

    @Test
    void tellsExhaustionWhereThatIsAskedFor() {
        exhaustion = Optional.of("all 4 VFs of this node are given");
        assertThat(status().stdout()).contains("\"code\":50").contains("all 4 VFs");
    }

    @Test
    void asksTheIpamPluginToo() {
        node.ipamFails = true;
        assertThat(status().stdout()).contains("\"code\":50").contains("no address is left");
    }

    private CniReply status() {
        return statuses.status(FakeAgent.call(CniCommand.STATUS, ""));
    }
}
