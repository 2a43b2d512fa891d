/** Typed devlink messages, pure: what a device's embedded switch does. */
@NullMarked
package io.vfledger.netlink.devlink;

import org.jspecify.annotations.NullMarked;
