package io.vfledger.executor.kernel;

import io.vfledger.executor.plan.NetdevSetting;
import io.vfledger.executor.plan.Offloads;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.Ethtool;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.Features;
import java.util.Optional;

/** What drivers do for their interfaces: features, rings and channels, which are asked for by name and from inside. */
final class DriverOffloads {
    private final Namespaces namespaces;

    DriverOffloads(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    Offloads read(Namespace in, String name) throws NetlinkException {
        return namespaces.inside(
                in.handle(),
                () -> new Offloads(
                        Ethtool.features(name).map(Features::active), Ethtool.rings(name), Ethtool.channels(name)));
    }

    /** By number: its name may be one that is shown otherwise, or have changed. */
    Offloads read(Namespace in, int index) throws NetlinkException {
        Optional<Link> link = in.socket().link(index);
        return link.isPresent() ? read(in, link.get().name()) : Offloads.UNKNOWN;
    }

    void set(Namespace in, int index, NetdevSetting.OfDriver setting) throws NetlinkException {
        String name = in.socket()
                .link(index)
                .orElseThrow(() -> new NetlinkException("find interface " + index, Errno.ENODEV))
                .name();
        namespaces.inside(in.handle(), () -> {
            switch (setting) {
                case NetdevSetting.Features features -> Ethtool.setFeatures(name, features.active());
                case NetdevSetting.Rings rings -> Ethtool.setRings(name, rings.sizes());
                case NetdevSetting.Channels channels -> Ethtool.setChannels(name, channels.counts());
            }
            return true;
        });
    }
}
