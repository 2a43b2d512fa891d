package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Prefix;
import io.vfledger.netlink.route.Xdp;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import java.util.Optional;

/** One change to a VF. Doing it again when it is done is no error, and its compensation leads back. */
public sealed interface Step {
    /** What undoes it; empty where another step's compensation does, or there is nothing to undo. */
    Optional<Step> compensation();

    /** Writes one attribute on the PF. */
    record Administer(AdminSetting before, AdminSetting after) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new Administer(/* before= */ after, /* after= */ before));
        }
    }

    /**
     * Sets the administrative address and, on the host, the interface's own one.
     *
     * @param cycle take the interface up and down between, for drivers that read the new address only then
     */
    record ChangeMac(Macs before, Macs after, boolean cycle) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new ChangeMac(/* before= */ after, /* after= */ before, cycle));
        }
    }

    /**
     * The two addresses of a VF.
     *
     * @param admin as the PF is told; zero for none
     * @param own the interface's; empty for a VF without one
     */
    record Macs(MacAddress admin, Optional<MacAddress> own) {}

    /** {@code ip link set X up|down}. */
    record SetUp(Place place, boolean up) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new SetUp(place, !up));
        }
    }

    /** {@code ip link set X mtu N}, bytes. */
    record SetMtu(Place place, int before, int after) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new SetMtu(place, /* before= */ after, /* after= */ before));
        }
    }

    /** {@code ip link set X txqueuelen N} on the host, packets. */
    record SetTxQueueLen(int before, int after) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new SetTxQueueLen(/* before= */ after, /* after= */ before));
        }
    }

    /** {@code ip link set X netns POD name N}: one request, so that the pod's name is never seen on the host. */
    record MoveIn(InterfaceName hostName, InterfaceName podName) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new MoveOut(podName, hostName));
        }
    }

    /** {@code ip -n POD link set X netns HOST name N}. The kernel takes addresses and routes off on the way. */
    record MoveOut(InterfaceName podName, InterfaceName hostName) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new MoveIn(hostName, podName));
        }
    }

    /** {@code ip link set X name N} on the host. */
    record Rename(InterfaceName before, InterfaceName after) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new Rename(/* before= */ after, /* after= */ before));
        }
    }

    /** One thing about the interface that leaves it where it is. */
    record SetNetdev(Place place, NetdevSetting before, NetdevSetting after) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new SetNetdev(place, /* before= */ after, /* after= */ before));
        }
    }

    /** {@code ip link property add dev X altname N}. */
    record AddAltName(Place place, String name) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new RemoveAltName(place, name));
        }
    }

    /** {@code ip link property del dev X altname N}. */
    record RemoveAltName(Place place, String name) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new AddAltName(place, name));
        }
    }

    /** {@code ip link set X xdpgeneric off}: nobody has the program to put it back. */
    record DetachXdp(Place place, Xdp.Hook hook) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.empty();
        }
    }

    /** Lets the interface announce its addresses when it comes up: {@code arp_notify}, {@code ndisc_notify}. */
    record NotifyWhenUp() implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.empty();
        }
    }

    /** {@code sysctl -w TABLE.X.KEY=VALUE} in the pod; the way home takes it back. */
    record SetSysctl(Sysctl sysctl) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.empty();
        }
    }

    /** Tells the neighbours who has the interface's addresses now. */
    record Announce() implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.empty();
        }
    }

    /** {@code ip address add P dev X}. */
    record AddAddress(Place place, Prefix prefix) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new RemoveAddress(place, prefix));
        }
    }

    /** {@code ip address delete P dev X}. */
    record RemoveAddress(Place place, Prefix prefix) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new AddAddress(place, prefix));
        }
    }

    /** Waits until no other station has answered for the new IPv6 addresses (RFC 4862 section 5.4). */
    record AwaitUniqueAddresses() implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.empty();
        }
    }

    /** {@code ip route add D via G dev X} in the pod. */
    record AddRoute(PodRoute route) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new RemoveRoute(route));
        }
    }

    /** {@code ip route delete D via G dev X} in the pod. */
    record RemoveRoute(PodRoute route) implements Step {
        @Override
        public Optional<Step> compensation() {
            return Optional.of(new AddRoute(route));
        }
    }
}
