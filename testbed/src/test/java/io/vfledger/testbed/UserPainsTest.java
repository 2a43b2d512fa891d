package io.vfledger.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that tells users what cannot happen to them names tests: they have to be there. */
class UserPainsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/user-pains.md");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");
    private static final Pattern SCRIPT = Pattern.compile("`(testbed/[a-z-]+)`");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Matcher each = NAMED.matcher(lastColumns()); each.find(); named++) {
            String source = sources.get(each.group(1));
            if (source == null || (each.group(2) != null && !source.contains("void " + each.group(2) + "("))) {
                missing.add(each.group());
            }
        }
        assertThat(named).isGreaterThan(20);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowNamesATestOrAScript() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(10)
                .allSatisfy(row -> assertThat(lastColumn(row))
                        .matches(
                                column -> NAMED.matcher(column).find()
                                        || SCRIPT.matcher(column).find(),
                                "names one"));
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| (R)?\\d+ \\|.*"))
                .toList();
    }

    private static String lastColumns() throws IOException {
        return String.join("\n", rows().stream().map(UserPainsTest::lastColumn).toList());
    }

    private static String lastColumn(String row) {
        String[] columns = row.split("\\|", -1);
        return columns[columns.length - 2];
    }

    /** The text of every test class by its name. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(found -> found.toString().endsWith(".java"))
                            .toList()) {
                        String name = file.getFileName().toString();
                        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                    }
                }
            }
        }
        return sources;
    }
}
