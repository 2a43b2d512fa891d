package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.AddressAttribute;
import io.vfledger.netlink.wire.AddressHeader;
import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.MessageFlags;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.Request;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;

/** Requests about addresses: RTM_GETADDR, RTM_NEWADDR, RTM_DELADDR. */
public final class AddressRequests {
    private static final int LONGEST_PREFIX_WITH_BROADCAST = 30;

    private AddressRequests() {}

    /** {@code ip address show dev X}, both families; the kernel filters by index under strict checking. */
    public static Request dump(int interfaceIndex) {
        return Request.dump(
                "list addresses of link " + interfaceIndex,
                MessageType.RTM_GETADDR,
                new AddressHeader(0, 0, 0, 0, interfaceIndex).encode());
    }

    /** {@code ip address add P dev X}; refused with EEXIST when it is there. */
    public static Request add(Address address) {
        List<Attribute> attributes = new ArrayList<>(local(address));
        if (address.prefix().address() instanceof Inet4Address
                && address.prefix().length() <= LONGEST_PREFIX_WITH_BROADCAST) {
            attributes.add(Attribute.of(AddressAttribute.BROADCAST, broadcast(address.prefix())));
        }
        if (address.flags().bits() != 0) {
            attributes.add(Attribute.u32(AddressAttribute.FLAGS, address.flags().bits()));
        }
        return request(
                "add address",
                MessageType.RTM_NEWADDR,
                MessageFlags.CREATE | MessageFlags.EXCLUSIVE,
                address,
                attributes);
    }

    /** {@code ip address delete P dev X}. */
    public static Request delete(Address address) {
        return request("delete address", MessageType.RTM_DELADDR, 0, address, local(address));
    }

    private static List<Attribute> local(Address address) {
        Octets bytes = Family.octets(address.prefix().address());
        return List.of(Attribute.of(AddressAttribute.LOCAL, bytes), Attribute.of(AddressAttribute.ADDRESS, bytes));
    }

    private static Octets broadcast(Prefix prefix) {
        byte[] bytes = prefix.address().getAddress();
        for (int bit = prefix.length(); bit < bytes.length * 8; bit++) {
            bytes[bit / 8] |= (byte) (0x80 >>> (bit % 8));
        }
        return Octets.of(bytes);
    }

    private static Request request(String what, int type, int flags, Address address, List<Attribute> attributes) {
        return Request.one(
                what + " " + address.prefix() + " of link " + address.interfaceIndex(),
                type,
                flags,
                new AddressHeader(
                                Family.of(address.prefix().address()),
                                address.prefix().length(),
                                0,
                                address.scope(),
                                address.interfaceIndex())
                        .encode(),
                new Attributes(attributes).encode());
    }
}
