package io.vfledger.netlink.io;

import io.vfledger.netlink.wire.Acknowledgement;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.MessageFlags;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.NetlinkMessage;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Request and reply: numbers requests, waits for their ends, repeats interrupted dumps. One request at a time. */
final class Exchange {
    /** A dump that other programs keep changing is given up after this many attempts. */
    private static final int DUMP_ATTEMPTS = 10;

    private final NetlinkTransport transport;
    private final Duration timeout;
    private final ReentrantLock turn = new ReentrantLock();
    private int sequence;

    Exchange(NetlinkTransport transport, Duration timeout) {
        this.transport = transport;
        this.timeout = timeout;
    }

    /** Sends a request and returns the payloads that answer it, without the closing acknowledgement. */
    List<Octets> run(Request request) throws NetlinkException {
        turn.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    Optional<List<Octets>> answer = once(request);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                } catch (NetlinkException e) {
                    // A dump may be read again when the kernel had no room for it; a change may have happened already.
                    if (!request.isDump() || !e.is(Errno.ENOBUFS) || attempt == DUMP_ATTEMPTS) {
                        throw e;
                    }
                }
                if (attempt == DUMP_ATTEMPTS) {
                    throw new NetlinkException(
                            request.operation() + ": changed during each of " + DUMP_ATTEMPTS + " readings",
                            Errno.EAGAIN);
                }
            }
        } finally {
            turn.unlock();
        }
    }

    /** Empty when a dump was interrupted and has to be repeated. */
    private Optional<List<Octets>> once(Request request) throws NetlinkException {
        int mine = ++sequence;
        long deadline = System.nanoTime() + timeout.toNanos();
        transport.send(request.message(mine).encode());
        List<Octets> payloads = new ArrayList<>();
        boolean interrupted = false;
        while (true) {
            for (NetlinkMessage message : messages(request, deadline)) {
                if (message.sequence() != mine) {
                    continue;
                }
                interrupted |= request.isDump() && (message.flags() & MessageFlags.DUMP_INTERRUPTED) != 0;
                if (isEnd(message)) {
                    check(request, message);
                    return interrupted ? Optional.empty() : Optional.of(List.copyOf(payloads));
                }
                payloads.add(message.payload());
            }
        }
    }

    private List<NetlinkMessage> messages(Request request, long deadline) throws NetlinkException {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        Octets datagram = transport
                .receive(left)
                .orElseThrow(() -> new NetlinkException(
                        request.operation() + ": no answer within " + timeout.toMillis() + " ms", Errno.ETIMEDOUT));
        try {
            return NetlinkMessage.decodeAll(datagram);
        } catch (MalformedMessageException e) {
            throw new NetlinkException(request.operation(), e);
        }
    }

    private static boolean isEnd(NetlinkMessage message) {
        return message.type() == MessageType.NLMSG_ERROR || message.type() == MessageType.NLMSG_DONE;
    }

    private static void check(Request request, NetlinkMessage end) throws NetlinkException {
        Acknowledgement acknowledgement;
        try {
            acknowledgement = Acknowledgement.decode(end);
        } catch (MalformedMessageException e) {
            throw new NetlinkException(request.operation(), e);
        }
        if (!acknowledgement.ok()) {
            throw new NetlinkException(request.operation(), acknowledgement);
        }
    }
}
