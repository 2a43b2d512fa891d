/** Finds out on a node's own NIC what is peculiar about its VFs' driver, and puts everything back as it was. */
@NullMarked
package io.vfledger.executor.conformance;

import org.jspecify.annotations.NullMarked;
