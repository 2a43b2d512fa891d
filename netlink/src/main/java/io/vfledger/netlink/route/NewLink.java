package io.vfledger.netlink.route;

import java.util.OptionalInt;

/** A link to make. */
public sealed interface NewLink {
    /** The name it gets. */
    String name();

    /** {@code ip link add N type dummy}. */
    record Dummy(String name) implements NewLink {
        public Dummy {
            InterfaceName.require(name);
        }
    }

    /** {@code ip link add N type bridge}. */
    record Bridge(String name) implements NewLink {
        public Bridge {
            InterfaceName.require(name);
        }
    }

    /**
     * {@code ip link add N type veth peer name P}.
     *
     * @param peerNamespace descriptor of the namespace the peer is made in; empty for this one
     */
    record VethPair(String name, String peerName, OptionalInt peerNamespace) implements NewLink {
        public VethPair {
            InterfaceName.require(name);
            InterfaceName.require(peerName);
        }

        public VethPair(String name, String peerName) {
            this(name, peerName, OptionalInt.empty());
        }
    }

    /** {@code ip link add link L name N type vlan protocol P id V}; V from 0 to 4094. */
    record Vlan(String name, int lowerIndex, int vlan, VlanProtocol protocol) implements NewLink {
        public Vlan {
            InterfaceName.require(name);
            if (vlan < 0 || vlan > 4094) {
                throw new IllegalArgumentException("VLAN " + vlan + ", allowed is 0 to 4094");
            }
        }
    }
}
