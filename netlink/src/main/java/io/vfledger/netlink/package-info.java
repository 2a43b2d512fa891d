/** Typed rtnetlink for Java. */
@NullMarked
package io.vfledger.netlink;

import org.jspecify.annotations.NullMarked;
