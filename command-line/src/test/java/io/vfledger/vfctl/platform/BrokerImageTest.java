package io.vfledger.vfctl.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images run the parts with the settings that {@code vfctl up} runs them with. */
class BrokerImageTest {
    private static final Path IMAGES = Path.of("../deploy/images");
    private static final Set<String> ADDRESSES = Set.of(
            "log.dirs",
            "listeners",
            "advertised.listeners",
            "controller.quorum.voters",
            "inter.broker.listener.name",
            "listener.security.protocol.map");

    @Test
    void brokerInTheImageHasTheSettingsOfTheOneThatVfctlStarts(@TempDir Path directory) throws IOException {
        DataDirectory data = new DataDirectory(directory);
        BrokerSettings.write(data, new Ports(20_000));

        assertThat(withoutAddresses(read(IMAGES.resolve("broker/server.properties"))))
                .isEqualTo(withoutAddresses(read(data.brokerSettings())));
    }

    @Test
    void jvmsInTheImagesHaveTheOptionsOfThoseThatVfctlStarts(@TempDir Path directory) throws IOException {
        Parts parts = new Parts(new Home(directory), new DataDirectory(directory), new Ports(20_000), Optional.empty());

        assertThat(Files.readAllLines(IMAGES.resolve("base/jvm.options")))
                .isEqualTo(parts.jvm(PartName.BROKER, "256m").stream()
                        .skip(1)
                        .filter(option -> !option.startsWith("-Xmx"))
                        .toList());
    }

    private static Properties read(Path file) throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        }
        return settings;
    }

    private static Map<String, String> withoutAddresses(Properties settings) {
        return settings.stringPropertyNames().stream()
                .filter(name -> !ADDRESSES.contains(name))
                .collect(Collectors.toMap(name -> name, settings::getProperty));
    }
}
