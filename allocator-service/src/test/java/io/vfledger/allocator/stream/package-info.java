/** Deciding batches, in tests. */
@NullMarked
package io.vfledger.allocator.stream;

import org.jspecify.annotations.NullMarked;
