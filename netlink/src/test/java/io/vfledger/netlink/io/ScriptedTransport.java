package io.vfledger.netlink.io;

import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.NetlinkMessage;
import io.vfledger.netlink.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** A kernel that answers from a script; each answer is told the number of the newest request. */
final class ScriptedTransport implements NetlinkTransport {
    private final Deque<IntFunction<Optional<Octets>>> script = new ArrayDeque<>();
    private final List<NetlinkMessage> sent = new ArrayList<>();
    private boolean closed;

    ScriptedTransport answer(IntFunction<NetlinkMessage> message) {
        script.add(sequence -> Optional.of(message.apply(sequence).encode()));
        return this;
    }

    ScriptedTransport raw(Octets datagram) {
        script.add(sequence -> Optional.of(datagram));
        return this;
    }

    /** ENOBUFS from the socket. */
    ScriptedTransport overrun() {
        script.add(sequence -> Optional.empty());
        return this;
    }

    List<NetlinkMessage> sent() {
        return sent;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void send(Octets datagram) {
        sent.addAll(NetlinkMessage.decodeAll(datagram));
    }

    @Override
    public Optional<Octets> receive(Duration timeout) throws NetlinkException {
        IntFunction<Optional<Octets>> next = script.poll();
        if (next == null) {
            return Optional.empty();
        }
        int newest = sent.isEmpty() ? 0 : sent.getLast().sequence();
        Optional<Octets> datagram = next.apply(newest);
        if (datagram.isEmpty()) {
            throw new NetlinkException("read a netlink answer", Errno.ENOBUFS);
        }
        return datagram;
    }

    @Override
    public void close() {
        closed = true;
    }

    static NetlinkMessage acknowledgement(int sequence, int errno) {
        Octets body = Octets.of(ByteBuffer.allocate(20)
                .order(ByteOrder.nativeOrder())
                .putInt(-errno)
                .putInt(16)
                .array());
        return new NetlinkMessage(MessageType.NLMSG_ERROR, 0, sequence, 0, body);
    }

    static NetlinkMessage done(int sequence, int flags) {
        return new NetlinkMessage(MessageType.NLMSG_DONE, flags, sequence, 0, Octets.of(new byte[4]));
    }
}
