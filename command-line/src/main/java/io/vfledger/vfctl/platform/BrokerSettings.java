package io.vfledger.vfctl.platform;

import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.Properties;

/** The settings of the one broker: both roles of KRaft in one process, everything on the loopback address. */
final class BrokerSettings {
    /** Address that an emulated machine has for this one (QEMU user networking). */
    private static final String THIS_MACHINE_FROM_INSIDE = "10.0.2.2";

    private static final int SMALL_TOPIC_PARTITIONS = 8;

    private BrokerSettings() {}

    static void write(DataDirectory data, Ports ports) {
        try (Writer writer = Files.newBufferedWriter(data.brokerSettings())) {
            properties(data, ports).store(writer, "written at every start of the platform");
        } catch (IOException e) {
            throw new Refusal("cannot write '" + data.brokerSettings() + "'", e);
        }
    }

    private static Properties properties(DataDirectory data, Ports ports) {
        Properties settings = new Properties();
        identity(settings, data, ports);
        singleBroker(settings);
        latency(settings);
        footprint(settings);
        return settings;
    }

    private static void identity(Properties settings, DataDirectory data, Ports ports) {
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("log.dirs", data.broker().toString());
        // Given, not kept in the log: a data directory may be started on other ports.
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("inter.broker.listener.name", "LOCAL");
        settings.setProperty(
                "listeners",
                "LOCAL://127.0.0.1:" + ports.broker() + ",MACHINE://127.0.0.1:" + ports.brokerForMachine()
                        + ",CONTROLLER://127.0.0.1:" + ports.controller());
        settings.setProperty(
                "advertised.listeners",
                "LOCAL://127.0.0.1:" + ports.broker() + ",MACHINE://" + THIS_MACHINE_FROM_INSIDE + ":"
                        + ports.brokerForMachine());
        settings.setProperty(
                "listener.security.protocol.map", "LOCAL:PLAINTEXT,MACHINE:PLAINTEXT,CONTROLLER:PLAINTEXT");
    }

    private static void singleBroker(Properties settings) {
        String small = Integer.toString(SMALL_TOPIC_PARTITIONS);
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("num.partitions", Integer.toString(TopicCatalogue.EMBEDDED_PARTITIONS));
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", small);
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", small);
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    }

    private static void latency(Properties settings) {
        // A broker that was killed is let back in after 2 s instead of 9 s.
        settings.setProperty("broker.session.timeout.ms", "2000");
        settings.setProperty("broker.heartbeat.interval.ms", "500");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        // What an allocator left open when it was killed is aborted 1 s after its time-out instead of 10 s: until then
        // nobody
        // reads past it.
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // The default stalls back-to-back transactions by 20 ms (KAFKA-20000).
        settings.setProperty("add.partitions.to.txn.retry.backoff.ms", "1");
    }

    private static void footprint(Properties settings) {
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        settings.setProperty("num.recovery.threads.per.data.dir", "2");
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
        settings.setProperty("log.segment.bytes", Integer.toString(64 * 1024 * 1024));
        settings.setProperty("log.index.size.max.bytes", Integer.toString(1024 * 1024));
    }
}
