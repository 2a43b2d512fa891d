/** An instance of the allocator: the real partition host, and around it all that can go wrong between a decision and its commit. */
@NullMarked
package io.vfledger.simulation.allocator;

import org.jspecify.annotations.NullMarked;
