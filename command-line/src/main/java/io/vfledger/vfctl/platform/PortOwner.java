package io.vfledger.vfctl.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out which of the platform's ports cannot be had, and who has them. */
final class PortOwner {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private PortOwner() {}

    /** One line for each port that is taken: port, what it is for, and the process that has it, where that can be told. */
    static List<String> conflicts(Ports ports) {
        List<String> taken = new ArrayList<>();
        for (int port = ports.base(); port < ports.base() + Ports.COUNT; port++) {
            if (!isFree(port)) {
                taken.add("port " + port + " (" + ports.use(port) + ") is in use"
                        + owner(port).map(process -> " by " + process).orElse(""));
            }
        }
        return taken;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> owner(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            lines(PROC.resolve(table)).stream()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(fields -> fields.length > 9
                            && LISTENING.equals(fields[3])
                            && fields[1].endsWith(String.format(Locale.ROOT, ":%04X", port)))
                    .forEach(fields -> sockets.add("socket:[" + fields[9] + "]"));
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsOneOf(process.pid(), sockets))
                .findFirst()
                .map(process -> "process " + process.pid()
                        + process.info()
                                .command()
                                .map(command -> " (" + command + ")")
                                .orElse(""));
    }

    private static boolean holdsOneOf(long pid, Set<String> sockets) {
        try (Stream<Path> descriptors = Files.list(PROC.resolve(pid + "/fd"))) {
            return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
        } catch (IOException e) {
            // Another user's process, or one that has just ended.
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
