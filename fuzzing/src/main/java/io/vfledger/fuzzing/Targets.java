package io.vfledger.fuzzing;

import io.vfledger.cni.server.FrameTarget;
import io.vfledger.cni.server.SpoolTarget;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** All targets by their names. */
final class Targets {
    /** The target that is all the others. */
    static final String EVERY = "every";

    private Targets() {}

    /**
     * The targets.
     *
     * @param root of the source tree, where captured kernel messages are taken from
     * @param scratch a directory that targets may write to, each below its own name
     */
    static Map<String, Target> all(Path root, Path scratch) {
        Map<String, Target> targets = new TreeMap<>();
        targets.put("checkpoint", new CheckpointTarget(scratch.resolve("checkpoint")));
        targets.put("cni-configuration", new ConfigurationTarget());
        targets.put("cni-environment", new EnvironmentTarget());
        targets.put("cni-frame", new FrameTarget());
        targets.put("cni-result", new ResultTarget());
        targets.put("cni-spool", new SpoolTarget(scratch.resolve("cni-spool")));
        targets.put("intent-journal", new JournalTarget(scratch.resolve("intent-journal")));
        targets.put("netlink", new NetlinkTarget(root));
        targets.put("outbox", new OutboxTarget(scratch.resolve("outbox")));
        targets.put("pools-file", new PoolsTarget());
        targets.put("topic-record", new RecordTarget());
        targets.put(EVERY, new EveryTarget(targets));
        return targets;
    }
}
