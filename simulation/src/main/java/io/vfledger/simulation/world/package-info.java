/** The whole world of one seed, and the program that runs many. */
@NullMarked
package io.vfledger.simulation.world;

import org.jspecify.annotations.NullMarked;
