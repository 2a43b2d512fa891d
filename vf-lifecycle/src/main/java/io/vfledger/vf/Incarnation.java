package io.vfledger.vf;

/**
 * One life of a node's agent, from start to exit.
 *
 * @param counter counted up and kept on disk by the agent at each start; 1 or more (0: not known); begins anew when the
 *     disk is lost
 * @param bootId the kernel's {@code /proc/sys/kernel/random/boot_id}, 1 to 64 characters
 * @param machineId {@code /etc/machine-id}, 1 to 64 characters
 * @param life random, drawn at each start, 1 to 64 characters; empty for an agent that draws none
 */
public record Incarnation(long counter, String bootId, String machineId, String life) {
    public Incarnation {
        Require.inRange("incarnation counter", counter, 0, Long.MAX_VALUE);
        Require.printable("boot id", bootId, 64);
        Require.printable("machine id", machineId, 64);
        if (!life.isEmpty()) {
            Require.printable("life id", life, 64);
        }
    }
}
