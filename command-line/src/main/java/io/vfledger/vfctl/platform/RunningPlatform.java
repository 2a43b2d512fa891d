package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Vfctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the data directory that a command is about. */
final class RunningPlatform {
    private RunningPlatform() {}

    /** The one that was given; else that of the platform on the ports that were given; else the default. */
    static DataDirectory dataDirectory(Vfctl options) {
        Home home = Home.ofThisProgram();
        return new DataDirectory(options.data()
                .or(() -> pointedTo(home.pointer(options.portBase())))
                .orElse(home.defaultData()));
    }

    /** What is written of the platform there; refuses where none runs. */
    static PlatformState require(DataDirectory data) {
        return PlatformState.read(data)
                .orElseThrow(() -> new Refusal("no platform runs with the data directory '" + data.root()
                        + "'; `vfctl up` starts one, --data or --port-base names another"));
    }

    static void remember(Ports ports, DataDirectory data) {
        Path pointer = Home.ofThisProgram().pointer(ports.base());
        try {
            Files.createDirectories(pointer.resolveSibling("."));
            Files.writeString(pointer, data.root().toString());
        } catch (IOException e) {
            throw new Refusal("cannot write '" + pointer + "'", e);
        }
    }

    static void forget(int portBase, DataDirectory data) {
        Path pointer = Home.ofThisProgram().pointer(portBase);
        try {
            if (pointedTo(pointer).equals(Optional.of(data.root()))) {
                Files.deleteIfExists(pointer);
            }
        } catch (IOException e) {
            throw new Refusal("cannot remove '" + pointer + "'", e);
        }
    }

    private static Optional<Path> pointedTo(Path pointer) {
        try {
            return Files.exists(pointer) ? Optional.of(Path.of(Files.readString(pointer))) : Optional.empty();
        } catch (IOException e) {
            throw new Refusal("cannot read '" + pointer + "'", e);
        }
    }
}
