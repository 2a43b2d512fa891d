/** Typed rtnetlink messages: links, virtual functions, addresses, routes, namespaces. Pure: imports the wire package and the JDK. */
@NullMarked
package io.vfledger.netlink.route;

import org.jspecify.annotations.NullMarked;
