package io.vfledger.cni.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how calls are served.
 *
 * @param socket path of the socket; its directory is made with mode 0700 and has to be the agent's own
 * @param connectionsMax calls served at once, 1 to 4096; one more is told to try again (code 11)
 * @param readTimeout how long a caller may take to send its call, and to take the reply
 */
public record ServerSettings(Path socket, int connectionsMax, Duration readTimeout) {
    /** Where the CNI binary looks when nothing else is said. */
    public static final Path DEFAULT_SOCKET = Path.of("/run/vfledger/cni.sock");

    public ServerSettings {
        if (connectionsMax < 1 || connectionsMax > 4096) {
            throw new IllegalArgumentException("connectionsMax " + connectionsMax + " is outside 1 to 4096");
        }
        if (readTimeout.isNegative() || readTimeout.isZero() || readTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("readTimeout " + readTimeout + " is outside 0 to 10 minutes");
        }
    }

    public static ServerSettings at(Path socket) {
        return new ServerSettings(socket, 256, Duration.ofSeconds(10));
    }
}
