/** The native rim: netlink sockets, namespaces and ethtool through libc. The one package that may import JNA. */
@NullMarked
package io.vfledger.netlink.jna;

import org.jspecify.annotations.NullMarked;
