/** The process: options, wiring, start and stop. */
@NullMarked
package io.vfledger.executor.app;

import org.jspecify.annotations.NullMarked;
