/** How a record looks on a topic: the wire format of its value, its headers and its signature. */
@NullMarked
package io.vfledger.schemas.wire;

import org.jspecify.annotations.NullMarked;
