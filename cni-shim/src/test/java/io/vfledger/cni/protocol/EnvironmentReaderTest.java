package io.vfledger.cni.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentReaderTest {
    private static final Map<String, String> WHOLE = Map.of(
            "CNI_COMMAND", "ADD",
            "CNI_CONTAINERID", "c0ffee",
            "CNI_NETNS", "/run/netns/pod",
            "CNI_IFNAME", "net1",
            "CNI_PATH", "/opt/cni/bin");

    static Map<String, String> whole(CniCommand command, String... pairs) {
        Map<String, String> variables = new HashMap<>(WHOLE);
        variables.put("CNI_COMMAND", command.name());
        for (int i = 0; i < pairs.length; i += 2) {
            variables.put(pairs[i], pairs[i + 1]);
        }
        return variables;
    }

    static CniError refused(Checked<?> checked) {
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        return ((Checked.Refused<?>) checked).error();
    }

    static <T> T valid(Checked<T> checked) {
        if (checked instanceof Checked.Refused<T>(CniError error)) {
            throw new AssertionError("refused: " + error);
        }
        return ((Checked.Valid<T>) checked).value();
    }

    @ParameterizedTest
    @CsvSource({
        "ADD,    'CNI_CONTAINERID, CNI_NETNS, CNI_IFNAME'",
        "CHECK,  'CNI_CONTAINERID, CNI_NETNS, CNI_IFNAME'",
        "DEL,    'CNI_CONTAINERID, CNI_IFNAME'",
        "STATUS, ''",
        "GC,     ''",
        "VERSION,''"
    })
    void namesAllMissingVariablesAtOnce(CniCommand command, String missing) {
        Checked<CniRequest> read = EnvironmentReader.read(Map.of("CNI_COMMAND", command.name()));
        if (missing.isEmpty()) {
            assertThat(valid(read).sandbox()).isEmpty();
        } else {
            assertThat(refused(read))
                    .isEqualTo(CniError.of(
                            CniErrorCode.INVALID_ENVIRONMENT,
                            "required environment variables missing for " + command + ": " + missing));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsAWholeEnvironmentForEveryCommand(CniCommand command) {
        CniRequest request = valid(EnvironmentReader.read(whole(command)));
        assertThat(request.command()).isEqualTo(command);
        assertThat(request.sandbox().isPresent()).isEqualTo(command.concernsSandbox());
        assertThat(request.environment()).containsEntry("CNI_PATH", "/opt/cni/bin");
    }

    @Test
    void givesTheSandboxOfAnAdd() {
        CniRequest request = valid(EnvironmentReader.read(whole(CniCommand.ADD)));
        assertThat(request.requiredSandbox())
                .isEqualTo(new Sandbox(
                        new ContainerId("c0ffee"), new InterfaceName("net1"), Optional.of("/run/netns/pod")));
        CniRequest status = valid(EnvironmentReader.read(whole(CniCommand.STATUS)));
        assertThatThrownBy(status::requiredSandbox).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "add", "INSTALL", "ADD ", "\u0000"})
    void refusesAnUnknownCommand(String command) {
        CniError error = refused(EnvironmentReader.read(Map.of("CNI_COMMAND", command)));
        assertThat(error.code()).isEqualTo(4);
        assertThat(error.msg()).contains("CNI_COMMAND").contains("ADD, DEL, CHECK, STATUS, GC, VERSION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc", "-x", ".x", "a b", "a/b", "a\nb", "a;b", "é", "a\u0000"})
    void refusesAHostileContainerId(String id) {
        CniError error = refused(EnvironmentReader.read(whole(CniCommand.DEL, "CNI_CONTAINERID", id)));
        assertThat(error.code()).isEqualTo(4);
        assertThat(error.msg()).startsWith("CNI_CONTAINERID: ").doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "a:b", "a b", "a\tb", "sixteen-letters.", "ééééééé1é", "a\u0001"})
    void refusesAHostileInterfaceName(String name) {
        CniError error = refused(EnvironmentReader.read(whole(CniCommand.ADD, "CNI_IFNAME", name)));
        assertThat(error.code()).isEqualTo(4);
        assertThat(error.msg()).startsWith("CNI_IFNAME: ");
    }

    @Test
    void refusesAVariableThatIsTooLong() {
        CniError error = refused(EnvironmentReader.read(whole(CniCommand.ADD, "CNI_PATH", "x".repeat(16 * 1024 + 1))));
        assertThat(error.msg()).isEqualTo("CNI_PATH is 16385 characters long, allowed are up to 16384");
    }

    @Test
    void readsThePodAndTheAddressOfCniArgs() {
        String args = "IgnoreUnknown=1;K8S_POD_UID=4e0f-1;K8S_POD_NAMESPACE=prod;OTHER=x;K8S_POD_NAME=web-0.a;"
                + "K8S_POD_INFRA_CONTAINER_ID=abc;MAC=02-00-00-00-00-0A;";
        CniArgs read = valid(CniArgs.parse(args));
        assertThat(read.pod())
                .contains(
                        new PodIdentity("prod", "web-0.a", Optional.of("4e0f-1"), Optional.of(new ContainerId("abc"))));
        assertThat(read.mac()).contains(new MacAddress("02:00:00:00:00:0a"));
        assertThat(valid(CniArgs.parse("K8S_POD_NAME=web;MAC="))).isEqualTo(CniArgs.NONE);
        assertThat(valid(CniArgs.parse("IP=10.0.0.5")).addressed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FOO=1                                   | unknown keys [\"FOO\"]",
                "IgnoreUnknown=0;FOO=1                   | unknown keys",
                "IgnoreUnknown=false;FOO=1               | unknown keys",
                "VF=256                                  | VF \"256\" is not an integer from 0 to 255",
                "VF=-1                                   | VF \"-1\" is not an integer from 0 to 255",
                "VLAN=4095                               | VLAN \"4095\" is not an integer from 0 to 4094",
                "IP=10.0.0.300                           | 10.0.0.300",
                "IP=10.0.0.1/33                          | prefix length 33 is outside 0 to 32",
                "IP=localhost                            | \"localhost\" is not an IP address",
                "IgnoreUnknown=maybe                     | allowed are 0, 1, true, false",
                "MAC                                     | not KEY=VALUE",
                "=x                                      | not KEY=VALUE",
                "MAC=02:00:00:00:00:01;MAC=x             | twice",
                "MAC=01:00:00:00:00:01                   | multicast",
                "MAC=00:00:00:00:00:00                   | all zero",
                "MAC=02:00:00:00:00                      | six hexadecimal octets",
                "K8S_POD_NAME=../x;K8S_POD_NAMESPACE=a   | K8S_POD_NAME",
                "K8S_POD_NAME=x;K8S_POD_NAMESPACE=A_     | K8S_POD_NAMESPACE",
                "K8S_POD_NAME=x;K8S_POD_NAMESPACE=a;K8S_POD_UID=$ | K8S_POD_UID",
            })
    void refusesBadArgumentsOfAnAddOnly(String args, String message) {
        CniError error = refused(EnvironmentReader.read(whole(CniCommand.ADD, "CNI_ARGS", args)));
        assertThat(error.code()).isEqualTo(4);
        assertThat(error.msg()).startsWith("CNI_ARGS ").contains(message);
        assertThat(valid(EnvironmentReader.read(whole(CniCommand.DEL, "CNI_ARGS", args)))
                        .args())
                .isEqualTo(CniArgs.NONE);
    }

    @Test
    void refusesArgumentsWithoutEnd() {
        StringBuilder args = new StringBuilder("IgnoreUnknown=1");
        for (int i = 0; i < 256; i++) {
            args.append(";k").append(i).append("=v");
        }
        assertThat(refused(CniArgs.parse(args.toString())).msg()).contains("more than 256 pairs");
    }

    @Test
    void dropsATraceThatIsMalformedAndNeverFails() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(valid(EnvironmentReader.read(
                                whole(CniCommand.ADD, "TRACEPARENT", parent, "TRACESTATE", "a=b", "BAGGAGE", "x\ny")))
                        .trace())
                .isEqualTo(new TraceContext(Optional.of(parent), Optional.of("a=b"), Optional.empty()));
        for (String bad : List.of("x", parent + "-", parent.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(valid(EnvironmentReader.read(whole(CniCommand.ADD, "TRACEPARENT", bad, "BAGGAGE", "a=b")))
                            .trace())
                    .isEqualTo(TraceContext.NONE);
        }
    }

    @Test
    void refusesARequestWithoutItsContainer() {
        assertThatThrownBy(() ->
                        new CniRequest(CniCommand.ADD, Optional.empty(), CniArgs.NONE, TraceContext.NONE, Map.of()))
                .hasMessage("ADD needs a container");
    }
}
