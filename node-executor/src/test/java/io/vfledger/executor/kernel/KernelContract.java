package io.vfledger.executor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.netlink.io.LinkEvents;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.LinkEvent;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every kernel does, real or simulated. */
abstract class KernelContract {
    private static final InterfaceName NET1 = new InterfaceName("net1");

    Bench bench;
    Kernel kernel;
    NamedNamespace pod;
    Namespace inside;

    abstract Bench makeBench();

    @BeforeEach
    void open() throws Exception {
        bench = makeBench();
        kernel = bench.kernel();
        pod = new NamedNamespace();
        inside = kernel.open(pod.path());
    }

    @AfterEach
    void close() {
        inside.close();
        pod.close();
        bench.close();
    }

    @Test
    void listsPfsAndTheirVfs() throws Exception {
        assertThat(kernel.sysfs().pfs()).extracting(PciFunction::pci).contains(bench.pf());
        PciFunction pf = kernel.sysfs().pf(bench.pf()).orElseThrow();
        assertThat(pf.configuredVfs()).isEqualTo(4);
        assertThat(pf.totalVfs()).isGreaterThanOrEqualTo(4);
        assertThat(kernel.sysfs().vfs(bench.pf())).hasSize(4);
        VfTraits vf = vf(2);
        assertThat(vf.pf()).isEqualTo(bench.pf());
        assertThat(vf.pfName()).isEqualTo(pf.netdev());
        assertThat(kernel.sysfs().vf(bench.pf())).as("a PF is no VF").isEmpty();
        assertThat(kernel.sysfs().vf(new PciAddress("0000:fe:1f.7"))).isEmpty();
        assertThat(kernel.driverInfo(pf.netdev().orElseThrow())).isPresent();
    }

    @Test
    void setsAndReadsAdministrativeAttributes() throws Exception {
        VfTraits vf = vf(1);
        MacAddress mac = MacAddress.parse("02:00:5e:00:53:41");
        kernel.administer(vf, new AdminSetting.Mac(mac));
        kernel.administer(vf, new AdminSetting.Tag(new Vlan(100), 3, VlanProto.C_TAG));
        kernel.administer(vf, new AdminSetting.SpoofCheck(false));
        kernel.administer(vf, new AdminSetting.Trust(true));
        kernel.administer(vf, new AdminSetting.Rates(0, 200));
        VfAttributes now = administrative(1);
        assertThat(now.adminMac()).contains(mac);
        assertThat(now.vlan()).contains(new Vlan(100));
        assertThat(now.vlanQos()).contains(3);
        assertThat(now.spoofchk()).contains(false);
        assertThat(now.trust()).contains(true);
        assertThat(now.maxTxRateMbps()).contains(200);
        assertThat(administrative(0).vlan()).as("the neighbour").contains(Vlan.UNTAGGED);
    }

    @Test
    void movesAnInterfaceInAndOutUnderTheNameAsked() throws Exception {
        Netdev home = onHost(0);
        kernel.move(kernel.host(), home.index(), inside, NET1);
        assertThat(kernel.netdev(vf(0).pci(), kernel.host())).isEmpty();
        Netdev there = kernel.netdev(vf(0).pci(), inside).orElseThrow();
        assertThat(there.name()).isEqualTo(NET1);
        assertThat(kernel.nameTaken(inside, NET1)).isTrue();
        kernel.move(inside, there.index(), kernel.host(), home.name());
        assertThat(onHost(0).name()).isEqualTo(home.name());
    }

    @Test
    void setsAddressesRoutesMtuAndStateInside() throws Exception {
        kernel.move(kernel.host(), onHost(0).index(), inside, NET1);
        Netdev netdev = kernel.netdev(vf(0).pci(), inside).orElseThrow();
        kernel.notifyWhenUp(inside, NET1);
        kernel.change(inside, netdev.index(), List.of(new LinkChange.SetMtu(1400)));
        kernel.addAddress(inside, netdev, IpText.prefix("10.99.0.2/24"));
        kernel.addAddress(inside, netdev, IpText.prefix("10.99.0.2/24"));
        kernel.addAddress(inside, netdev, IpText.prefix("2001:db8:99::2/64"));
        kernel.change(inside, netdev.index(), List.of(new LinkChange.SetUp(true)));
        PodRoute route = new PodRoute(IpText.prefix("10.98.0.0/16"), Optional.of(IpText.address("10.99.0.1")));
        kernel.addRoute(inside, netdev.index(), route);
        kernel.addRoute(inside, netdev.index(), route);
        Netdev now = kernel.netdev(vf(0).pci(), inside).orElseThrow();
        assertThat(now.mtu()).isEqualTo(1400);
        assertThat(now.up()).isTrue();
        assertThat(now.addresses()).contains(IpText.prefix("10.99.0.2/24"), IpText.prefix("2001:db8:99::2/64"));
        assertThat(pod.exec("ip", "route")).contains("10.98.0.0/16 via 10.99.0.1 dev net1");
        assertThat(pod.exec("cat", "/proc/sys/net/ipv4/conf/net1/arp_notify").strip())
                .isEqualTo("1");
        kernel.removeRoute(inside, netdev.index(), route);
        kernel.removeRoute(inside, netdev.index(), route);
        kernel.removeAddress(inside, netdev.index(), IpText.prefix("10.99.0.2/24"));
        kernel.removeAddress(inside, netdev.index(), IpText.prefix("10.99.0.2/24"));
        assertThat(kernel.netdev(vf(0).pci(), inside).orElseThrow().addresses())
                .doesNotContain(IpText.prefix("10.99.0.2/24"));
    }

    @Test
    void findsANamespaceByIdentityAndByWhatItHolds() throws Exception {
        kernel.move(kernel.host(), onHost(0).index(), inside, NET1);
        assertThat(kernel.isAlive(inside.identity())).isTrue();
        try (Namespace found = kernel.find(inside.identity()).orElseThrow();
                Namespace holder = kernel.holderOf(vf(0).pci()).orElseThrow()) {
            assertThat(found.identity().inode()).isEqualTo(inside.identity().inode());
            assertThat(holder.identity().inode()).isEqualTo(inside.identity().inode());
        }
        assertThat(kernel.holderOf(vf(1).pci())).isEmpty();
    }

    @Test
    void knowsThatANamespaceIsGone() throws Exception {
        NamedNamespace other = new NamedNamespace();
        NetworkNamespace identity;
        try (Namespace namespace = kernel.open(other.path())) {
            identity = namespace.identity();
        }
        other.close();
        assertThat(kernel.isAlive(identity)).isFalse();
        assertThat(kernel.find(identity)).isEmpty();
    }

    @Test
    void returnsTheInterfaceWhenItsNamespaceDies() throws Exception {
        try (NamedNamespace shortLived = new NamedNamespace();
                Namespace namespace = kernel.open(shortLived.path())) {
            kernel.move(kernel.host(), onHost(0).index(), namespace, NET1);
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (kernel.netdev(vf(0).pci(), kernel.host()).isEmpty()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        }
        assertThat(onHost(0).up()).isFalse();
    }

    @Test
    void tellsOfLinksThatLeaveTheHost() throws Exception {
        String name = onHost(0).name().value();
        try (LinkEvents events = kernel.watchHostLinks()) {
            kernel.move(kernel.host(), onHost(0).index(), inside, NET1);
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            boolean left = false;
            while (!left) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
                left = events.next(Duration.ofMillis(200))
                        .filter(event -> event instanceof LinkEvent.Removed(var link)
                                && (link.name().equals(name) || link.name().equals("net1")))
                        .isPresent();
            }
        }
    }

    @Test
    void changesTheNumberOfVfsThroughZero() throws Exception {
        kernel.administer(vf(0), new AdminSetting.Tag(new Vlan(7), 0, VlanProto.C_TAG));
        kernel.setVfCount(bench.pf(), 2);
        assertThat(kernel.sysfs().vfs(bench.pf())).hasSize(2);
        assertThat(administrative(0).vlan()).contains(Vlan.UNTAGGED);
        kernel.setVfCount(bench.pf(), 4);
        assertThat(kernel.sysfs().vfs(bench.pf())).hasSize(4);
        assertThatExceptionOfType(KernelException.class).isThrownBy(() -> kernel.setVfCount(bench.pf(), 200));
    }

    VfTraits vf(int index) throws KernelException {
        PciAddress pci = Optional.ofNullable(kernel.sysfs().vfs(bench.pf()).get(new VfIndex(index)))
                .orElseThrow();
        return kernel.sysfs().vf(pci).orElseThrow();
    }

    private VfAttributes administrative(int index) throws KernelException {
        return Optional.ofNullable(kernel.administrative(bench.pf()).get(new VfIndex(index)))
                .orElseThrow();
    }

    private Netdev onHost(int index) throws KernelException {
        return kernel.netdev(vf(index).pci(), kernel.host()).orElseThrow();
    }
}
