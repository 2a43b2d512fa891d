package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.NamespaceAttribute;
import io.vfledger.netlink.wire.NamespaceHeader;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.Request;
import java.util.Optional;

/**
 * The number by which the asking namespace knows another one: NETNSA_NSID.
 *
 * @param value 0 or more
 */
public record NamespaceId(int value) {
    /** {@code NETNSA_NSID_NOT_ASSIGNED} (linux/net_namespace.h). */
    private static final int NOT_ASSIGNED = -1;

    public NamespaceId {
        if (value < 0) {
            throw new IllegalArgumentException("namespace id " + value + ", allowed is 0 or more");
        }
    }

    /** RTM_GETNSID: asks for the id of the namespace behind a descriptor. */
    public static Request get(int descriptor) {
        return Request.one(
                "get the id of namespace descriptor " + descriptor,
                MessageType.RTM_GETNSID,
                0,
                NamespaceHeader.encode(),
                Attributes.of(Attribute.u32(NamespaceAttribute.FD, descriptor)).encode());
    }

    /** Reads the payload of RTM_NEWNSID; empty when the asking namespace has no number for it yet. */
    public static Optional<NamespaceId> decode(Octets payload) {
        Attributes attributes = Attributes.decode(payload.slice(NamespaceHeader.LENGTH, payload.length()));
        int value = attributes
                .find(NamespaceAttribute.NSID)
                .map(Attribute::asInt)
                .orElseThrow(() -> new MalformedMessageException("a namespace id message without NETNSA_NSID"));
        return value == NOT_ASSIGNED ? Optional.empty() : Optional.of(new NamespaceId(value));
    }
}
