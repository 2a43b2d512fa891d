package io.vfledger.netlink.uevent;

/** What came of the kernel's device events. */
public sealed interface DeviceEvent {
    /** One of them. */
    record Told(Uevent event) implements DeviceEvent {}

    /** ENOBUFS: some are lost; whoever counts on them has to look again. */
    record Overrun() implements DeviceEvent {}
}
