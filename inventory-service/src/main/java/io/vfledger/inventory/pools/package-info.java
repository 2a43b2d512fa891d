/** Pools of functions: the file that defines them, and which node has to be told. Pure but for the reading of the file. */
@NullMarked
package io.vfledger.inventory.pools;

import org.jspecify.annotations.NullMarked;
