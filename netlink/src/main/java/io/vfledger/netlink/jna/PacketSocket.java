package io.vfledger.netlink.jna;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A socket that sends whole Ethernet frames (packet(7)) in the namespace that the opening thread is in. */
final class PacketSocket implements AutoCloseable {
    /** {@code sizeof(struct sockaddr_ll)} (linux/if_packet.h). */
    private static final int ADDRESS_LENGTH = 20;

    private final int descriptor;

    private PacketSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Protocol 0: it receives nothing. */
    static PacketSocket open() throws NetlinkException {
        int descriptor = LibC.socket(LibC.AF_PACKET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, 0);
        if (descriptor < 0) {
            throw LibC.failure("open a packet socket");
        }
        return new PacketSocket(descriptor);
    }

    void send(int linkIndex, Octets frame) throws NetlinkException {
        byte[] bytes = frame.toArray();
        byte[] address = address(linkIndex);
        if (LibC.sendto(descriptor, bytes, bytes.length, 0, address, ADDRESS_LENGTH) < 0) {
            throw LibC.failure("send a frame on interface " + linkIndex);
        }
    }

    /** Family and index alone: the frame has its destination in front. */
    private static byte[] address(int linkIndex) {
        ByteBuffer address = ByteBuffer.allocate(ADDRESS_LENGTH).order(ByteOrder.nativeOrder());
        address.putShort((short) LibC.AF_PACKET).putShort((short) 0).putInt(linkIndex);
        return address.array();
    }

    @Override
    public void close() {
        LibC.close(descriptor);
    }
}
