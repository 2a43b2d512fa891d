package io.vfledger.netlink.uevent;

import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One event of the kernel's device model: {@code ACTION@DEVPATH} and then {@code KEY=value} lines, each ended by a zero byte
 * (lib/kobject_uevent.c).
 *
 * @param action what happened; a word of a later kernel is {@link Action#OTHER}
 * @param devicePath the device's path below {@code /sys}, beginning with a slash
 * @param properties the lines, in the kernel's order
 */
public record Uevent(Action action, String devicePath, Map<String, String> properties) {
    /** {@code UEVENT_BUFFER_SIZE} is 2048 bytes and the head at most a path longer; four times that is nobody's event. */
    public static final int LARGEST = 16 * 1024;

    /** {@code UEVENT_NUM_ENVP} is 64. */
    public static final int MOST_PROPERTIES = 128;

    /** {@code kobject_actions} of lib/kobject_uevent.c. */
    public enum Action {
        ADD,
        REMOVE,
        CHANGE,
        MOVE,
        ONLINE,
        OFFLINE,
        BIND,
        UNBIND,
        OTHER;

        private static Action of(String word) {
            return switch (word) {
                case "add" -> ADD;
                case "remove" -> REMOVE;
                case "change" -> CHANGE;
                case "move" -> MOVE;
                case "online" -> ONLINE;
                case "offline" -> OFFLINE;
                case "bind" -> BIND;
                case "unbind" -> UNBIND;
                default -> OTHER;
            };
        }
    }

    public Uevent {
        properties = Map.copyOf(properties);
    }

    /** {@code SUBSYSTEM} such as {@code pci} or {@code net}. */
    public String subsystem() {
        return properties.getOrDefault("SUBSYSTEM", "");
    }

    /** A line's value; empty when the event has no such line. */
    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /**
     * Reads one datagram of the kernel's group. What udev sends to its own group begins with {@code libudev} and is refused.
     *
     * @throws MalformedMessageException when it is too large, or not of that form
     */
    public static Uevent decode(Octets datagram) {
        if (datagram.length() > LARGEST) {
            throw new MalformedMessageException(
                    "a uevent of " + datagram.length() + " bytes, allowed is at most " + LARGEST);
        }
        String[] lines = new String(datagram.toArray(), StandardCharsets.UTF_8).split("\0", MOST_PROPERTIES + 3);
        if (lines.length > MOST_PROPERTIES + 2) {
            throw new MalformedMessageException("a uevent of more than " + MOST_PROPERTIES + " lines");
        }
        int at = lines[0].indexOf('@');
        if (at < 1 || !lines[0].startsWith("/", at + 1)) {
            throw new MalformedMessageException("a uevent does not begin with ACTION@/PATH");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int equals = lines[i].indexOf('=');
            if (equals > 0) {
                properties.put(lines[i].substring(0, equals), lines[i].substring(equals + 1));
            }
        }
        return new Uevent(Action.of(lines[0].substring(0, at)), lines[0].substring(at + 1), properties);
    }
}
