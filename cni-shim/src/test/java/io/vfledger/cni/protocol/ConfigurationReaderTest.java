package io.vfledger.cni.protocol;

import static io.vfledger.cni.protocol.EnvironmentReaderTest.refused;
import static io.vfledger.cni.protocol.EnvironmentReaderTest.valid;
import static io.vfledger.cni.protocol.EnvironmentReaderTest.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String with(String keys) {
        return "{\"cniVersion\":\"1.1.0\",\"name\":\"blue\",\"type\":\"vfledger\"" + (keys.isEmpty() ? "" : "," + keys)
                + "}";
    }

    private static Checked<NetworkConfiguration> read(CniCommand command, String text, String... variables) {
        return ConfigurationReader.read(valid(EnvironmentReader.read(whole(command, variables))), bytes(text));
    }

    @Test
    void readsEveryKey() {
        String text = with("""
                "deviceID":"0000:3B:02.1","pciBusID":"0000:3b:02.1","pool":"fast","mac":"02:00:00:00:00:01",
                "vlan":100,"vlanQoS":3,"vlanProto":"802.1AD","min_tx_rate":10,"max_tx_rate":100,
                "spoofchk":"on","trust":"ON","link_state":"enable","mtu":9000,"promisc":"on","allmulti":"off",
                "master":"ens1f0","pfOnly":false,"sysctls":{"net.ipv4.conf.IFNAME.arp_notify":"1"},
                "logLevel":"debug","logFile":"/x",
                "capabilities":{"mac":true},"args":{"cni":{}},"runtimeConfig":{
                  "ips":["10.0.0.9/24"],"CNIDeviceInfoFile":"/var/run/k8s.cni.cncf.io/devinfo/cni/blue-net1"},
                "ipam":{"type":"host-local","subnet":"10.0.0.0/24"},"dns":{"nameservers":["10.0.0.1"],"domain":"d"},
                "prevResult":{"interfaces":[{"name":"eth0","sandbox":"/x"}],
                              "ips":[{"address":"10.1.0.5/16","interface":0}]}""");
        NetworkConfiguration read = valid(read(CniCommand.ADD, text));
        assertThat(read.version()).isEqualTo(CniVersion.V1_1_0);
        assertThat(read.network()).hasToString("blue");
        assertThat(read.type()).isEqualTo("vfledger");
        assertThat(read.choice().device()).contains(new DeviceAddress("0000:3b:02.1"));
        assertThat(read.choice().pool()).contains(new PoolName("fast"));
        assertThat(read.choice().pf()).contains(new InterfaceName("ens1f0"));
        assertThat(read.deviceInfo()).contains(new DeviceInfoFile("blue-net1"));
        assertThat(read.settings())
                .isEqualTo(new VfSettings(
                        Optional.of(new MacAddress("02:00:00:00:00:01")),
                        Optional.of(new VlanSettings(100, 3, VlanProtocol.DOT1AD)),
                        new TxRates(OptionalInt.of(10), OptionalInt.of(100)),
                        Optional.of(true),
                        Optional.of(true),
                        Optional.of(LinkState.ENABLE),
                        OptionalInt.of(9000),
                        new ReceiveModes(Optional.of(true), Optional.of(false)),
                        List.of(new Sysctl("net/ipv4/conf", "arp_notify", "1"))));
        assertThat(read.ipam()).contains(new IpamConfiguration("host-local"));
        assertThat(read.dns()).isEqualTo(new Dns(List.of("10.0.0.1"), Optional.of("d"), List.of(), List.of()));
        assertThat(read.previousResult().orElseThrow().interfaces()).hasSize(1);
        assertThat(read.logLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(read.raw()).isEqualTo(text);
    }

    @Test
    void leavesUntouchedWhatIsAbsent() {
        NetworkConfiguration read = valid(read(CniCommand.ADD, with("\"vlan\":null,\"mac\":\"\",\"ipam\":{}")));
        assertThat(read.settings()).isEqualTo(VfSettings.UNTOUCHED);
        assertThat(read.choice()).isEqualTo(VfChoice.ANY);
        assertThat(read.ipam()).isEmpty();
        assertThat(read.dns().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"deviceID\":\"../../0000:00:00.0\"     | is not of the form dddd:bb:dd.f",
                "\"deviceID\":\"0000:00:20.0\"           | is not of the form dddd:bb:dd.f",
                "\"deviceID\":\"0000:00:00.8\"           | is not of the form dddd:bb:dd.f",
                "\"deviceID\":\"0000:00:00.1\\n\"        | is not of the form dddd:bb:dd.f",
                "\"deviceID\":5                          | deviceID \"5\" is not a string",
                "\"deviceID\":\"0000:00:00.1\",\"pciBusID\":\"0000:00:00.2\" | is another device than deviceID",
                "\"deviceID\":\"0000:00:00.1\",\"runtimeConfig\":{\"deviceID\":\"0000:00:00.2\"} | is another device",
                "\"pool\":\"../x\"                       | pool: pool name \"../x\" does not match",
                "\"mac\":\"01:00:5e:00:00:01\"           | is a multicast address",
                "\"mac\":\"00:00:00:00:00:00\"           | is all zero",
                "\"mac\":\"02:00\"                       | is not six hexadecimal octets",
                "\"runtimeConfig\":{\"mac\":\"xx\"}      | runtimeConfig.mac: MAC address \"xx\"",
                "\"runtimeConfig\":[]                    | runtimeConfig \"[]\" is not an object",
                "\"vlan\":-1                             | vlan \"-1\" is not an integer from 0 to 4094",
                "\"vlan\":4095                           | vlan \"4095\" is not an integer from 0 to 4094",
                "\"vlan\":1.5                            | is not an integer from 0 to 4094",
                "\"vlan\":\"100\"                        | is not an integer from 0 to 4094",
                "\"vlan\":99999999999999999999           | is not an integer from 0 to 4094",
                "\"vlan\":5,\"vlanQoS\":8                | vlanQoS \"8\" is not an integer from 0 to 7",
                "\"vlanQoS\":1                           | vlanQoS 1 needs the key vlan",
                "\"vlan\":0,\"vlanQoS\":1                | vlanQoS 1 needs a vlan of 1 to 4094",
                "\"vlanProto\":\"802.1q\"                | vlanProto 802.1q needs the key vlan",
                "\"vlan\":5,\"vlanProto\":\"x\"          | vlanProto \"x\" is not one of 802.1q, 802.1ad",
                "\"vlan\":0,\"vlanProto\":\"802.1ad\"    | vlanProto 802.1ad needs a vlan of 1 to 4094",
                "\"min_tx_rate\":-1                      | min_tx_rate \"-1\" is not an integer from 0 to 10000000",
                "\"max_tx_rate\":10000001                | max_tx_rate \"10000001\" is not an integer",
                "\"min_tx_rate\":5,\"max_tx_rate\":4     | min_tx_rate 5 is above max_tx_rate 4 Mbit/s",
                "\"spoofchk\":true                       | spoofchk \"true\" is not a string",
                "\"spoofchk\":\"yes\"                    | spoofchk \"yes\" is not one of on, off",
                "\"trust\":\"1\"                         | trust \"1\" is not one of on, off",
                "\"link_state\":\"up\"                   | link_state \"up\" is not one of auto, enable, disable",
                "\"mtu\":67                              | mtu \"67\" is not an integer from 68 to 65535",
                "\"mtu\":65536                           | mtu \"65536\" is not an integer from 68 to 65535",
                "\"promisc\":\"on\"                     | need trust \"on\", which is missing",
                "\"allmulti\":\"on\",\"trust\":\"off\" | need trust \"on\", which is \"off\"",
                "\"promisc\":true                        | promisc \"true\" is not a string",
                "\"master\":\"a/b\"                     | master: interface name \"a/b\" is . or ..",
                "\"master\":\"0123456789abcdef\"        | has 16 bytes, allowed are 1 to 15",
                "\"pfOnly\":\"yes\"                     | is not true or false",
                "\"pfOnly\":true                         | pfOnly true needs the key master",
                "\"pfOnly\":true,\"master\":\"a\",\"pool\":\"p\" | pool p is of VFs, and pfOnly true gives the PF itself",
                "\"pfOnly\":true,\"master\":\"a\",\"vlan\":5 | vlan is of VFs, and pfOnly true gives the PF itself",
                "\"pfOnly\":true,\"master\":\"a\",\"spoofchk\":\"off\" | spoofchk is of VFs",
                "\"sysctls\":[]                          | sysctls \"[]\" is not an object",
                "\"sysctls\":{\"kernel.panic\":\"1\"}    | is not of the form net.ipv4.conf.IFNAME.KEY",
                "\"sysctls\":{\"net.ipv4.ip_forward\":\"1\"} | is not of the form net.ipv4.conf.IFNAME.KEY",
                "\"sysctls\":{\"net.ipv4.conf.all.arp_notify\":\"1\"} | is of interface \"all\"; allowed are IFNAME and",
                "\"sysctls\":{\"net/ipv4/conf/../x\":\"1\"} | is of interface \"..\"; allowed are IFNAME and",
                "\"sysctls\":{\"net.ipv4.conf.IFNAME./../x\":\"1\"} | is not of the form net.ipv4.conf.IFNAME.KEY",
                "\"sysctls\":{\"net.ipv6.conf.IFNAME.mtu\":1} | is not a string",
                "\"sysctls\":{\"net.ipv6.conf.IFNAME.mtu\":\"1\\n2\"} | is not 1 to 128 letters, digits, spaces",
                "\"runtimeConfig\":{\"ips\":[\"10.0.0.1\"]} | runtimeConfig.ips: \"10.0.0.1\" is not an address with a prefix",
                "\"runtimeConfig\":{\"ips\":[\"10.0.0.1/8\"]} | runtimeConfig.ips needs the key ipam",
                "\"runtimeConfig\":{\"CNIDeviceInfoFile\":\"/etc/passwd\"} | is not of the form /var/run/k8s.cni.cncf.io",
                "\"runtimeConfig\":{\"CNIDeviceInfoFile\":\"/var/run/k8s.cni.cncf.io/devinfo/cni/../x\"} | file name",
                "\"runtimeConfig\":{\"CNIDeviceInfoFile\":\"/var/run/k8s.cni.cncf.io/devinfo/cni/\"} | file name \"\"",
                "\"logLevel\":\"loud\"                   | is not one of panic, error, warning, info, debug",
                "\"logFile\":7                           | logFile \"7\" is not a string",
                "\"ipam\":{\"type\":\"../sh\"}           | ipam.type: IPAM plugin \"../sh\"",
                "\"ipam\":\"host-local\"                 | ipam \"\"host-local\"\" is not an object",
                "\"dns\":{\"nameservers\":\"x\"}         | dns.nameservers",
                "\"dns\":{\"search\":[1]}                | dns.search \"1\" is not a string",
                "\"capabilities\":1                      | capabilities \"1\" is not an object",
                "\"args\":1                              | args \"1\" is not an object",
                "\"prevResult\":{\"ips\":[{\"address\":\"x\"}]} | prevResult.ips[0].address: \"x\" is not an address",
                "\"prevResult\":{\"ips\":[{\"address\":\"10.0.0.1/8\",\"interface\":0}]} | of which there are 0",
            })
    void refusesAndSaysWhatIsAllowed(String keys, String message) {
        for (CniCommand command : List.of(CniCommand.ADD, CniCommand.CHECK)) {
            CniError error = refused(read(command, with(keys)));
            assertThat(error.code()).isEqualTo(7);
            assertThat(error.msg()).contains(message);
        }
        NetworkConfiguration del = valid(read(CniCommand.DEL, with(keys)));
        assertThat(del.settings()).isEqualTo(VfSettings.UNTOUCHED);
        assertThat(del.ipam()).isEmpty();
    }

    @Test
    void takesAWholePfByItsInterfaceOrItsAddress() {
        NetworkConfiguration named = valid(read(
                CniCommand.ADD,
                with("\"pfOnly\":true,\"master\":\"ens1\",\"mac\":\"02:00:00:00:00:01\",\"mtu\":9000")));
        assertThat(named.choice().whole()).isTrue();
        assertThat(named.choice().pf().map(InterfaceName::text)).contains("ens1");
        assertThat(named.settings().mtu()).hasValue(9000);
        NetworkConfiguration addressed =
                valid(read(CniCommand.ADD, with("\"pfOnly\":true,\"deviceID\":\"0000:3b:00.0\"")));
        assertThat(addressed.choice().whole()).isTrue();
        assertThat(valid(read(CniCommand.ADD, with("\"master\":\"ens1\"")))
                        .choice()
                        .whole())
                .isFalse();
    }

    @Test
    void namesEveryProblemAtOnce() {
        CniError error = refused(read(CniCommand.ADD, with("\"vlan\":5000,\"trust\":\"x\",\"mtu\":1")));
        assertThat(error.msg())
                .contains("vlan")
                .contains("trust")
                .contains("mtu")
                .contains("; ");
    }

    @Test
    void refusesUnknownKeysWithTheirValuesAndGuessesTheSpelling() {
        String text = with("\"deviceId\":\"x\",\"rdma\":true,\"cni.dev/attachments\":[]");
        CniError error = refused(read(CniCommand.ADD, text));
        assertThat(error.code()).isEqualTo(2);
        assertThat(error.msg()).contains("\"deviceId\": \"\"x\"\" (is it deviceID?)", "\"rdma\": \"true\"");
        assertThat(error.details()).contains("deviceID, link_state, logFile, logLevel, mac, master, max_tx_rate");
        assertThat(valid(read(CniCommand.DEL, text)).network()).hasToString("blue");
        String ipam = with("\"ipam\":{\"type\":\"static\"}");
        assertThat(valid(read(CniCommand.DEL, ipam)).ipam()).contains(new IpamConfiguration("static"));
    }

    @Test
    void prefersTheRuntimesAddressOverTheArgumentsOverTheKey() {
        String key = "\"mac\":\"02:00:00:00:00:01\"";
        String runtime = "\"runtimeConfig\":{\"mac\":\"02:00:00:00:00:03\"}";
        String args = "MAC=02:00:00:00:00:02";
        assertThat(macOf(with(key + "," + runtime), args)).hasToString("02:00:00:00:00:03");
        assertThat(macOf(with(key), args)).hasToString("02:00:00:00:00:02");
        assertThat(macOf(with(key), "IgnoreUnknown=1")).hasToString("02:00:00:00:00:01");
    }

    @Test
    void takesTheArgumentsForVfVlanAndAddresses() {
        String master = "\"master\":\"ens1f0\"";
        VfChoice choice =
                valid(read(CniCommand.ADD, with(master), "CNI_ARGS", "VF=7")).choice();
        assertThat(choice.index()).hasValue(7);
        assertThat(refused(read(CniCommand.ADD, with(""), "CNI_ARGS", "VF=7")).msg())
                .contains("CNI_ARGS VF=7 needs the key master");
        NetworkConfiguration tagged = valid(
                read(CniCommand.ADD, with("\"vlan\":5,\"vlanQoS\":2"), "CNI_ARGS", "VLAN=100;MAC=02:00:00:00:00:02"));
        assertThat(tagged.settings().vlan()).contains(new VlanSettings(100, 2, VlanProtocol.DOT1Q));
        assertThat(valid(read(CniCommand.ADD, with("\"vlanQoS\":2"), "CNI_ARGS", "VLAN=9"))
                        .settings()
                        .vlan())
                .contains(new VlanSettings(9, 2, VlanProtocol.DOT1Q));
        String ipam = "\"ipam\":{\"type\":\"static\"}";
        assertThat(valid(read(CniCommand.ADD, with(ipam), "CNI_ARGS", "IP=10.0.0.1/8,fd00::1"))
                        .ipam())
                .isPresent();
        assertThat(refused(read(CniCommand.ADD, with(""), "CNI_ARGS", "IP=10.0.0.1/8"))
                        .msg())
                .contains("CNI_ARGS IP needs the key ipam");
    }

    @Test
    void readsSysctlsWithDotsAndWithSlashes() {
        assertThat(Sysctl.named("net/ipv6/neigh/eth0.5/base_reachable_time_ms", "30000", new InterfaceName("eth0.5")))
                .isEqualTo(new Sysctl("net/ipv6/neigh", "base_reachable_time_ms", "30000"));
        assertThat(Sysctl.named("net.ipv6.conf.eth0.5.accept_ra", "2", new InterfaceName("eth0.5")))
                .isEqualTo(new Sysctl("net/ipv6/conf", "accept_ra", "2"));
    }

    private static MacAddress macOf(String text, String args) {
        return valid(read(CniCommand.ADD, text, "CNI_ARGS", args))
                .settings()
                .mac()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryVersion(CniVersion version) {
        NetworkConfiguration read = valid(read(CniCommand.ADD, with("").replace("1.1.0", version.text())));
        assertThat(read.version()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({"CHECK,0.3.1", "STATUS,1.0.0", "GC,1.0.0"})
    void refusesACommandThatTheVersionLacks(CniCommand command, String version) {
        CniError error = refused(read(command, with("").replace("1.1.0", version)));
        assertThat(error.code()).isEqualTo(1);
        assertThat(error.msg()).contains(command + " exists from version ").endsWith(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0.5.0\"", "\"1.1\"", "\"\"", "1.1", "null", "[]"})
    void refusesAVersionNotSpoken(String version) {
        CniError error = refused(read(CniCommand.ADD, with("").replace("\"1.1.0\"", version)));
        assertThat(error.code()).isEqualTo(1);
        assertThat(error.msg()).contains("supported are 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0");
    }

    @Test
    void takesAMissingVersionForTheOldest() {
        assertThat(valid(read(CniCommand.ADD, "{\"name\":\"a\",\"type\":\"b\"}"))
                        .version())
                .isEqualTo(CniVersion.V0_1_0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"cniVersion\":\"1.0.0\"}                                  | name is missing; type is missing",
                "{\"cniVersion\":\"1.0.0\",\"name\":\"\",\"type\":\"x\"}     | name is missing",
                "{\"cniVersion\":\"1.0.0\",\"name\":7,\"type\":\"x\"}        | name \"7\" is not a string",
                "{\"cniVersion\":\"1.0.0\",\"name\":\"../x\",\"type\":\"x\"} | name: network name \"../x\" does not match",
            })
    void needsNameAndType(String text, String message) {
        for (CniCommand command : List.of(CniCommand.ADD, CniCommand.DEL)) {
            CniError error = refused(read(command, text));
            assertThat(error.code()).isEqualTo(7);
            assertThat(error.msg()).isEqualTo(message.startsWith("name:") ? error.msg() : message);
            assertThat(error.msg()).startsWith(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"name\":\"\u0001\"}",
                "{'a':1}",
                "{\"a\":1e99999999999999999999999999999999999}"
            })
    void refusesWhatIsNotOneObject(String text) {
        assertThat(refused(read(CniCommand.ADD, text)).code()).isEqualTo(6);
    }

    @Test
    void refusesDepthLengthAndBrokenCharacters() {
        String deep = with("\"args\":" + "{\"a\":".repeat(70) + "1" + "}".repeat(70));
        assertThat(refused(read(CniCommand.ADD, deep)).code()).isEqualTo(6);
        String longer = with("\"args\":{\"a\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThat(refused(read(CniCommand.ADD, longer)).msg()).contains("allowed are up to 1048576");
        CniRequest request = valid(EnvironmentReader.read(whole(CniCommand.ADD)));
        ByteBuffer broken = ByteBuffer.wrap(new byte[] {'{', (byte) 0xff, '}'});
        assertThat(refused(ConfigurationReader.read(request, broken)).msg()).contains("not UTF-8");
    }

    @Test
    void findsTheVersionForAnErrorEvenInABrokenConfiguration() {
        assertThat(ConfigurationReader.versionOf(bytes("{\"cniVersion\":\"0.4.0\",\"vlan\":9999}")))
                .isEqualTo(CniVersion.V0_4_0);
        assertThat(ConfigurationReader.versionOf(bytes("{}"))).isEqualTo(CniVersion.V0_1_0);
        assertThat(ConfigurationReader.versionOf(bytes("nonsense"))).isEqualTo(CniVersion.NEWEST);
        assertThat(ConfigurationReader.versionOf(bytes("{\"cniVersion\":\"9.9\"}")))
                .isEqualTo(CniVersion.NEWEST);
    }

    @Test
    void readsTheValidAttachmentsOfAGc() {
        String list = "\"cni.dev/valid-attachments\":[{\"containerID\":\"a\",\"ifname\":\"net1\"}]";
        assertThat(valid(read(CniCommand.GC, with(list))).validAttachments())
                .containsExactly(new ValidAttachment(new ContainerId("a"), new InterfaceName("net1")));
        assertThat(refused(read(CniCommand.GC, with(""))).msg()).isEqualTo("cni.dev/valid-attachments is missing");
        assertThat(refused(read(CniCommand.GC, with(list.replace("net1", ".."))))
                        .msg())
                .contains("cni.dev/valid-attachments[0].");
        assertThat(refused(read(CniCommand.GC, with("\"cni.dev/valid-attachments\":[7]")))
                        .code())
                .isEqualTo(7);
        assertThat(refused(read(CniCommand.GC, with("\"cni.dev/valid-attachments\":7")))
                        .code())
                .isEqualTo(7);
    }
}
