package io.vfledger.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointKeyFileTest {
    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "rw-------, vfledger, false",
        "r--------, vfledger, false",
        "rw-r-----, vfledger, true",
        "rw-r-----, root, false",
        "r--r-----, root, false",
        "rw-rw----, root, true",
        "rw----r--, root, true",
        "rwx------, vfledger, true",
    })
    void isForItsOwnerAloneAndForTheGroupWhereItIsRoots(String mode, String owner, boolean open) {
        assertThat(CheckpointKeyFile.isOpen(PosixFilePermissions.fromString(mode), owner))
                .isEqualTo(open);
    }

    @Test
    void namesWhatIsWrongOnce() throws IOException {
        Path file = directory.resolve("key");
        assertThatThrownBy(() -> CheckpointKeyFile.read(file))
                .hasMessage("VFL_CHECKPOINT_KEY names '" + file
                        + "', which cannot be read; make one with vfctl key create");

        Files.writeString(file, "no key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> CheckpointKeyFile.read(file))
                .hasMessageStartingWith("VFL_CHECKPOINT_KEY names '" + file + "', which others may use as well");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> CheckpointKeyFile.read(file))
                .hasMessageStartingWith("VFL_CHECKPOINT_KEY names '" + file + "': it is not a private key");

        Files.writeString(file, "k".repeat(5_000));
        assertThatThrownBy(() -> CheckpointKeyFile.read(file)).hasMessageContaining("larger than 4096 bytes");
    }
}
