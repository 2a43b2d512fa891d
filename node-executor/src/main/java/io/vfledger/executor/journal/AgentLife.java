package io.vfledger.executor.journal;

import java.util.Optional;

/**
 * One life of the agent.
 *
 * @param incarnation counted up at every start
 * @param bootId of the running kernel
 * @param machineId of the machine
 * @param build the agent's version
 * @param name random: tells this life from one of the same number whose data directory was lost
 * @param lastBoot the kernel's id in the life before; empty where none is known
 */
public record AgentLife(
        long incarnation, String bootId, String machineId, String build, String name, Optional<String> lastBoot) {
    /** Whether the machine was started again since the life before. */
    public boolean rebooted() {
        return lastBoot.filter(before -> !before.equals(bootId)).isPresent();
    }
}
