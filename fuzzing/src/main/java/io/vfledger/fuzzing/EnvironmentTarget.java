package io.vfledger.fuzzing;

import io.vfledger.cni.protocol.CniArgs;
import io.vfledger.cni.protocol.EnvironmentReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The CNI_* variables, in a fixed order, each ended by a zero byte. */
final class EnvironmentTarget implements Target {
    private static final List<String> NAMES = List.of(
            "CNI_COMMAND",
            "CNI_CONTAINERID",
            "CNI_NETNS",
            "CNI_IFNAME",
            "CNI_ARGS",
            "CNI_PATH",
            "TRACEPARENT",
            "TRACESTATE",
            "BAGGAGE");

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Override
    public void feed(byte[] input) {
        String[] values = new String(input, StandardCharsets.UTF_8).split("\0", -1);
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < Math.min(values.length, NAMES.size()); i++) {
            variables.put(NAMES.get(i), values[i]);
        }
        EnvironmentReader.read(variables);
        CniArgs.parse(variables.getOrDefault("CNI_ARGS", ""));
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                values(
                        "ADD",
                        "c1",
                        "/run/netns/a",
                        "net1",
                        "IgnoreUnknown=1;K8S_POD_NAMESPACE=ns;K8S_POD_NAME=web-0"
                                + ";K8S_POD_UID=6f1e;K8S_POD_INFRA_CONTAINER_ID=c1;MAC=02:00:00:00:00:01;IP=10.0.0.2",
                        "/opt/cni/bin:/usr/lib/cni",
                        TRACE,
                        "a=b",
                        "k=v"),
                values("DEL", "c1", "", "net1", "MAC=xx;VF=1;VLAN=5", "/opt/cni/bin"),
                values("GC", "", "", "", "", "/opt/cni/bin"));
    }

    private static byte[] values(String... values) {
        return String.join("\0", values).getBytes(StandardCharsets.UTF_8);
    }
}
