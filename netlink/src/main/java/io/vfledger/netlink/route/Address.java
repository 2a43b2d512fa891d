package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.AddressAttribute;
import io.vfledger.netlink.wire.AddressHeader;
import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;

/**
 * An internet address on an interface: RTM_NEWADDR.
 *
 * @param interfaceIndex whose it is
 * @param prefix IFA_LOCAL (or IFA_ADDRESS where the kernel sends no other) and {@code ifa_prefixlen}
 * @param scope {@code ifa_scope}: 0 global, 253 link, 254 host
 * @param flags IFA_FLAGS
 */
public record Address(int interfaceIndex, Prefix prefix, int scope, AddressFlags flags) {
    /** A global address. */
    public Address(int interfaceIndex, Prefix prefix, AddressFlags flags) {
        this(interfaceIndex, prefix, 0, flags);
    }

    /** Reads the payload of RTM_NEWADDR or RTM_DELADDR. */
    public static Address decode(Octets payload) {
        AddressHeader header = AddressHeader.decode(payload);
        Attributes attributes = Attributes.decode(payload.slice(AddressHeader.LENGTH, payload.length()));
        Octets local = attributes
                .find(AddressAttribute.LOCAL)
                .or(() -> attributes.find(AddressAttribute.ADDRESS))
                .map(Attribute::value)
                .orElseThrow(() -> new MalformedMessageException("an address message without IFA_ADDRESS"));
        int flags =
                attributes.find(AddressAttribute.FLAGS).map(Attribute::asInt).orElse(header.flags());
        return new Address(
                header.index(),
                new Prefix(Family.address(local), header.prefixLength()),
                header.scope(),
                new AddressFlags(flags));
    }
}
