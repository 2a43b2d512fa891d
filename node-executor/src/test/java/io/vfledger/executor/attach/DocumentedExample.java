package io.vfledger.executor.attach;

import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of docs/cni.md as they stand there, but for the VF's address. */
final class DocumentedExample {
    private static final Path DOCUMENT = Path.of("docs", "cni.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- example: (\\w+) -->\\n```json\\n(.*?)```", Pattern.DOTALL);

    private DocumentedExample() {}

    static String of(String name, PciAddress vf) throws IOException {
        Matcher examples = EXAMPLE.matcher(Files.readString(DOCUMENT));
        while (examples.find()) {
            if (examples.group(1).equals(name)) {
                return examples.group(2).replace("0000:03:02.0", vf.value());
            }
        }
        throw new IllegalArgumentException(DOCUMENT + " has no example " + name);
    }
}
