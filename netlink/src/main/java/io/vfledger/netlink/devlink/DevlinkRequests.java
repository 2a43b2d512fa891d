package io.vfledger.netlink.devlink;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.ControllerAttribute;
import io.vfledger.netlink.wire.DevlinkAttribute;
import io.vfledger.netlink.wire.GenericHeader;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.Request;

/** Requests to devlink, a generic netlink family whose number the kernel's controller tells. */
public final class DevlinkRequests {
    /** {@code DEVLINK_GENL_NAME}. */
    private static final String FAMILY = "devlink";

    private static final int VERSION = 1;

    /** {@code GENL_ID_CTRL}, of linux/genetlink.h. */
    private static final int CONTROLLER = 0x10;

    private static final int CTRL_CMD_GETFAMILY = 3;
    private static final int CTRL_VERSION = 1;
    private static final int ESWITCH_GET = 29;
    private static final int ESWITCH_SET = 30;

    private DevlinkRequests() {}

    /** {@code CTRL_CMD_GETFAMILY}; refused with ENOENT by a kernel without devlink. */
    public static Request family() {
        return Request.one(
                "look for generic netlink family " + FAMILY,
                CONTROLLER,
                0,
                GenericHeader.encode(CTRL_CMD_GETFAMILY, CTRL_VERSION),
                Attributes.of(Attribute.string(ControllerAttribute.FAMILY_NAME, FAMILY))
                        .encode());
    }

    /** The number of the family, from the payload that answers {@link #family}. */
    public static int familyId(Octets payload) {
        return GenericHeader.attributes(payload)
                .find(ControllerAttribute.FAMILY_ID)
                .map(Attribute::asU16)
                .orElseThrow(() -> new MalformedMessageException("a family without CTRL_ATTR_FAMILY_ID"));
    }

    /** {@code devlink dev eswitch show BUS/DEVICE}. */
    public static Request eswitch(int family, DevlinkDevice device) {
        return Request.one(
                "get the eswitch mode of " + device,
                family,
                0,
                GenericHeader.encode(ESWITCH_GET, VERSION),
                Attributes.of(bus(device), name(device)).encode());
    }

    /** {@code devlink dev eswitch set BUS/DEVICE mode legacy|switchdev}. */
    public static Request setEswitch(int family, DevlinkDevice device, EswitchMode mode) {
        return Request.one(
                "set the eswitch mode of " + device + " to " + mode,
                family,
                0,
                GenericHeader.encode(ESWITCH_SET, VERSION),
                Attributes.of(bus(device), name(device), Attribute.u16(DevlinkAttribute.ESWITCH_MODE, mode.wire()))
                        .encode());
    }

    /** The mode, from the payload that answers {@link #eswitch}. */
    public static EswitchMode mode(Octets payload) {
        return GenericHeader.attributes(payload)
                .find(DevlinkAttribute.ESWITCH_MODE)
                .map(Attribute::asU16)
                .map(EswitchMode::ofWire)
                .orElseThrow(() -> new MalformedMessageException("an eswitch without DEVLINK_ATTR_ESWITCH_MODE"));
    }

    private static Attribute bus(DevlinkDevice device) {
        return Attribute.string(DevlinkAttribute.BUS_NAME, device.bus());
    }

    private static Attribute name(DevlinkDevice device) {
        return Attribute.string(DevlinkAttribute.DEV_NAME, device.name());
    }
}
