package io.vfledger.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopicDocumentationTest {
    private static final Path PAGE = Path.of("../docs/topics.md");

    @Test
    void isWhatTheCatalogueAndTheSchemasSay() throws IOException {
        String page = TopicDocumentation.print();
        if (Boolean.getBoolean("vfledger.docs.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/topics.md is out of date; `make docs` writes it")
                .isEqualTo(page);
    }
}
