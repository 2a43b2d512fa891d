package io.vfledger.netlink.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.ptr.IntByReference;
import io.vfledger.netlink.frame.Announcement;
import io.vfledger.netlink.io.RouteSocket;
import io.vfledger.netlink.wire.Octets;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Announcements from one end of a veth pair to the other; needs root. */
class AnnouncementIT {
    private static final Octets MAC = Octets.ofHex("02005e005361");
    private static final InetAddress IPV4 = InetAddress.ofLiteral("10.99.0.2");
    private static final InetAddress IPV6 = InetAddress.ofLiteral("2001:db8:99::2");
    private static final short ETH_P_ALL = 3;
    private static final int MSG_DONTWAIT = 0x40;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

    private final String name = "vflnl-c-" + ProcessHandle.current().pid();
    private Namespaces namespaces;
    private NamespaceHandle pod;
    private int left;
    private int right;

    @BeforeEach
    void connect() throws Exception {
        ip("netns", "add", name);
        ip("-n", name, "link", "add", "left", "type", "veth", "peer", "name", "right");
        ip("-n", name, "address", "add", "10.99.0.1/24", "dev", "right");
        ip("-n", name, "address", "add", "2001:db8:99::1/64", "dev", "right", "nodad");
        ip("-n", name, "link", "set", "left", "up");
        ip("-n", name, "link", "set", "right", "up");
        namespaces = new Namespaces(Duration.ofSeconds(5));
        pod = NamespaceHandle.open(Path.of("/run/netns", name));
        try (RouteSocket socket = namespaces.open(pod)) {
            left = socket.link("left").orElseThrow().index();
            right = socket.link("right").orElseThrow().index();
        }
    }

    @AfterEach
    void disconnect() throws Exception {
        pod.close();
        namespaces.close();
        ip("netns", "delete", name);
    }

    @Test
    void arriveAsTheyWereMadeAndReplaceWhatTheNeighbourKnew() throws Exception {
        neighbour("10.99.0.2");
        neighbour("2001:db8:99::2");
        List<Octets> frames = List.of(Announcement.of(MAC, IPV4), Announcement.of(MAC, IPV6));
        int capture = namespaces.inside(pod, this::capture);

        namespaces.send(pod, left, frames);

        List<Octets> heard = new ArrayList<>();
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!heard.containsAll(frames) && System.nanoTime() < until) {
            byte[] buffer = new byte[2048];
            long size =
                    LibC.recvfrom(capture, buffer, buffer.length, MSG_DONTWAIT, new byte[20], new IntByReference(20));
            if (size > 0) {
                heard.add(Octets.first(buffer, (int) size));
            }
        }
        LibC.close(capture);
        assertThat(heard).containsAll(frames);
        awaitNeighbour("10.99.0.2");
        awaitNeighbour("2001:db8:99::2");
    }

    private int capture() throws Exception {
        int socket = LibC.socket(LibC.AF_PACKET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, 0);
        ByteBuffer address = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        address.putShort((short) LibC.AF_PACKET)
                .putShort(
                        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Short.reverseBytes(ETH_P_ALL) : ETH_P_ALL)
                .putInt(right);
        if (socket < 0 || LibC.bind(socket, address.array(), 20) < 0) {
            throw LibC.failure("capture");
        }
        return socket;
    }

    private void neighbour(String address) throws Exception {
        ip("-n", name, "neigh", "replace", address, "lladdr", "02:00:00:00:00:99", "dev", "right", "nud", "stale");
    }

    private void awaitNeighbour(String address) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        String seen = "";
        while (!seen.contains("02:00:5e:00:53:61") && System.nanoTime() < until) {
            seen = ip("-n", name, "neigh", "show", address, "dev", "right");
        }
        assertThat(seen).contains("02:00:5e:00:53:61");
    }

    private static String ip(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
