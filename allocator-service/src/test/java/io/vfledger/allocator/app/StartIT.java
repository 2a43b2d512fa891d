package io.vfledger.allocator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StartIT {
    private static Platform platform;

    @BeforeAll
    static void start() throws Exception {
        platform = new Platform();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void servesEveryPartitionAndSaysSo() throws Exception {
        try (AllocatorProcess allocator = platform.allocator("one").awaitUp()) {
            assertThat(allocator.get("/actuator/health")).contains("\"served\":[0,1,2,3]");
            assertThat(allocator.get("/actuator/prometheus")).contains("vfl_open_requests 0.0", "vfl_restore_seconds");
            allocator.end();
        }
    }

    @Test
    void refusesTopicsWithDifferentPartitionCounts() throws Exception {
        try (Platform changed = new Platform()) {
            try (Admin admin = changed.broker().admin()) {
                admin.createPartitions(Map.of("outcomes", NewPartitions.increaseTo(TestBroker.PARTITIONS + 1)))
                        .all()
                        .get(20, TimeUnit.SECONDS);
            }
            try (AllocatorProcess allocator = changed.allocator("one")) {
                assertThat(allocator.exitCode()).isEqualTo(1);
                assertThat(Files.readString(allocator.log())).contains("topic outcomes has 5 partitions, not 4");
            }
        }
    }

    @Test
    void refusesASecondProcessOfTheSameName() throws Exception {
        try (AllocatorProcess first = platform.allocator("one").awaitUp();
                AllocatorProcess second = platform.allocator("one").awaitUp()) {
            assertThat(first.exitCode()).isEqualTo(3);
            assertThat(second.isAlive()).isTrue();
        }
    }
}
