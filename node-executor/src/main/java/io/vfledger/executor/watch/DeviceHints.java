package io.vfledger.executor.watch;

import io.vfledger.netlink.uevent.DeviceEvent;
import io.vfledger.netlink.uevent.Uevent;
import io.vfledger.vf.PciAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which function a device event is about. */
public final class DeviceHints {
    /** {@code …/0000:01:10.0/net/eth0}: the device that an interface belongs to. */
    private static final Pattern PARENT = Pattern.compile("/([^/]+)/net/[^/]+$");

    private DeviceHints() {}

    /** The function; empty for an event about anything else. */
    public static Optional<Hint> of(DeviceEvent event) {
        return switch (event) {
            case DeviceEvent.Overrun() -> Optional.of(new Hint.OfAnything());
            case DeviceEvent.Told(Uevent told) -> function(told).map(Hint.OfFunction::new);
        };
    }

    private static Optional<PciAddress> function(Uevent event) {
        if (event.subsystem().equals("pci")) {
            return event.property("PCI_SLOT_NAME").flatMap(DeviceHints::address);
        }
        if (event.subsystem().equals("net")) {
            Matcher parent = PARENT.matcher(event.devicePath());
            return parent.find() ? address(parent.group(1)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<PciAddress> address(String text) {
        try {
            return Optional.of(new PciAddress(text));
        } catch (IllegalArgumentException e) {
            // An interface of a device on another bus, such as virtio or USB.
            return Optional.empty();
        }
    }
}
