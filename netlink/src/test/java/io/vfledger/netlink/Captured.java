package io.vfledger.netlink;

import io.vfledger.netlink.wire.NetlinkMessage;
import io.vfledger.netlink.wire.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

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
    LINK_IGB_WITH_COUNTERS,
    /** Of netdevsim; 77 KB, so that the length of IFLA_VFINFO_LIST has wrapped. Kept compressed. */
    LINK_256_VFS_WITH_COUNTERS,
    DEVLINK_FAMILY,
    /** Of netdevsim, as the next. */
    DEVLINK_ESWITCH_LEGACY,
    DEVLINK_ESWITCH_SWITCHDEV,
    UEVENT_VETH_ADD,
    UEVENT_VF_UNBIND;

    public Octets datagram() {
        String file = "captured/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".hex";
        boolean compressed = Captured.class.getResource(file) == null;
        try (InputStream in = Captured.class.getResourceAsStream(compressed ? file + ".gz" : file)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            byte[] digits = compressed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
            return Octets.ofHex(new String(digits, StandardCharsets.US_ASCII).strip());
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
