package io.vfledger.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StrimziResourcesTest {
    private static final Path DIRECTORY = Path.of("../deploy/strimzi");

    @Test
    void areWhatTheCatalogueSays() throws IOException {
        matches("topics.yaml", StrimziResources.topics());
        matches("users.yaml", StrimziResources.users());
    }

    @Test
    void nobodyButTheAllocatorWritesTheLedger() {
        assertThat(StrimziResources.users().split("---\n", -1))
                .filteredOn(user -> user.contains("name: ledger, patternType: literal }\n        operations: [Describe,"
                        + " DescribeConfigs, Read, Write]"))
                .singleElement()
                .asString()
                .contains("name: vfledger-allocator");
    }

    private static void matches(String name, String expected) throws IOException {
        Path file = DIRECTORY.resolve(name);
        if (Boolean.getBoolean("vfledger.docs.write")) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, expected);
        }

        assertThat(Files.readString(file))
                .as(name + " is out of date; `make docs` writes it")
                .isEqualTo(expected);
    }
}
