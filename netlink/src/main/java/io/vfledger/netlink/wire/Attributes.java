package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Attributes in wire order, known and unknown alike, so that encoding what was decoded gives the same bytes. */
public record Attributes(List<Attribute> all) {
    public Attributes {
        all = List.copyOf(all);
    }

    public static Attributes of(Attribute... attributes) {
        return new Attributes(List.of(attributes));
    }

    /** The last attribute of this type: the kernel's own parser lets the last one win. */
    public Optional<Attribute> find(int type) {
        return ofType(type).reduce((earlier, later) -> later);
    }

    public Stream<Attribute> ofType(int type) {
        return all.stream().filter(attribute -> attribute.type() == type);
    }

    /** What remains when the given types are taken out. */
    public Attributes without(Set<Integer> types) {
        return new Attributes(all.stream()
                .filter(attribute -> !types.contains(attribute.type()))
                .toList());
    }

    public Octets encode() {
        int length = all.stream()
                .mapToInt(attribute -> Limits.align4(
                        Attribute.HEADER_LENGTH + attribute.value().length()))
                .sum();
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        for (Attribute attribute : all) {
            int start = out.position();
            int size = Attribute.HEADER_LENGTH + attribute.value().length();
            out.putShort((short) size).putShort((short) attribute.typeWithFlags());
            out.put(attribute.value().buffer());
            out.position(start + Limits.align4(size));
        }
        return Octets.of(out.array());
    }

    /**
     * Reads attributes to the end of the bytes.
     *
     * @throws MalformedMessageException when a length leaves the bytes or is shorter than an attribute's header
     */
    public static Attributes decode(Octets bytes) {
        List<Attribute> attributes = new ArrayList<>();
        ByteBuffer in = bytes.buffer();
        int start = 0;
        while (start < bytes.length()) {
            int length = lengthAt(in, start, bytes.length());
            attributes.add(at(bytes, in, start, length));
            start += Limits.align4(length);
        }
        return new Attributes(attributes);
    }

    /** The attribute whose header is at {@code start}, with its length as it was read or worked out. */
    static Attribute at(Octets bytes, ByteBuffer in, int start, int length) {
        return Attribute.fromWire(
                Short.toUnsignedInt(in.getShort(start + 2)),
                bytes.slice(start + Attribute.HEADER_LENGTH, start + length));
    }

    /** {@code nla_len} of the attribute at {@code start}, checked against where the bytes end. */
    static int lengthAt(ByteBuffer in, int start, int end) {
        int left = end - start;
        if (left < Attribute.HEADER_LENGTH) {
            throw new MalformedMessageException(
                    "an attribute header needs 4 bytes, " + left + " are left at offset " + start);
        }
        int length = Short.toUnsignedInt(in.getShort(start));
        if (length < Attribute.HEADER_LENGTH || length > left) {
            throw new MalformedMessageException(
                    "attribute length " + length + " at offset " + start + ", allowed is 4 to " + left);
        }
        return length;
    }
}
