package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.NetlinkMessage;
import java.util.Optional;

/** What the kernel told the group RTNLGRP_LINK. */
public sealed interface LinkEvent {
    /** RTM_NEWLINK: the link is new here or something about it changed. */
    record Changed(Link link) implements LinkEvent {}

    /** RTM_DELLINK: the link has left this namespace. */
    record Removed(Link link) implements LinkEvent {}

    /** ENOBUFS: events came faster than they were read and some are lost; whoever counts on them has to look again. */
    record Overrun() implements LinkEvent {}

    /** The event in a message; empty for a message about something else. */
    static Optional<LinkEvent> decode(NetlinkMessage message) {
        if (message.type() == MessageType.RTM_NEWLINK) {
            return Optional.of(new Changed(Link.decode(message.payload())));
        }
        if (message.type() == MessageType.RTM_DELLINK) {
            return Optional.of(new Removed(Link.decode(message.payload())));
        }
        return Optional.empty();
    }
}
