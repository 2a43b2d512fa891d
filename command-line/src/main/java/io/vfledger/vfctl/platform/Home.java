package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built project: where the programs of the parts are.
 *
 * @param root of the project
 */
record Home(Path root) {
    /** The one this program was started from; {@code ./vfctl} says it. */
    static Home ofThisProgram() {
        return new Home(Path.of(System.getProperty("vfctl.home", "")).toAbsolutePath());
    }

    /** Refuses where something is not built. */
    void requireBuild() {
        for (String module : List.of("command-line", "allocator-service", "inventory-service")) {
            jar(module);
        }
        for (Path path : List.of(ofModule("command-line", "broker"), registry().resolve("quarkus-run.jar"))) {
            if (!Files.exists(path)) {
                throw notBuilt(path);
            }
        }
    }

    String vfctlClassPath() {
        return serviceClassPath("command-line");
    }

    String brokerClassPath() {
        return jar("command-line") + ":" + ofModule("command-line", "broker") + "/*:" + ofModule("command-line", "lib")
                + "/*";
    }

    String serviceClassPath(String module) {
        return jar(module) + ":" + ofModule(module, "lib") + "/*";
    }

    /** Settings of java.util.logging for the broker and the supervisor. */
    Path logging() {
        return ofModule("command-line", "classes").resolve("logging.properties");
    }

    /** Classes of a process as they were loaded once (class data sharing); made by {@code vfctl warm-up}. */
    Path archive(String process) {
        return ofModule("command-line", "archives").resolve(process + ".jsa");
    }

    Path registry() {
        return ofModule("command-line", "registry");
    }

    /** Where the data goes that nobody gave a directory for. */
    Path defaultData() {
        return root.resolve(".vfledger/data");
    }

    /** Says which data directory the platform on some ports has. */
    Path pointer(int portBase) {
        return root.resolve(".vfledger/platforms/" + portBase);
    }

    /** The one jar that the module was packaged as; class data sharing wants jars, not directories. */
    private Path jar(String module) {
        Path target = ofModule(module, ".").normalize();
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> notBuilt(target.resolve("*.jar")));
        } catch (IOException e) {
            throw notBuilt(target);
        }
    }

    private static Refusal notBuilt(Path missing) {
        return new Refusal("the project is not built: there is no " + missing
                + "; run `make quick`, or `mvn package -DskipTests` with a JDK 25");
    }

    private Path ofModule(String module, String directory) {
        return root.resolve(module).resolve("target").resolve(directory);
    }
}
