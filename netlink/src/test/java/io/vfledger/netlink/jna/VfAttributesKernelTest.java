package io.vfledger.netlink.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.io.RouteSocket;
import io.vfledger.netlink.route.HardwareAddress;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.NewLink;
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
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real SR-IOV PF, named by VFL_PF (igb in the emulated machine); its VFs are made anew for each test. */
class VfAttributesKernelTest {
    private static final String PF = Objects.requireNonNullElse(System.getenv("VFL_PF"), "pf0");
    private static final int VF = 1;
    private static final Duration LINK_PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private Namespaces namespaces;
    private RouteSocket socket;
    private int pf;

    @BeforeEach
    void makeVfs() throws Exception {
        int count = Math.max(2, vfCount());
        setVfCount(0);
        setVfCount(count);
        namespaces = new Namespaces(Duration.ofSeconds(10));
        socket = namespaces.openHome();
        pf = socket.link(PF).orElseThrow().index();
    }

    @AfterEach
    void close() {
        socket.close();
        namespaces.close();
    }

    @Test
    void readsTheVfsOfOnePfOnly() throws Exception {
        assertThat(socket.linkWithVfs(pf).orElseThrow().vfs())
                .extracting(VfInfo::index)
                .startsWith(0, 1);
        assertThat(socket.links()).allSatisfy(link -> assertThat(link.vfs()).isEmpty());
        Link link = socket.link(PF).orElseThrow();
        assertThat(link.vfs()).isEmpty();
        assertThat(link.parentBus()).contains("pci");
    }

    @Test
    void setsTheMac() throws Exception {
        HardwareAddress mac = HardwareAddress.parse("02:00:5e:00:53:31");
        socket.setVf(pf, new SetVf.Mac(VF, mac));
        assertThat(vf().mac()).isEqualTo(mac);
    }

    @Test
    void setsVlanAndPriority() throws Exception {
        VfVlanTag tag = new VfVlanTag(100, 3, VlanProtocol.IEEE_802_1Q);
        socket.setVf(pf, new SetVf.Vlan(VF, tag));
        assertThat(vf().vlan()).isEqualTo(tag);
        socket.setVf(pf, new SetVf.Vlan(VF, VfVlanTag.NONE));
        assertThat(vf().vlan()).isEqualTo(VfVlanTag.NONE);
    }

    @Test
    void setsSpoofCheckAndTrust() throws Exception {
        socket.setVf(pf, new SetVf.SpoofCheck(VF, false));
        socket.setVf(pf, new SetVf.Trust(VF, true));
        assertThat(vf().spoofCheck()).contains(false);
        assertThat(vf().trust()).contains(true);
        socket.setVf(pf, new SetVf.SpoofCheck(VF, true));
        socket.setVf(pf, new SetVf.Trust(VF, false));
        assertThat(vf().spoofCheck()).contains(true);
        assertThat(vf().trust()).contains(false);
    }

    @Test
    void setsTheMaximumRate() throws Exception {
        awaitLink();
        socket.setVf(pf, new SetVf.Rate(VF, new VfTxRate(0, 500)));
        assertThat(vf().txRate()).isEqualTo(new VfTxRate(0, 500));
    }

    @Test
    void answersWhatTheDriverDoesNotDoWithItsError() {
        refused(new SetVf.Vlan(VF, new VfVlanTag(100, 0, VlanProtocol.IEEE_802_1AD)), Errno.EPROTONOSUPPORT);
        refused(new SetVf.LinkState(VF, VfLinkState.ENABLE), Errno.EOPNOTSUPP);
        refused(new SetVf.RssQuery(VF, true), Errno.EOPNOTSUPP);
        refused(new SetVf.Rate(VF, new VfTxRate(10, 500)), Errno.EINVAL);
        refused(new SetVf.Mac(VF, HardwareAddress.parse("01:00:5e:00:00:01")), Errno.EINVAL);
        refused(new SetVf.SpoofCheck(9, true), Errno.EINVAL);
    }

    @Test
    void readsDriverAndBusAddress() throws Exception {
        assertThat(Ethtool.driverInfo(PF)).hasValueSatisfying(info -> {
            assertThat(info.driver()).isNotEmpty();
            assertThat(info.busInfo()).matches("[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]");
        });
    }

    @Test
    void makesDummiesAndTaggedLinks() throws Exception {
        socket.create(new NewLink.Dummy("vfldummy"));
        int dummy = socket.link("vfldummy").orElseThrow().index();
        socket.create(new NewLink.Vlan("vfldummy.7", dummy, 7, VlanProtocol.IEEE_802_1AD));
        Link tagged = socket.link("vfldummy.7").orElseThrow();
        assertThat(tagged.kind()).contains("vlan");
        assertThat(tagged.lowerIndex()).hasValue(dummy);
        socket.delete(dummy);
        assertThat(socket.link("vfldummy.7")).isEmpty();
    }

    /** igb drops the link when its VFs are made anew, and takes no rate before it is back. */
    private void awaitLink() throws NetlinkException {
        long giveUpAt = System.nanoTime() + LINK_PATIENCE.toNanos();
        while (!socket.link(PF).orElseThrow().carrier()) {
            assertThat(System.nanoTime())
                    .as(PF + " has no link after " + LINK_PATIENCE)
                    .isLessThan(giveUpAt);
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private void refused(SetVf setting, Errno errno) {
        assertThatExceptionOfType(NetlinkException.class)
                .as("%s", setting)
                .isThrownBy(() -> socket.setVf(pf, setting))
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private VfInfo vf() throws NetlinkException {
        return socket.linkWithVfs(pf).orElseThrow().vf(VF).orElseThrow();
    }

    private static int vfCount() throws IOException {
        return Integer.parseInt(Files.readString(vfCountFile()).strip());
    }

    private static void setVfCount(int count) throws IOException {
        Files.writeString(vfCountFile(), Integer.toString(count));
    }

    private static Path vfCountFile() {
        return Path.of("/sys/class/net", PF, "device/sriov_numvfs");
    }
}
