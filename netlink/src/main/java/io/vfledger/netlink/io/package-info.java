/** Request and reply over a netlink transport: sequence numbers, dumps, timeouts, kernel errors, multicast events. */
@NullMarked
package io.vfledger.netlink.io;

import org.jspecify.annotations.NullMarked;
