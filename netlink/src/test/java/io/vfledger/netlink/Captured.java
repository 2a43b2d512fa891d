package io.vfledger.netlink;

import io.vfledger.netlink.wire.NetlinkMessage;
import io.vfledger.netlink.wire.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Datagrams that Linux 6.12 (with igb) and 6.18 (veth) answered with, on x86-64. */
public enum Captured {
    LINK_VETH,
    LINK_IGB_WITH_VFS,
    ADDRESSES,
    ROUTES,
    ERROR_NO_SUCH_LINK,
    ERROR_NO_SUCH_VF,
    ERROR_BAD_GATEWAY,
    ERROR_BAD_MTU,
    DONE_WITH_ERROR,
    UEVENT_VETH_ADD,
    UEVENT_VF_UNBIND;

    public Octets datagram() {
        String file = "captured/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".hex";
        try (InputStream in = Captured.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return Octets.ofHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<NetlinkMessage> messages() {
        return NetlinkMessage.decodeAll(datagram());
    }

    public NetlinkMessage message() {
        return messages().getFirst();
    }
}
