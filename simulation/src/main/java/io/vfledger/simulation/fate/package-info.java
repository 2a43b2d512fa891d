/** Chance and time: the one seed, the faults that it deals, and the clock that only it moves. */
@NullMarked
package io.vfledger.simulation.fate;

import org.jspecify.annotations.NullMarked;
