package io.vfledger.inventory.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAnnotationTest {
    private static List<NetworkSelection> read(String text) {
        return switch (NetworkAnnotation.read(text, "web")) {
            case Reading.Understood<List<NetworkSelection>>(var found) -> found;
            case Reading.Refused<List<NetworkSelection>>(String why) -> throw new AssertionError(why);
        };
    }

    private static String refusal(String text) {
        return switch (NetworkAnnotation.read(text, "web")) {
            case Reading.Understood<List<NetworkSelection>>(var found) -> throw new AssertionError("read " + found);
            case Reading.Refused<List<NetworkSelection>>(String why) -> why;
        };
    }

    private static NetworkSelection named(String namespace, String name) {
        return new NetworkSelection(
                new ObjectKey(namespace, name), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void readsNames() {
        assertThat(read(" blue , prod/red@vf0,blue"))
                .containsExactly(
                        named("web", "blue"),
                        new NetworkSelection(
                                new ObjectKey("prod", "red"),
                                Optional.of(new InterfaceName("vf0")),
                                Optional.empty(),
                                Optional.empty()),
                        named("web", "blue"));
    }

    @Test
    void readsJson() {
        assertThat(read("""
                        [{"name": "blue"},
                         {"name": "red", "namespace": "prod", "interface": "vf0", "mac": "02:00:00:00:00:01",
                          "deviceID": "0000:03:02.0", "ips": ["10.0.0.1/24"], "cni-args": {"a": 1}}]"""))
                .containsExactly(
                        named("web", "blue"),
                        new NetworkSelection(
                                new ObjectKey("prod", "red"),
                                Optional.of(new InterfaceName("vf0")),
                                Optional.of(MacAddress.parse("02:00:00:00:00:01")),
                                Optional.of(new PciAddress("0000:03:02.0"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "[]"})
    void readsNothing(String text) {
        assertThat(read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blue,,red|network ''",
                "Blue|network 'Blue'",
                "a/b/c|network 'a/b/c'",
                "blue@this-name-is-too-long|interface name",
                "[{]|not valid JSON",
                "{\"name\": \"blue\"}|not a JSON list",
                "[\"blue\"]|item 0 of the list of networks is no object",
                "[{\"namespace\": \"web\"}]|has no name",
                "[{\"name\": 7}]|must be a text",
                "[{\"name\": \"blue\", \"mac\": \"zz\"}]|MAC address",
                "[{\"name\": \"blue\", \"deviceID\": \"../..\"}]|PCI address",
                "[] []|not valid JSON",
            })
    void refuses(String text, String why) {
        assertThat(refusal(text)).contains(why);
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertThat(refusal("a,".repeat(NetworkAnnotation.MOST) + "a"))
                .contains("65 networks")
                .contains("up to 64");
        assertThat(refusal("a".repeat(NetworkAnnotation.MAX_LENGTH + 1))).contains("65537 characters");
        assertThat(refusal("[".repeat(2_000))).contains("not valid JSON");
    }
}
