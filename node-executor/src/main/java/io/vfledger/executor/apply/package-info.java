/** Runs plans against the kernel, reads back, and undoes what cannot be finished. */
@NullMarked
package io.vfledger.executor.apply;

import org.jspecify.annotations.NullMarked;
