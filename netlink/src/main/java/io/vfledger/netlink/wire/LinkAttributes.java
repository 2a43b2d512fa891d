package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The attributes of a link message. Their peculiarity: {@code nla_len} of IFLA_VFINFO_LIST has 16 bits, and the kernel
 * (rtnl_fill_vf) lets it wrap, at about 215 VFs with statistics and 325 without. IFLA_NUM_VF comes before the list and tells
 * how many entries there really are.
 */
public final class LinkAttributes {
    private static final int MODULUS = 0x10000;

    private LinkAttributes() {}

    /**
     * Reads attributes to the end of the bytes. A list that wrapped comes as one IFLA_VFINFO_LIST per VF.
     *
     * @throws MalformedMessageException when a length leaves the bytes or is shorter than an attribute's header
     */
    public static Attributes decode(Octets bytes) {
        List<Attribute> attributes = new ArrayList<>();
        ByteBuffer in = bytes.buffer();
        int vfs = 0;
        int start = 0;
        while (start < bytes.length()) {
            int type = start + Attribute.HEADER_LENGTH <= bytes.length() ? typeAt(in, start) : -1;
            OptionalInt end = type == LinkAttribute.VFINFO_LIST
                    ? wrappedEnd(in, start, bytes.length(), vfs)
                    : OptionalInt.empty();
            if (end.isPresent()) {
                entries(bytes, in, start + Attribute.HEADER_LENGTH, end.getAsInt())
                        .forEach(attributes::add);
                start = end.getAsInt();
                continue;
            }
            int length = Attributes.lengthAt(in, start, bytes.length());
            Attribute attribute = Attributes.at(bytes, in, start, length);
            if (type == LinkAttribute.NUM_VF) {
                vfs = attribute.asInt();
            }
            attributes.add(attribute);
            start += Limits.align4(length);
        }
        return new Attributes(attributes);
    }

    private static int typeAt(ByteBuffer in, int start) {
        return Short.toUnsignedInt(in.getShort(start + 2)) & Attribute.TYPE_MASK;
    }

    /** Where the list ends if its length wrapped; empty if it did not. */
    private static OptionalInt wrappedEnd(ByteBuffer in, int list, int end, int vfs) {
        int start = list + Attribute.HEADER_LENGTH;
        for (int vf = 0; vf < vfs; vf++) {
            if (start + Attribute.HEADER_LENGTH > end || typeAt(in, start) != VfAttribute.INFO) {
                return OptionalInt.empty();
            }
            int length = Short.toUnsignedInt(in.getShort(start));
            if (length < Attribute.HEADER_LENGTH || length > end - start) {
                return OptionalInt.empty();
            }
            start += Limits.align4(length);
        }
        int real = start - list;
        return real >= MODULUS && real % MODULUS == Short.toUnsignedInt(in.getShort(list)) && start <= end
                ? OptionalInt.of(start)
                : OptionalInt.empty();
    }

    private static List<Attribute> entries(Octets bytes, ByteBuffer in, int from, int to) {
        List<Attribute> lists = new ArrayList<>();
        int start = from;
        while (start < to) {
            int next = start + Limits.align4(Attributes.lengthAt(in, start, to));
            lists.add(Attribute.of(LinkAttribute.VFINFO_LIST, bytes.slice(start, next)));
            start = next;
        }
        return lists;
    }
}
