package io.vfledger.allocator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Several allocators on a real broker, killed, paused and restarted at random while nodes ask for VFs and give them
 * back: each request is answered once, none stays open, and what was written is sound.
 *
 * <p>Small as a part of the build; {@code testbed/storm} runs it with 50 nodes and 10,000 ADDs and DELs.
 */
class StormIT {
    private static final int INSTANCES = 3;

    private final int nodes = Integer.getInteger("storm.nodes", 4);
    private final int pairs = Integer.getInteger("storm.pairs", 160);
    private final int disturbEvery = Integer.getInteger("storm.disturb.every", 25);
    private final long seed = Long.getLong("storm.seed", 20260101L);

    @Test
    void answersEachRequestOnceWhateverHappensToTheAllocators() throws Exception {
        try (Platform platform = new Platform();
                Disturbances disturbances = new Disturbances(platform, INSTANCES, seed);
                Storm storm = new Storm(platform, nodes)) {
            disturbances.awaitUp();
            storm.join();
            int disturbed = 0;
            while (storm.advance(pairs)) {
                if (storm.settled() >= (disturbed + 1) * disturbEvery) {
                    disturbances.next();
                    disturbed++;
                }
            }
            disturbances.end();
            Await.until("every input is decided", platform::allDecided);

            LedgerAudit audit = new LedgerAudit(platform);
            Map<String, List<String>> answers = audit.answers();
            assertThat(answers.keySet()).isEqualTo(storm.requests());
            assertThat(answers.values()).allSatisfy(given -> assertThat(given).hasSize(1));
            audit.assertSound();
            audit.assertNothingOpen();
            System.out.printf(
                    "storm: seed %d, %d instances, %d nodes, %d requests, %d refused, %s; %d ledger entries, 0 open%n",
                    seed,
                    INSTANCES,
                    nodes,
                    answers.size(),
                    storm.refused(),
                    disturbances,
                    audit.entries().size());
            verify(platform);
        }
    }

    /** Lets the command that auditors use look at it, where the run names one. */
    private static void verify(Platform platform) throws IOException, InterruptedException {
        String command = System.getProperty("storm.verify", "");
        if (command.isEmpty()) {
            return;
        }
        ProcessBuilder verify = new ProcessBuilder(Path.of(command).toString(), "verify").inheritIO();
        Map<String, String> environment = new HashMap<>();
        environment.put("VFL_BOOTSTRAP_SERVERS", platform.connections().bootstrapServers());
        environment.put("VFL_REGISTRY_URL", platform.connections().registryUrl());
        verify.environment().putAll(environment);
        Process process = verify.start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS))
                .as(command + " verify ended")
                .isTrue();
        assertThat(process.exitValue()).as(command + " verify").isZero();
    }
}
