package io.vfledger.netlink.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.io.LinkEvents;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.io.RouteSocket;
import io.vfledger.netlink.route.Address;
import io.vfledger.netlink.route.AddressFlags;
import io.vfledger.netlink.route.HardwareAddress;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.LinkEvent;
import io.vfledger.netlink.route.NewLink;
import io.vfledger.netlink.route.Prefix;
import io.vfledger.netlink.route.Route;
import io.vfledger.netlink.route.RouteOptions;
import io.vfledger.netlink.wire.ChannelCounts;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.Features;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real kernel, in two namespaces made for each test; needs root. */
class RouteSocketIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String suffix = Long.toString(ProcessHandle.current().pid());
    private final String firstName = "vflnl-a-" + suffix;
    private final String secondName = "vflnl-b-" + suffix;
    private Namespaces namespaces;
    private NamespaceHandle first;
    private NamespaceHandle second;
    private RouteSocket here;
    private RouteSocket there;

    @BeforeEach
    void openNamespaces() throws Exception {
        ip("netns", "add", firstName);
        ip("netns", "add", secondName);
        namespaces = new Namespaces(TIMEOUT);
        first = NamespaceHandle.open(Path.of("/run/netns", firstName));
        second = NamespaceHandle.open(Path.of("/run/netns", secondName));
        here = namespaces.open(first);
        there = namespaces.open(second);
    }

    @AfterEach
    void deleteNamespaces() throws Exception {
        here.close();
        there.close();
        first.close();
        second.close();
        namespaces.close();
        ip("netns", "delete", firstName);
        ip("netns", "delete", secondName);
    }

    @Test
    void movesAndRenamesAVethInOneRequestByDescriptor() throws Exception {
        here.create(new NewLink.VethPair("left", "right"));
        int index = index(here, "left");
        here.change(index, List.of(new LinkChange.MoveToNamespace(second.descriptor()), new LinkChange.Rename("net1")));
        assertThat(here.link("left")).isEmpty();
        assertThat(there.link("net1").orElseThrow().kind()).contains("veth");
        there.change(
                index(there, "net1"),
                List.of(new LinkChange.MoveToNamespace(first.descriptor()), new LinkChange.Rename("left")));
        assertThat(here.link("left")).isPresent();
    }

    @Test
    void changesEverythingAboutALinkAndReadsItBack() throws Exception {
        here.create(new NewLink.Bridge("d0"));
        int index = index(here, "d0");
        HardwareAddress mac = HardwareAddress.parse("02:00:5e:00:53:77");
        here.change(
                index,
                List.of(
                        new LinkChange.SetAddress(mac),
                        new LinkChange.SetMtu(1400),
                        new LinkChange.SetTxQueueLength(77),
                        new LinkChange.SetAlias("rack 7"),
                        new LinkChange.SetUp(true)));
        Link link = here.link(index).orElseThrow();
        assertThat(link.address()).contains(mac);
        assertThat(link.mtu()).isEqualTo(1400);
        assertThat(link.txQueueLength()).isEqualTo(77);
        assertThat(link.alias()).contains("rack 7");
        assertThat(link.flags().up()).isTrue();
        here.change(index, List.of(new LinkChange.SetUp(false), new LinkChange.SetAlias("")));
        assertThat(here.link(index).orElseThrow().flags().up()).isFalse();
        assertThat(here.link(index).orElseThrow().alias()).isEmpty();
    }

    @Test
    void addsAndDeletesAnAlternativeName() throws Exception {
        here.create(new NewLink.Bridge("d0"));
        int index = index(here, "d0");
        here.addAltName(index, "longer-name");
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> here.addAltName(index, "longer-name"))
                .matches(refusal -> refusal.is(Errno.EEXIST));
        assertThat(here.link(index).orElseThrow().altNames()).containsExactly("longer-name");
        here.deleteAltName(index, "longer-name");
        assertThat(here.link(index).orElseThrow().altNames()).isEmpty();
    }

    @Test
    void setsAndClearsFlags() throws Exception {
        here.create(new NewLink.VethPair("left", "right"));
        int index = index(here, "left");
        here.change(index, List.of(new LinkChange.SetPromiscuous(true), new LinkChange.SetAllMulticast(true)));
        assertThat(here.link(index).orElseThrow().flags().promiscuous()).isTrue();
        here.change(index, new LinkChange.SetPromiscuous(false));
        assertThat(here.link(index).orElseThrow().flags().promiscuous()).isFalse();
        assertThat(here.link(index).orElseThrow().flags().allMulticast()).isTrue();
    }

    @Test
    void setsFeaturesAndChannelsBack() throws Exception {
        here.create(new NewLink.VethPair("left", "right"));
        Features before =
                namespaces.inside(first, () -> Ethtool.features("left")).orElseThrow();
        assertThat(before.active()).isNotEqualTo(BigInteger.ZERO);
        BigInteger changeable = before.active().and(before.available()).andNot(before.neverChanged());
        set(before.active().andNot(changeable));
        Features changed =
                namespaces.inside(first, () -> Ethtool.features("left")).orElseThrow();
        assertThat(changed.active()).isNotEqualTo(before.active());
        set(before.active());
        assertThat(namespaces.inside(first, () -> Ethtool.features("left"))).contains(before);
        ChannelCounts channels =
                namespaces.inside(first, () -> Ethtool.channels("left")).orElseThrow();
        assertThat(channels.rx()).isPositive();
        assertThat(namespaces.inside(first, () -> Ethtool.rings("left")))
                .as("a veth has none")
                .isEmpty();
        assertThat(namespaces.inside(first, () -> Ethtool.features("nosuch"))).isEmpty();
    }

    private void set(BigInteger features) throws Exception {
        namespaces.inside(first, () -> {
            Ethtool.setFeatures("left", features);
            return true;
        });
    }

    @Test
    void makesABridgeWithAPortAndDeletesIt() throws Exception {
        here.create(new NewLink.Bridge("br0"));
        here.create(new NewLink.VethPair("left", "right"));
        int bridge = index(here, "br0");
        here.change(index(here, "left"), new LinkChange.SetMaster(bridge));
        assertThat(here.link("left").orElseThrow().masterIndex()).hasValue(bridge);
        here.delete(bridge);
        assertThat(here.links()).extracting(Link::name).doesNotContain("br0").contains("left", "right", "lo");
    }

    @Test
    void makesAPeerInAnotherNamespace() throws Exception {
        here.create(new NewLink.VethPair("left", "right", OptionalInt.of(second.descriptor())));
        assertThat(here.link("right")).isEmpty();
        assertThat(there.link("right")).isPresent();
        assertThat(here.namespaceId(second.descriptor())).isPresent();
    }

    @Test
    void addsListsAndDeletesAddressesAndRoutes() throws Exception {
        here.create(new NewLink.VethPair("left", "right"));
        int index = index(here, "left");
        here.change(index(here, "right"), new LinkChange.SetUp(true));
        here.change(index, new LinkChange.SetUp(true));
        Address four = new Address(index, new Prefix(address("192.0.2.7"), 24), AddressFlags.NONE);
        Address six = new Address(index, new Prefix(address("2001:db8::7"), 64), AddressFlags.NO_DUPLICATE_DETECTION);
        here.add(four);
        here.add(six);
        assertThat(here.addresses(index)).extracting(Address::prefix).contains(four.prefix(), six.prefix());
        assertThat(here.addresses(index))
                .filteredOn(a -> a.prefix().equals(six.prefix()))
                .allSatisfy(a -> assertThat(a.flags().tentative()).isFalse());
        Route viaFour = new Route(new Prefix(address("198.51.100.0"), 24), Optional.of(address("192.0.2.1")), index);
        Route viaSix = new Route(new Prefix(address("::"), 0), Optional.of(address("2001:db8::1")), index);
        RouteOptions options = new RouteOptions(
                100, OptionalInt.of(50), OptionalInt.of(200), OptionalInt.of(1400), OptionalInt.of(1360));
        Route special = new Route(viaFour.destination(), viaFour.gateway(), index, options);
        here.add(viaFour);
        here.add(viaSix);
        here.add(special);
        assertThat(here.routes(index)).contains(viaFour, special);
        here.delete(special);
        assertThat(here.routes(index)).contains(viaFour).doesNotContain(special);
        assertThat(here.routes(index))
                .extracting(Route::destination)
                .contains(viaFour.destination(), viaSix.destination());
        here.delete(viaFour);
        assertThat(here.routes(index)).extracting(Route::destination).doesNotContain(viaFour.destination());
        here.delete(four);
        assertThat(here.addresses(index)).extracting(Address::prefix).doesNotContain(four.prefix());
    }

    @Test
    void answersErrorsWithTheKernelsWords() throws Exception {
        here.create(new NewLink.Bridge("d0"));
        int index = index(here, "d0");
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> here.create(new NewLink.Bridge("d0")))
                .satisfies(e -> assertThat(e.is(Errno.EEXIST)).isTrue());
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> here.change(99_999, new LinkChange.SetUp(true)))
                .satisfies(e -> assertThat(e.is(Errno.ENODEV)).isTrue());
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> here.add(
                        new Route(new Prefix(address("198.51.100.0"), 24), Optional.of(address("203.0.113.1")), index)))
                .satisfies(e -> assertThat(e.kernelText()).isPresent());
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> here.addresses(99_999))
                .satisfies(e -> assertThat(e.is(Errno.ENODEV)).isTrue());
        assertThat(here.link("nosuch")).isEmpty();
        assertThat(here.link(99_999)).isEmpty();
    }

    @Test
    void tellsOfLinksThatChangeAndGo() throws Exception {
        try (LinkEvents events = namespaces.subscribe(first)) {
            here.create(new NewLink.Bridge("d0"));
            awaitEvent(
                    events,
                    event -> event instanceof LinkEvent.Changed(Link link)
                            && link.name().equals("d0"));
            here.delete(index(here, "d0"));
            awaitEvent(
                    events,
                    event -> event instanceof LinkEvent.Removed(Link link)
                            && link.name().equals("d0"));
        }
    }

    @Test
    void comesHomeAfterEveryVisit() throws Exception {
        NamespaceIdentity home = namespaces.home().identity();
        assertThat(namespaces.inside(first, () -> NamespaceIdentity.of(Path.of("/proc/thread-self/ns/net"))))
                .isEqualTo(first.identity())
                .isNotEqualTo(home);
        assertThat(namespaces.inside(
                        namespaces.home(), () -> NamespaceIdentity.of(Path.of("/proc/thread-self/ns/net"))))
                .isEqualTo(home);
        assertThat(NamespaceIdentity.ofThisProcess()).isEqualTo(home);
    }

    @Test
    void keepsServingANamespaceAfterItsHandleIsClosed() throws Exception {
        try (RouteSocket socket = openThroughACopy()) {
            here.create(new NewLink.Bridge("d0"));
            assertThat(socket.link("d0")).isPresent();
        }
    }

    @Test
    void refusesAFileThatIsNoNamespace() throws Exception {
        Path file = Files.createTempFile("vflnl", "");
        try (NamespaceHandle handle = NamespaceHandle.open(file)) {
            assertThatExceptionOfType(NetlinkException.class)
                    .isThrownBy(() -> namespaces.open(handle))
                    .withMessageStartingWith("enter namespace " + file + ": EINVAL");
        } finally {
            Files.delete(file);
        }
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> NamespaceHandle.open(Path.of("/run/netns/nosuch")))
                .withMessage("open namespace /run/netns/nosuch: ENOENT");
    }

    @Test
    void readsTheDriverOfAVeth() throws Exception {
        here.create(new NewLink.VethPair("left", "right"));
        assertThat(namespaces.inside(first, () -> Ethtool.driverInfo("left")))
                .hasValueSatisfying(info -> assertThat(info.driver()).isEqualTo("veth"));
        assertThat(namespaces.inside(first, () -> Ethtool.driverInfo("nosuch"))).isEmpty();
    }

    private RouteSocket openThroughACopy() throws NetlinkException {
        try (NamespaceHandle copy = first.duplicate()) {
            return namespaces.open(copy);
        }
    }

    private static void awaitEvent(LinkEvents events, Predicate<LinkEvent> wanted) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            if (events.next(Duration.ofMillis(200)).filter(wanted).isPresent()) {
                return;
            }
        }
        throw new AssertionError("no such event within " + TIMEOUT);
    }

    private static int index(RouteSocket socket, String name) throws NetlinkException {
        return socket.link(name).orElseThrow().index();
    }

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    private static void ip(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
    }
}
