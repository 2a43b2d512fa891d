package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.LinkAttribute;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.XdpAttribute;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One thing to change about a link; several may go in one request, which the kernel applies in its own order. */
public sealed interface LinkChange {
    /** {@code ip link set dev X name N}. Kernels before 6.6 refuse it while the link is up. */
    record Rename(String name) implements LinkChange {
        public Rename {
            InterfaceName.require(name);
        }
    }

    /** {@code ip link set dev X address A}. */
    record SetAddress(HardwareAddress address) implements LinkChange {}

    /** {@code ip link set dev X mtu N}, bytes; the driver's own range is IFLA_MIN_MTU to IFLA_MAX_MTU. */
    record SetMtu(int bytes) implements LinkChange {
        public SetMtu {
            if (bytes < 1) {
                throw new IllegalArgumentException("MTU " + bytes + " bytes, allowed is 1 or more");
            }
        }
    }

    /** {@code ip link set dev X up} or {@code down}. */
    record SetUp(boolean up) implements LinkChange {}

    /** {@code ip link set dev X promisc on} or {@code off}. */
    record SetPromiscuous(boolean on) implements LinkChange {}

    /** {@code ip link set dev X allmulticast on} or {@code off}. */
    record SetAllMulticast(boolean on) implements LinkChange {}

    /** {@code ip link set dev X xdpgeneric off}, or {@code xdpdrv}, {@code xdpoffload}. */
    record DetachXdp(Xdp.Hook hook) implements LinkChange {}

    /** {@code ip link set dev X txqueuelen N}, packets. */
    record SetTxQueueLength(int packets) implements LinkChange {
        public SetTxQueueLength {
            if (packets < 0) {
                throw new IllegalArgumentException("queue length " + packets + " packets, allowed is 0 or more");
            }
        }
    }

    /** {@code ip link set dev X alias T}; an empty text removes it. */
    record SetAlias(String text) implements LinkChange {
        /** {@code IFALIASZ} less the terminating zero. */
        private static final int LONGEST = 255;

        public SetAlias {
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "alias of " + text.length() + " characters, allowed is at most " + LONGEST);
            }
        }
    }

    /** {@code ip link set dev X master M}; index 0 is {@code nomaster}. */
    record SetMaster(int index) implements LinkChange {}

    /**
     * {@code ip link set dev X netns N}, by an open descriptor of the namespace. With a {@link Rename} in the same
     * request the link arrives under its new name and never bears it here.
     */
    record MoveToNamespace(int descriptor) implements LinkChange {
        public MoveToNamespace {
            if (descriptor < 0) {
                throw new IllegalArgumentException("namespace descriptor " + descriptor + ", allowed is 0 or more");
            }
        }
    }

    /** The attribute that asks for this change; flags in the header have none. */
    static Optional<Attribute> attribute(LinkChange change) {
        return switch (change) {
            case Rename(String name) -> Optional.of(Attribute.string(LinkAttribute.IFNAME, name));
            case SetAddress(HardwareAddress address) ->
                Optional.of(Attribute.of(LinkAttribute.ADDRESS, address.octets()));
            case SetMtu(int bytes) -> Optional.of(Attribute.u32(LinkAttribute.MTU, bytes));
            case SetTxQueueLength(int packets) -> Optional.of(Attribute.u32(LinkAttribute.TXQLEN, packets));
            case SetAlias(String text) -> Optional.of(alias(text));
            case SetMaster(int index) -> Optional.of(Attribute.u32(LinkAttribute.MASTER, index));
            case MoveToNamespace(int descriptor) -> Optional.of(Attribute.u32(LinkAttribute.NET_NS_FD, descriptor));
            case DetachXdp(Xdp.Hook hook) ->
                Optional.of(Attribute.nest(
                        LinkAttribute.XDP,
                        Attribute.u32(XdpAttribute.FD, -1),
                        Attribute.u32(XdpAttribute.FLAGS, hook.flag())));
            case SetUp _, SetPromiscuous _, SetAllMulticast _ -> Optional.empty();
        };
    }

    /** One of the flags in the header. */
    record HeaderFlag(int bit, boolean on) {}

    /** The flag that the change sets or clears; none for those that are attributes. */
    static Optional<HeaderFlag> flag(LinkChange change) {
        return switch (change) {
            case SetUp(boolean up) -> Optional.of(new HeaderFlag(LinkFlags.UP, up));
            case SetPromiscuous(boolean on) -> Optional.of(new HeaderFlag(LinkFlags.PROMISC, on));
            case SetAllMulticast(boolean on) -> Optional.of(new HeaderFlag(LinkFlags.ALLMULTI, on));
            case Rename _, SetAddress _, SetMtu _, SetTxQueueLength _, SetAlias _, SetMaster _ -> Optional.empty();
            case MoveToNamespace _, DetachXdp _ -> Optional.empty();
        };
    }

    private static Attribute alias(String text) {
        // The kernel takes the length as the text's own: a terminating zero would become part of the alias.
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Attribute.of(LinkAttribute.IFALIAS, Octets.of(bytes));
    }
}
