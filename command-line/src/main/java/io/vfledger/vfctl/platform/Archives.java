package io.vfledger.vfctl.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Whether the JVMs take their classes from archives (class data sharing), or write them as they end. */
enum Archives {
    USE,
    MAKE;

    private static final String PROPERTY = "vfctl.archives";

    /** What this process was told. */
    static Archives ofThisProcess() {
        return valueOf(System.getProperty(PROPERTY, USE.name()));
    }

    /** Tells a process what {@link #ofThisProcess} is to say there. */
    String asProperty() {
        return "-D" + PROPERTY + "=" + name();
    }

    /** Options for a JVM; one that finds its archive out of date does without, and says nothing. */
    List<String> options(Path archive) {
        return switch (this) {
            case MAKE -> List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr");
            case USE ->
                Files.exists(archive)
                        ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr")
                        : List.of();
        };
    }

    /** How long a process may take to end: writing an archive takes seconds of work. */
    Duration grace(Duration usual) {
        return switch (this) {
            case MAKE -> usual.plusSeconds(120);
            case USE -> usual;
        };
    }
}
