package io.vfledger.vfctl.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a part is run.
 *
 * @param name which
 * @param command program and arguments
 * @param environment added to that of the supervisor
 * @param directory to run in
 * @param port where it serves
 * @param probe whether it does
 * @param grace how long it may take to stop before it is killed
 */
record Part(
        PartName name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        int port,
        Probe probe,
        Duration grace) {
    Part {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
