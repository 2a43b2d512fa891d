package io.vfledger.fuzzing;

import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniRequest;
import io.vfledger.cni.protocol.ConfigurationReader;
import io.vfledger.cni.protocol.EnvironmentReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Standard input of a CNI call. The first byte picks the command. */
final class ConfigurationTarget implements Target {
    private static final CniCommand[] COMMANDS = Arrays.stream(CniCommand.values())
            .filter(command -> command != CniCommand.VERSION)
            .toArray(CniCommand[]::new);

    static final List<String> CONFIGURATIONS = List.of("""
            {"cniVersion":"1.1.0","name":"blue","type":"sriov","deviceID":"0000:3b:02.1","pciBusID":"0000:3b:02.1",
            "pool":"fast","mac":"02:00:00:00:00:01","vlan":100,"vlanQoS":3,"vlanProto":"802.1ad","min_tx_rate":10,
            "max_tx_rate":100,"spoofchk":"on","trust":"on","link_state":"enable","mtu":9000,"logLevel":"debug",
            "logFile":"/x","promisc":"on","allmulti":"off","master":"ens1f0","pfOnly":false,
            "sysctls":{"net.ipv4.conf.IFNAME.arp_notify":"1"},"capabilities":{"mac":true},"runtimeConfig":{"mac":"02:00:00:00:00:02",
            "deviceID":"0000:3b:02.1","ips":["10.1.2.3/24"],
            "CNIDeviceInfoFile":"/var/run/k8s.cni.cncf.io/devinfo/cni/blue-net1"},
            "ipam":{"type":"host-local","subnet":"10.0.0.0/24"},"dns":{"nameservers":["10.0.0.1"],"domain":"d"},
            "prevResult":{"interfaces":[{"name":"eth0","sandbox":"/x","mac":"02:00:00:00:00:01"}],
            "ips":[{"address":"10.1.0.5/16","gateway":"10.1.0.1","interface":0}],"routes":[{"dst":"0.0.0.0/0"}]}}""", """
            {"cniVersion":"1.1.0","name":"blue","type":"sriov","cni.dev/valid-attachments":[
            {"containerID":"c1","ifname":"net1"},{"containerID":"c2","ifname":"net2"}]}""", """
            {"cniVersion":"1.0.0","name":"n","type":"sriov","master":"ens1f0","pfOnly":true,"mtu":9000}""", """
            {"cniVersion":"0.3.1","name":"n","type":"sriov","vlan":0,"args":{"cni":{}},"ipam":{}}""");

    @Override
    public void feed(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ByteBuffer stdin = ByteBuffer.wrap(input, 1, input.length - 1).slice();
        ConfigurationReader.versionOf(stdin);
        ConfigurationReader.read(request(COMMANDS[(input[0] & 0xff) % COMMANDS.length]), stdin);
    }

    private static CniRequest request(CniCommand command) {
        return switch (EnvironmentReader.read(Map.of(
                "CNI_COMMAND", command.name(),
                "CNI_CONTAINERID", "c1",
                "CNI_NETNS", "/run/netns/pod",
                "CNI_IFNAME", "net1",
                "CNI_ARGS", "MAC=02:00:00:00:00:09",
                "CNI_PATH", "/opt/cni/bin"))) {
            case Checked.Valid<CniRequest>(CniRequest request) -> request;
            case Checked.Refused<CniRequest> refused -> throw new AssertionError("refused: " + refused);
        };
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int command = 0; command < COMMANDS.length; command++) {
            for (String text : CONFIGURATIONS) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                seeds.add(ByteBuffer.allocate(1 + bytes.length)
                        .put((byte) command)
                        .put(bytes)
                        .array());
            }
        }
        return seeds;
    }
}
