/** The rtnetlink wire format: headers, attributes, errors and the fixed structures, as bytes and back. Pure: imports the JDK alone. */
@NullMarked
package io.vfledger.netlink.wire;

import org.jspecify.annotations.NullMarked;
