package io.vfledger.netlink.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.devlink.DevlinkDevice;
import io.vfledger.netlink.devlink.EswitchMode;
import io.vfledger.netlink.io.DevlinkSocket;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.io.RouteSocket;
import io.vfledger.netlink.route.SetVf;
import io.vfledger.netlink.route.VfInfo;
import io.vfledger.netlink.route.VfLinkState;
import io.vfledger.netlink.route.VfTxRate;
import io.vfledger.netlink.route.VfVlanTag;
import io.vfledger.netlink.route.VlanProtocol;
import io.vfledger.netlink.wire.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What igb refuses and netdevsim takes: each VF attribute set and read back, and an embedded switch. */
class NetdevsimKernelTest {
    private static final Path BUS = Path.of("/sys/bus/netdevsim");
    private static final int NUMBER = 71;
    private static final DevlinkDevice NIC = new DevlinkDevice("netdevsim", "netdevsim" + NUMBER);
    private static final int VF = 1;

    private Namespaces namespaces;
    private RouteSocket socket;
    private DevlinkSocket devlink;
    private int pf;

    @BeforeEach
    void makeNic() throws Exception {
        Files.writeString(BUS.resolve("new_device"), NUMBER + " 1");
        Path device = BUS.resolve("devices").resolve(NIC.name());
        Files.writeString(device.resolve("sriov_numvfs"), "2");
        namespaces = new Namespaces(Duration.ofSeconds(10));
        socket = namespaces.openHome();
        devlink = namespaces.openHomeDevlink();
        try (var names = Files.list(device.resolve("net"))) {
            String name = String.valueOf(names.findFirst().orElseThrow().getFileName());
            pf = socket.link(name).orElseThrow().index();
        }
    }

    @AfterEach
    void removeNic() throws IOException {
        devlink.close();
        socket.close();
        namespaces.close();
        Files.writeString(BUS.resolve("del_device"), Integer.toString(NUMBER));
    }

    @Test
    void setsAServiceProvidersTag() throws Exception {
        VfVlanTag tag = new VfVlanTag(100, 3, VlanProtocol.IEEE_802_1AD);
        socket.setVf(pf, new SetVf.Vlan(VF, tag));
        assertThat(vf().vlan()).isEqualTo(tag);
        socket.setVf(pf, new SetVf.Vlan(VF, VfVlanTag.NONE));
        assertThat(vf().vlan()).isEqualTo(VfVlanTag.NONE);
    }

    @Test
    void setsBothRates() throws Exception {
        VfTxRate rate = new VfTxRate(100, 500);
        socket.setVf(pf, new SetVf.Rate(VF, rate));
        assertThat(vf().txRate()).isEqualTo(rate);
        socket.setVf(pf, new SetVf.Rate(VF, VfTxRate.UNLIMITED));
        assertThat(vf().txRate()).isEqualTo(VfTxRate.UNLIMITED);
    }

    @ParameterizedTest
    @EnumSource
    void setsTheLinkState(VfLinkState state) throws Exception {
        socket.setVf(pf, new SetVf.LinkState(VF, state));
        assertThat(vf().linkState()).isEqualTo(state);
        socket.setVf(pf, new SetVf.LinkState(VF, VfLinkState.AUTO));
        assertThat(vf().linkState()).isEqualTo(VfLinkState.AUTO);
    }

    @Test
    void setsTheRssQuery() throws Exception {
        socket.setVf(pf, new SetVf.RssQuery(VF, true));
        assertThat(vf().rssQuery()).contains(true);
        socket.setVf(pf, new SetVf.RssQuery(VF, false));
        assertThat(vf().rssQuery()).contains(false);
    }

    @Test
    void changesNoOtherVf() throws Exception {
        VfInfo before = vf(0);
        socket.setVf(pf, new SetVf.Vlan(VF, new VfVlanTag(7, 0, VlanProtocol.IEEE_802_1AD)));
        socket.setVf(pf, new SetVf.Rate(VF, new VfTxRate(1, 2)));
        socket.setVf(pf, new SetVf.LinkState(VF, VfLinkState.DISABLE));
        assertThat(vf(0)).isEqualTo(before);
    }

    @Test
    void tellsHowTheSwitchForwards() throws Exception {
        assertThat(devlink.eswitchMode(NIC)).contains(EswitchMode.LEGACY);
        devlink.setEswitchMode(NIC, EswitchMode.SWITCHDEV);
        assertThat(devlink.eswitchMode(NIC)).contains(EswitchMode.SWITCHDEV);
        devlink.setEswitchMode(NIC, EswitchMode.LEGACY);
        assertThat(devlink.eswitchMode(NIC)).contains(EswitchMode.LEGACY);
    }

    @Test
    void aNicWithoutDevlinkHasNoMode() throws Exception {
        String igb = Ethtool.driverInfo("pf0").orElseThrow().busInfo();
        assertThat(devlink.eswitchMode(DevlinkDevice.ofPci(igb))).isEmpty();
        assertThat(devlink.eswitchMode(new DevlinkDevice("netdevsim", "none"))).isEmpty();
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> devlink.setEswitchMode(DevlinkDevice.ofPci(igb), EswitchMode.SWITCHDEV))
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    }

    private VfInfo vf() throws NetlinkException {
        return vf(VF);
    }

    private VfInfo vf(int index) throws NetlinkException {
        return socket.linkWithVfs(pf).orElseThrow().vf(index).orElseThrow();
    }
}
