/** A node: its kernel, its disk, its agent, and the pods that come and go. */
@NullMarked
package io.vfledger.simulation.node;

import org.jspecify.annotations.NullMarked;
