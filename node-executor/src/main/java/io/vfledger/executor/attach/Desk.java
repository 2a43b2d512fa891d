package io.vfledger.executor.attach;

import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.IntentJournal;
import java.time.InstantSource;

/**
 * What every operation of the executor works with.
 *
 * @param checkpoint the node's present
 * @param journal the intents
 * @param nics the kernel
 * @param ipam the IPAM plugins
 * @param devices the files that describe devices to the runtime
 * @param reports the way to Kafka
 * @param clock for deadlines, milliseconds since the Unix epoch
 */
public record Desk(
        Checkpoint checkpoint,
        IntentJournal journal,
        NodeNics nics,
        Ipam ipam,
        DeviceFiles devices,
        Reports reports,
        InstantSource clock) {}
