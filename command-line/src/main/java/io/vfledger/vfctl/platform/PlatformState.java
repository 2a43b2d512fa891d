package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the supervisor of a data directory last wrote: enough to find every process again after it has died.
 *
 * @param supervisor its process
 * @param portBase first of the platform's ports
 * @param startedAtMs when it was started, milliseconds since the Unix epoch
 * @param readyAfterMs until everything was ready for the first time; 0 while it is not
 * @param parts in the order of {@link PartName}
 */
record PlatformState(
        ProcessIdentity supervisor, int portBase, long startedAtMs, long readyAfterMs, List<PartState> parts) {
    PlatformState {
        parts = List.copyOf(parts);
    }

    /** Reads it; empty where no platform has run, or the last one was stopped. */
    static Optional<PlatformState> read(DataDirectory data) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(data.state())) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Refusal("cannot read '" + data.state() + "'", e);
        }
        return ProcessIdentity.parse(properties.getProperty("supervisor", ""))
                .map(supervisor -> new PlatformState(
                        supervisor,
                        (int) number(properties, "port-base"),
                        number(properties, "started-at-ms"),
                        number(properties, "ready-after-ms"),
                        parts(properties)));
    }

    /** Writes it, whole or not at all. */
    void write(DataDirectory data) {
        Properties properties = new Properties();
        properties.setProperty("supervisor", supervisor.toString());
        properties.setProperty("port-base", Integer.toString(portBase));
        properties.setProperty("started-at-ms", Long.toString(startedAtMs));
        properties.setProperty("ready-after-ms", Long.toString(readyAfterMs));
        for (PartState part : parts) {
            String prefix = part.name() + ".";
            properties.setProperty(
                    prefix + "process",
                    part.process().map(ProcessIdentity::toString).orElse(""));
            properties.setProperty(prefix + "phase", part.phase().name());
            properties.setProperty(prefix + "port", Integer.toString(part.port()));
            properties.setProperty(prefix + "started-at-ms", Long.toString(part.startedAtMs()));
            properties.setProperty(prefix + "ready-after-ms", Long.toString(part.readyAfterMs()));
            properties.setProperty(prefix + "restarts", Integer.toString(part.restarts()));
        }
        Path written = data.root().resolve("platform.state.new");
        try {
            try (Writer writer = Files.newBufferedWriter(written)) {
                properties.store(writer, "of the running platform; vfctl status shows it");
            }
            Files.move(written, data.state(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Refusal("cannot write '" + data.state() + "'", e);
        }
    }

    boolean isReady() {
        return readyAfterMs > 0
                && parts.stream().allMatch(part -> part.phase() == PartState.Phase.READY && part.isAlive());
    }

    PartState part(PartName name) {
        return parts.stream().filter(part -> part.name() == name).findFirst().orElse(PartState.initial(name, 0));
    }

    private static List<PartState> parts(Properties properties) {
        List<PartState> parts = new ArrayList<>();
        for (PartName name : PartName.values()) {
            String prefix = name + ".";
            parts.add(new PartState(
                    name,
                    ProcessIdentity.parse(properties.getProperty(prefix + "process", "")),
                    PartState.Phase.valueOf(properties.getProperty(prefix + "phase", "WAITING")),
                    (int) number(properties, prefix + "port"),
                    number(properties, prefix + "started-at-ms"),
                    number(properties, prefix + "ready-after-ms"),
                    (int) number(properties, prefix + "restarts")));
        }
        return parts;
    }

    private static long number(Properties properties, String name) {
        String text = properties.getProperty(name, "0");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
