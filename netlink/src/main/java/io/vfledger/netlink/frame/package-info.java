/** Frames that go onto the wire, as bytes. Pure: imports the JDK and the wire codec alone. */
@NullMarked
package io.vfledger.netlink.frame;

import org.jspecify.annotations.NullMarked;
