/** Readers of bytes that others wrote, as targets of a fuzzer. */
@NullMarked
package io.vfledger.fuzzing;

import org.jspecify.annotations.NullMarked;
