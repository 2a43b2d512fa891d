package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who has a device node open, from the descriptors of every process that procfs shows. */
public final class DeviceUsers {
    private static final Path PROC = Path.of("/proc");

    private final Path proc;

    /** On this machine. */
    public DeviceUsers() {
        this(PROC);
    }

    /** @param proc where procfs is mounted, or a tree of the same shape */
    public DeviceUsers(Path proc) {
        this.proc = proc;
    }

    /** A process with a device open. */
    public record User(int pid, String command) {
        @Override
        public String toString() {
            return "pid " + pid + " (" + command + ")";
        }
    }

    /** The first process found for each node that is open; one pass over all processes. */
    public Map<String, User> of(Collection<String> nodes) throws KernelException {
        Map<String, User> users = new HashMap<>();
        if (nodes.isEmpty()) {
            return users;
        }
        for (Path process : SysfsFiles.children(proc)) {
            String pid = SysfsFiles.fileName(process);
            if (pid.chars().allMatch(Character::isDigit)) {
                for (String open : openNodes(process.resolve("fd"), nodes)) {
                    users.putIfAbsent(open, new User(Integer.parseInt(pid), command(process)));
                }
            }
        }
        return users;
    }

    /** Processes come and go while they are looked at: one that cannot be read has gone. */
    private static List<String> openNodes(Path descriptors, Collection<String> nodes) {
        List<String> open = new ArrayList<>();
        try {
            for (Path descriptor : SysfsFiles.children(descriptors)) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (nodes.contains(target)) {
                    open.add(target);
                }
            }
        } catch (IOException | KernelException e) {
            return open;
        }
        return open;
    }

    private static String command(Path process) {
        try {
            return SysfsFiles.text(process.resolve("comm")).orElse("ended");
        } catch (KernelException e) {
            return "ended";
        }
    }

    /**
     * Whether the kernel says that a vfio group is taken. It lets one process at a time open a group, so this sees users of
     * other process namespaces too.
     */
    public boolean isTaken(String groupNode) throws KernelException {
        try {
            return KernelFile.isBusy(Path.of(groupNode));
        } catch (NetlinkException e) {
            throw new KernelException(e);
        }
    }

    /** Who has one of these nodes open, in words; empty when nobody has. */
    public Optional<String> anyOf(Collection<String> nodes) throws KernelException {
        Map<String, User> users = of(nodes);
        for (String node : nodes) {
            if (users.containsKey(node)) {
                return Optional.of(node + " is open by " + users.get(node));
            }
        }
        for (String node : nodes) {
            if (node.matches("/dev/vfio/\\d+") && isTaken(node)) {
                return Optional.of(node + " is open by a process that cannot be seen from here");
            }
        }
        return Optional.empty();
    }
}
