package io.vfledger.fuzzing;

import io.vfledger.netlink.devlink.DevlinkDevice;
import io.vfledger.netlink.devlink.DevlinkRequests;
import io.vfledger.netlink.io.DeviceEvents;
import io.vfledger.netlink.io.DevlinkSocket;
import io.vfledger.netlink.io.KernelRouteSocket;
import io.vfledger.netlink.io.LinkEvents;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.io.NetlinkTransport;
import io.vfledger.netlink.io.RouteSocket;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A datagram of the kernel, as answer to each kind of question, as an event of a link and as one of a device, and as an answer of devlink. */
final class NetlinkTarget implements Target {
    private static final String CAPTURED = "netlink/src/test/resources/io/vfledger/netlink/captured";
    private static final int HEADER_LENGTH = 16;
    private static final int SEQUENCE_OFFSET = 8;

    private final Path captured;

    NetlinkTarget(Path root) {
        captured = root.resolve(CAPTURED);
    }

    /** A request to a socket. */
    private interface Question {
        Object ask(RouteSocket socket) throws NetlinkException;
    }

    private static final List<Question> QUESTIONS = List.of(
            RouteSocket::links,
            socket -> socket.linkWithVfs(1),
            socket -> socket.addresses(1),
            socket -> socket.routes(1),
            socket -> socket.namespaceId(1));

    @Override
    public void feed(byte[] input) {
        for (Question question : QUESTIONS) {
            try (RouteSocket socket = new KernelRouteSocket(new Replay(input), Duration.ofSeconds(1))) {
                question.ask(socket);
            } catch (NetlinkException e) {
                // the declared refusal
            }
        }
        try (DevlinkSocket devlink = new DevlinkSocket(new Replay(input), Duration.ofSeconds(1))) {
            devlink.eswitchMode(DevlinkDevice.ofPci("0000:65:00.0"));
        } catch (NetlinkException e) {
            // the declared refusal
        }
        readsAsDevlinks(Octets.of(input));
        try (LinkEvents events = new LinkEvents(new Replay(input))) {
            while (events.next(Duration.ZERO).isPresent()) {
                // every event is read
            }
        } catch (NetlinkException e) {
            // the declared refusal
        }
        try (DeviceEvents events = new DeviceEvents(new Replay(input))) {
            events.next(Duration.ZERO);
        } catch (NetlinkException e) {
            // the declared refusal
        }
        keepsWhatItDecodes(Octets.of(input));
    }

    /** A mode comes in the second answer, behind one that named the family: it is read here by itself. */
    private static void readsAsDevlinks(Octets bytes) {
        try {
            DevlinkRequests.mode(bytes);
        } catch (MalformedMessageException e) {
            // the declared refusal
        }
    }

    private static void keepsWhatItDecodes(Octets bytes) {
        Attributes attributes;
        try {
            attributes = Attributes.decode(bytes);
        } catch (MalformedMessageException e) {
            return;
        }
        if (!Attributes.decode(attributes.encode()).equals(attributes)) {
            throw new AssertionError("decoding, encoding and decoding gives other attributes: " + attributes);
        }
    }

    @Override
    public List<byte[]> seeds() {
        try (Stream<Path> files = Files.list(captured)) {
            List<byte[]> seeds = new ArrayList<>();
            // The compressed ones are longer than an input may be.
            for (Path file : files.filter(found -> found.toString().endsWith(".hex"))
                    .sorted()
                    .toList()) {
                seeds.add(Octets.ofHex(Files.readString(file, StandardCharsets.US_ASCII)
                                .strip())
                        .toArray());
            }
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers the first question with the input, under the number of the question. */
    private static final class Replay implements NetlinkTransport {
        private final byte[] datagram;
        private boolean sent;

        Replay(byte[] datagram) {
            this.datagram = datagram.clone();
        }

        @Override
        public void send(Octets question) {
            int sequence = question.buffer().getInt(SEQUENCE_OFFSET);
            ByteBuffer out = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
            int start = 0;
            while (start + HEADER_LENGTH <= datagram.length) {
                out.putInt(start + SEQUENCE_OFFSET, sequence);
                int length = out.getInt(start);
                if (length < HEADER_LENGTH || length > datagram.length - start) {
                    return;
                }
                start += (length + 3) & ~3;
            }
        }

        @Override
        public Optional<Octets> receive(Duration timeout) {
            if (sent) {
                return Optional.empty();
            }
            sent = true;
            return Optional.of(Octets.of(datagram));
        }

        @Override
        public void close() {}
    }
}
