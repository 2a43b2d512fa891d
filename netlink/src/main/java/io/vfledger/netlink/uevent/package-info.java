/** What the kernel tells of devices (NETLINK_KOBJECT_UEVENT): a pure codec. */
@NullMarked
package io.vfledger.netlink.uevent;

import org.jspecify.annotations.NullMarked;
